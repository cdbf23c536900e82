"""A directed, weighted graph as compressed rows: for each node, whom it points at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from agora_analytics.arrays import Floats, compiled, floats, whole
from agora_analytics.errors import InvalidInput

Codes = NDArray[Any]  # int32 where codes fit, else int64
_NARROW = 2**31 - 1


@dataclass(frozen=True)
class Graph:
    """Edges out of node u are rows `start[u]:start[u + 1]` of `target` and `weight`; None weighs every edge 1.

    `start` (nodes + 1,) and `target` (edges,) are 32-bit where the numbers fit. Rows keep the order the edges came
    in; parallel edges and loops stay, unless `simple`: then rows are in order, each pair of neighbours stands once in
    either direction with the same weight, and there are no loops.
    """

    start: Codes
    target: Codes
    weight: Floats | None
    simple: bool = False

    @classmethod
    def from_edges(
        cls, source: ArrayLike, target: ArrayLike, weight: ArrayLike | None = None, *, nodes: int | None = None
    ) -> Graph:
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

    def reversed(self) -> Graph:
        """The same edges turned round: row v holds who points at v."""
        return Graph.from_edges(self.target, self.source, self.weight, nodes=self.nodes)

    def undirected(self) -> Graph:
        """Each pair of neighbours once in both directions, rows in order, loops left out; weights both ways added.

        An edge given in both directions counts twice. Time O(nodes + edges), and nothing where it was done before.
        """
        if self.simple:
            return self
        narrow = np.int32 if max(self.nodes, 2 * self.edges) <= _NARROW else np.int64
        start, rows, both = _mirror(self.start, self.target, self.weight, np.zeros(self.nodes + 1, dtype=narrow))
        rows, both = _sort_rows(start, rows, None if self.weight is None else both)
        if not _repeats(start, rows):
            return Graph(start, rows, None if self.weight is None else both, simple=True)
        return Graph(*_merge(start, rows, None if self.weight is None else both), simple=True)

    def pairs(self) -> tuple[Codes, Codes]:
        """The two ends, `one` < `other`, of each pair of neighbours, in order."""
        neighbours = self.undirected()
        return _pairs(neighbours.start, neighbours.target)


def _codes(values: ArrayLike, *, name: str) -> Codes:
    raw = np.ascontiguousarray(values)
    if raw.size == 0:
        return np.zeros(0, dtype=np.int64)
    if raw.ndim != 1 or raw.dtype.kind not in "iu":
        raise InvalidInput(f"expected a vector of whole node codes, got {raw.dtype} of shape {raw.shape}", column=name)
    return raw


def _nodes(tail: Codes, head: Codes, nodes: int | None) -> int:
    largest = int(max(tail.max(initial=-1), head.max(initial=-1)))
    size = largest + 1 if nodes is None else whole(nodes, name="nodes", low=0)
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


@compiled
def _mirror(start: Codes, target: Codes, weight: Floats | None, sums: Codes) -> tuple[Codes, Codes, Floats]:
    """Every edge in both directions, loops left out; `sums` (nodes + 1,) of zeros becomes the new start."""
    nodes = start.size - 1
    for u in range(nodes):
        for e in range(start[u], start[u + 1]):
            if target[e] != u:
                sums[u + 1] += 1
                sums[target[e] + 1] += 1
    for u in range(nodes):
        sums[u + 1] += sums[u]
    at = sums[:-1].copy()
    rows = np.empty(sums[nodes], dtype=sums.dtype)
    weights = np.empty(0 if weight is None else rows.size)
    for u in range(nodes):
        for e in range(start[u], start[u + 1]):
            v = target[e]
            if v != u:
                rows[at[u]] = v
                rows[at[v]] = u
                if weight is not None:
                    weights[at[u]] = weight[e]
                    weights[at[v]] = weight[e]
                at[u] += 1
                at[v] += 1
    return sums, rows, weights


@compiled
def _sort_rows(start: Codes, target: Codes, weight: Floats | None) -> tuple[Codes, Floats]:
    """Turning round a graph that is its own reverse leaves it the same and puts its rows in order."""
    at = start[:-1].copy()
    rows = np.empty_like(target)
    weights = np.empty(0 if weight is None else rows.size)
    for u in range(start.size - 1):
        for e in range(start[u], start[u + 1]):
            place = at[target[e]]
            at[target[e]] += 1
            rows[place] = u
            if weight is not None:
                weights[place] = weight[e]
    return rows, weights


@compiled
def _pairs(start: Codes, target: Codes) -> tuple[Codes, Codes]:
    one, other = np.empty(target.size // 2, dtype=target.dtype), np.empty(target.size // 2, dtype=target.dtype)
    kept = 0
    for u in range(start.size - 1):
        for v in target[start[u] : start[u + 1]]:
            if v > u:
                one[kept], other[kept] = u, v
                kept += 1
    return one, other


@compiled
def _repeats(start: Codes, target: Codes) -> bool:
    """Whether a row, in order, names somebody twice."""
    for u in range(start.size - 1):
        for e in range(start[u] + 1, start[u + 1]):
            if target[e] == target[e - 1]:
                return True
    return False


@compiled
def _merge(start: Codes, target: Codes, weight: Floats | None) -> tuple[Codes, Codes, Floats]:
    """Rows in order with each neighbour once, the weights of repeated ones added."""
    begins = np.zeros_like(start)
    rows = np.empty_like(target)
    weights = np.empty(target.size)
    kept = 0
    for u in range(start.size - 1):
        for e in range(start[u], start[u + 1]):
            w = 1.0 if weight is None else weight[e]
            if kept > begins[u] and rows[kept - 1] == target[e]:
                weights[kept - 1] += w
            else:
                rows[kept], weights[kept] = target[e], w
                kept += 1
        begins[u + 1] = kept
    return begins, rows[:kept].copy(), weights[:kept].copy()
