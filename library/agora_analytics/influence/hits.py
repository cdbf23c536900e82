"""HITS: those who point well (hubs) and those who are well pointed at (authorities)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from agora_analytics.arrays import Floats, compiled
from agora_analytics.errors import NotConverged, NotEnoughData
from agora_analytics.frames import Tabular
from agora_analytics.influence.walk import check_search
from agora_analytics.network.graph import Codes, Graph


@dataclass(frozen=True)
class Hits(Tabular):
    """Hub and authority scores, and how the search for them ended."""

    hubs: Floats  # (nodes,), at least 0, sum 1
    authorities: Floats  # (nodes,), at least 0, sum 1
    iterations: int  # rounds taken
    residual: float  # sum of absolute changes of both in the last round


def hits(graph: Graph, *, tolerance: float = 1e-8, iterations: int = 1000) -> Hits:
    """Scores that explain each other: an authority is pointed at by hubs, a hub points at authorities (a = A'h, h = Aa).

    graph: an edge u to v (u points at v) counts by its weight; tolerance: on the sum of absolute changes in a round.
    Returns hubs and authorities (nodes,), each summing to 1. Time O(nodes + edges) a round.
    Raises NotEnoughData without nodes or without weight on any edge, NotConverged when the rounds run out.
    Assumes: pointing is praise.
    Misleads when: the graph falls apart, since the densest part then takes nearly everything, or two parts tie, since the
    split then comes from the even start; PageRank does not suffer from this.
    Source: Kleinberg (1999), Journal of the ACM 46(5).

    >>> found = hits(Graph.from_edges([0, 1, 1], [2, 2, 3]))
    >>> found.hubs.round(3).tolist(), found.authorities.round(3).tolist()
    ([0.382, 0.618, 0.0, 0.0], [0.0, 0.0, 0.618, 0.382])
    """
    check_search(tolerance=tolerance, iterations=iterations)
    weight = _relative(graph)
    hubs, authorities, rounds, change = _alternate(
        graph.start, graph.target, weight, tolerance, iterations
    )  # fmt: skip
    if not change < tolerance:
        raise NotConverged(
            f"after {rounds} rounds hubs and authorities still change by {change:.3g}, above {tolerance:.3g}; allow more "
            "iterations or a larger tolerance (two parts of the graph may be nearly as dense)"
        )
    return Hits(hubs=hubs, authorities=authorities, iterations=int(rounds), residual=float(change))


def _relative(graph: Graph) -> Floats:
    """Weights on a scale where the largest is 1, so that no sum overflows."""
    if graph.weight is None and graph.edges:
        return np.ones(graph.edges)
    if graph.weight is None or not graph.weight.max(initial=0.0) > 0.0:
        raise NotEnoughData("no edge of the graph has weight: there are neither hubs nor authorities")
    made: Floats = graph.weight / graph.weight.max()
    return made


@compiled
def _alternate(
    start: Codes, target: Codes, weight: Floats, tolerance: float, iterations: int
) -> tuple[Floats, Floats, int, float]:
    nodes = start.size - 1
    hubs, authorities = np.full(nodes, 1.0 / nodes), np.full(nodes, 1.0 / nodes)
    change, rounds = np.inf, 0
    while rounds < iterations and not change < tolerance:
        pointed, pointing = np.zeros(nodes), np.zeros(nodes)
        for u in range(nodes):
            for e in range(start[u], start[u + 1]):
                pointed[target[e]] += weight[e] * hubs[u]
        pointed /= pointed.sum()
        for u in range(nodes):
            for e in range(start[u], start[u + 1]):
                pointing[u] += weight[e] * pointed[target[e]]
        pointing /= pointing.sum()
        change = np.abs(pointed - authorities).sum() + np.abs(pointing - hubs).sum()
        hubs, authorities = pointing, pointed
        rounds += 1
    return hubs, authorities, rounds, change
