"""A directed, weighted graph as compressed rows: for each node, whom it points at."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from agora.analytics.arrays import Floats, compiled, floats
from agora.analytics.errors import InvalidInput

Codes = NDArray[Any]  # int32 where codes fit, else int64
_NARROW = 2**31 - 1


@dataclass(frozen=True)
class Graph:
    """Edges out of node u are rows `start[u]:start[u + 1]` of `target` and `weight`; None weighs every edge 1.

    `start` (nodes + 1,) and `target` (edges,) are 32-bit where the numbers fit. Rows keep the order the edges came
    in; parallel edges and loops stay.
    """

    start: Codes
    target: Codes
    weight: Floats | None

    @classmethod
    def from_edges(
        cls, source: ArrayLike, target: ArrayLike, weight: ArrayLike | None = None, *, nodes: int | None = None
    ) -> "Graph":
        """Group edges by source in two counting passes.

        source, target (edges,): node codes from 0; weight (edges,): finite and at least 0, None for 1 each; nodes: how
        many there are, by default the largest code + 1. Returns the graph; time O(nodes + edges).
        Raises InvalidInput naming the edge with a code out of range or a weight that cannot be.
        Assumes: codes are dense; give everybody a place with `numpy.unique(ids, return_inverse=True)`.
        Misleads when: codes are sparse ids, which makes nodes that nobody is.
        Source: compressed sparse rows, Tinney and Walker (1967), Proc. IEEE 55(11).

        >>> graph = Graph.from_edges([0, 0, 2], [1, 2, 1])
        >>> graph.start.tolist(), graph.target.tolist(), graph.nodes, graph.edges
        ([0, 2, 2, 3], [1, 2, 1], 3, 3)
        """
        tail, head = _codes(source, name="source"), _codes(target, name="target")
        if tail.size != head.size:
            raise InvalidInput(f"expected {tail.size} rows like source, got {head.size}", column="target")
        size = _nodes(tail, head, nodes)
        w = None if weight is None else _weights(weight, tail.size)
        narrow = np.int32 if max(size, tail.size) <= _NARROW else np.int64
        start = np.zeros(size + 1, dtype=narrow)
        np.cumsum(np.bincount(tail, minlength=size), out=start[1:])
        rows = np.empty(tail.size, dtype=narrow)
        if w is None:
            _place(tail, head, start[:-1].copy(), rows)
            return cls(start=start, target=rows, weight=None)
        weights = np.empty(tail.size)
        _place_weighted(tail, head, w, start[:-1].copy(), rows, weights)
        return cls(start=start, target=rows, weight=weights)

    @property
    def nodes(self) -> int:
        """How many nodes."""
        return int(self.start.size) - 1

    @property
    def edges(self) -> int:
        """How many edges, parallel ones and loops counted."""
        return int(self.target.size)

    @property
    def source(self) -> Codes:
        """The node each edge leaves, (edges,)."""
        return np.repeat(np.arange(self.nodes, dtype=self.target.dtype), np.diff(self.start))

    def reversed(self) -> "Graph":
        """The same edges turned round: row v holds who points at v."""
        return Graph.from_edges(self.target, self.source, self.weight, nodes=self.nodes)

    def undirected(self) -> "Graph":
        """Each pair of neighbours once in both directions, rows in order, weights both ways added, loops left out."""
        tail, head = np.concatenate([self.source, self.target]), np.concatenate([self.target, self.source])
        key = tail.astype(np.int64) * self.nodes + head
        other = tail != head
        pairs, place = np.unique(key[other], return_inverse=True)
        w = np.ones(self.edges) if self.weight is None else self.weight
        weight = np.bincount(place, weights=np.tile(w, 2)[other], minlength=pairs.size)
        return Graph.from_edges(pairs // max(self.nodes, 1), pairs % max(self.nodes, 1), weight, nodes=self.nodes)


def _codes(values: ArrayLike, *, name: str) -> Codes:
    raw = np.ascontiguousarray(values)
    if raw.size == 0:
        return np.zeros(0, dtype=np.int64)
    if raw.ndim != 1 or raw.dtype.kind not in "iu":
        raise InvalidInput(f"expected a vector of whole node codes, got {raw.dtype} of shape {raw.shape}", column=name)
    return raw


def _nodes(tail: Codes, head: Codes, nodes: int | None) -> int:
    largest = int(max(tail.max(initial=-1), head.max(initial=-1)))
    size = largest + 1 if nodes is None else nodes
    for name, codes in (("source", tail), ("target", head)):
        if codes.size and (codes.min() < 0 or codes.max() >= size):
            row = int(np.flatnonzero((codes < 0) | (codes >= size))[0])
            raise InvalidInput(f"{codes[row]} is no node; codes lie in 0..{size - 1}", column=name, row=row)
    return size


def _weights(values: ArrayLike, size: int) -> Floats:
    w = floats(values, name="weight", size=size)
    if w.size and w.min() < 0:
        row = int(np.flatnonzero(w < 0)[0])
        raise InvalidInput(f"{w[row]} is below 0; an edge weighs at least 0", column="weight", row=row)
    return w


@compiled
def _place(tail: Codes, head: Codes, at: Codes, rows: Codes) -> None:
    for e in range(tail.size):
        rows[at[tail[e]]] = head[e]
        at[tail[e]] += 1


@compiled
def _place_weighted(  # noqa: PLR0917 (compiled: no keyword-only arguments)
    tail: Codes, head: Codes, weight: Floats, at: Codes, rows: Codes, weights: Floats
) -> None:
    for e in range(tail.size):
        place = at[tail[e]]
        at[tail[e]] += 1
        rows[place] = head[e]
        weights[place] = weight[e]
