"""A directed, weighted graph as compressed rows: for each node, who points at it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from agora.analytics.arrays import Floats, Ints, compiled, integers, spread


@dataclass(frozen=True)
class IncomingEdges:
    """Edges into node v are rows `start[v]:start[v + 1]`; `out_weight` totals the edges that leave a node."""

    start: Ints
    source: Ints
    weight: Floats
    out_weight: Floats

    @property
    def nodes(self) -> int:
        """How many nodes."""
        return int(self.out_weight.size)


def incoming_edges(source: ArrayLike, target: ArrayLike, *, weight: ArrayLike = 1.0, nodes: int) -> IncomingEdges:
    """Group edges by target in two counting passes, O(edges); parallel edges stay and add up.

    source, target (edges,): node codes from 0; weight: one number or (edges,), at least 0.
    Raises ValueError naming the edge with a code out of range or a negative weight.
    """
    tail = integers(source, name="source")
    head = integers(target, name="target", size=tail.size)
    w = spread(weight, name="weight", size=tail.size)
    wrong = np.flatnonzero((tail < 0) | (head < 0) | (tail >= nodes) | (head >= nodes) | (w < 0))
    if wrong.size:
        row = int(wrong[0])
        raise ValueError(
            f"edge {row} ({tail[row]} to {head[row]}, weight {w[row]}): codes lie in 0..{nodes - 1}, weights from 0"
        )
    start = np.zeros(nodes + 1, dtype=np.int64)
    np.cumsum(np.bincount(head, minlength=nodes), out=start[1:])
    rows, weights = _scatter(tail, head, w, start[:-1].copy())
    out_weight = np.zeros(nodes)
    np.add.at(out_weight, tail, w)
    return IncomingEdges(start=start, source=rows, weight=weights, out_weight=out_weight)


@compiled
def _scatter(source: Ints, target: Ints, weight: Floats, at: Ints) -> tuple[Ints, Floats]:
    rows, weights = np.empty_like(source), np.empty_like(weight)
    for e in range(source.size):
        place = at[target[e]]
        at[target[e]] += 1
        rows[place] = source[e]
        weights[place] = weight[e]
    return rows, weights
