"""How many neighbours the two ends of a tie share."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from agora_analytics.arrays import Floats, compiled, side_by_side
from agora_analytics.network.graph import Codes, Graph


@dataclass(frozen=True)
class Embeddedness:
    """One row per pair of neighbours, `one` < `other`, in order."""

    one: Codes  # (pairs,) node
    other: Codes  # (pairs,) node
    common: Codes  # (pairs,) how many neighbours the two share
    jaccard: Floats  # (pairs,) shared over all neighbours of either, 0 to 1; the two themselves are among them


def embeddedness(graph: Graph) -> Embeddedness:
    """The number of common neighbours of each pair who are tied, |N(u) ∩ N(v)|, direction and weight set aside.

    graph: ties in any direction, each pair counted once. Returns a row per pair (pairs,), with the Jaccard overlap.
    Time O(edges^1.5) at worst, and near O(edges) where no part is dense.
    Raises nothing of its own: a `Graph` has been checked; without ties there are no rows.
    Assumes: a missing tie means that the two do not know each other.
    Misleads when: ties come from large threads or rooms, which tie everybody in them to everybody else.
    Source: Granovetter (1973), Am. J. Sociology 78(6), for overlap; Latapy (2008), Theor. Comp. Sci. 407, for the count
    along edges that point at the better connected end.

    >>> found = embeddedness(Graph.from_edges([0, 0, 1, 2], [1, 2, 2, 3]))
    >>> found.one.tolist(), found.other.tolist(), found.common.tolist()
    ([0, 0, 1, 2], [1, 2, 2, 3], [1, 1, 1, 0])
    >>> found.jaccard.round(3).tolist()
    [0.333, 0.25, 0.25, 0.0]
    """
    neighbours = graph.undirected()
    one, other = neighbours.pairs()
    common = common_neighbours(neighbours)
    return Embeddedness(one=one, other=other, common=common, jaccard=_overlap(one, other, common, neighbours.start))


def common_neighbours(neighbours: Graph) -> Codes:
    """Counts (pairs,) in the order of `pairs()`; the graph is an undirected one."""
    degree = np.diff(neighbours.start)
    start, target, pair = _towards_hubs(neighbours.start, neighbours.target, degree)
    found: Codes = np.add.reduce(side_by_side(lambda first, stop: _count(first, stop, start, target, pair), start))
    return found


@compiled
def _overlap(one: Codes, other: Codes, common: Codes, start: Codes) -> Floats:
    """What two share over all neighbours of either."""
    found = np.empty(common.size)
    for p in range(common.size):
        u, v = one[p], other[p]
        found[p] = common[p] / (start[u + 1] - start[u] + start[v + 1] - start[v] - common[p])
    return found


@compiled
def _towards_hubs(start: Codes, target: Codes, degree: Codes) -> tuple[Codes, Codes, Codes]:
    """Each pair once, from the end with fewer neighbours to the other, with the number of the pair."""
    nodes = start.size - 1
    begins = np.zeros_like(start)
    seen = np.zeros_like(start)
    rows = np.empty(target.size // 2, dtype=target.dtype)
    pair = np.empty_like(rows)
    kept = fresh = 0
    for u in range(nodes):
        seen[u] = fresh
        for e in range(start[u], start[u + 1]):
            v = target[e]
            if v > u:
                number = fresh
                fresh += 1
            else:  # rows are in order, so the pairs of v come by in the order they are numbered
                number = seen[v]
                seen[v] += 1
            if degree[u] < degree[v] or (degree[u] == degree[v] and u < v):
                rows[kept], pair[kept] = v, number
                kept += 1
        begins[u + 1] = kept
    return begins, rows, pair


@compiled
def _count(first: int, stop: int, start: Codes, target: Codes, pair: Codes) -> Codes:
    """Every triangle u, v, w with u from first to stop is met once, where its edges leave, and counts for its three pairs."""
    nodes = start.size - 1
    found = np.zeros_like(pair)
    place = np.zeros(nodes, dtype=target.dtype)
    mark = np.zeros((nodes >> 6) + 1, dtype=np.uint64)  # one bit a node stays in the cache where `place` would not
    one = np.uint64(1)
    for u in range(first, stop):
        for e in range(start[u], start[u + 1]):
            v = target[e]
            mark[v >> 6] |= one << np.uint64(v & 63)
            place[v] = e
        for e in range(start[u], start[u + 1]):
            v = target[e]
            closed = 0
            for f in range(start[v], start[v + 1]):
                w = target[f]
                if (mark[w >> 6] >> np.uint64(w & 63)) & one:
                    closed += 1
                    found[pair[f]] += 1
                    found[pair[place[w]]] += 1
            found[pair[e]] += closed
        for e in range(start[u], start[u + 1]):
            mark[target[e] >> 6] = 0
    return found
