"""Rounds of a walk over a graph: standing flows out along the edges of a node, shared by their weight."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from agora_analytics.arrays import Floats, compiled, number, whole
from agora_analytics.errors import InvalidInput, NotConverged, NotEnoughData
from agora_analytics.network.graph import Codes, Graph


@dataclass(frozen=True)
class Walk:
    """Where a walker goes from each node: even chances over its edges, or one `chance` per edge."""

    start: Codes  # (nodes + 1,)
    target: Codes  # (edges,)
    chance: Floats  # (edges,), empty where all edges of a node weigh alike
    out: Floats  # (nodes,), total weight that leaves; a walker stops where it is 0


def walk(graph: Graph) -> Walk:
    """The chances of going along each edge; InvalidInput where weights are too large to add up."""
    if graph.nodes == 0:
        raise NotEnoughData("the graph has no nodes; give it edges, or say how many nodes there are")
    if graph.weight is None:
        out = np.diff(graph.start).astype(np.float64)
        return Walk(graph.start, graph.target, np.zeros(0), out)
    out = row_sums(graph.start, graph.weight)
    if not np.isfinite(out).all():
        raise InvalidInput(
            "the weights that leave one node add up beyond any number; give smaller ones", column="weight"
        )
    return Walk(graph.start, graph.target, _chances(graph.start, graph.weight, out), out)


def settle(
    way: Walk, restart: Floats, *, damping: float, stranded: bool, tolerance: float, iterations: int
) -> tuple[Floats, int, float]:
    """Rounds from `restart` until the sum of absolute changes is below tolerance: scores, rounds, last change.

    stranded: whether those without outgoing edges send their standing to the restart (else it ends with them).
    """
    check_search(damping=damping, tolerance=tolerance, iterations=iterations)
    scores, rounds, change = _settle(
        way.start, way.target, way.chance, way.out, restart, damping, stranded, tolerance, iterations
    )
    if not change < tolerance:
        raise NotConverged(
            f"after {rounds} rounds the scores still change by {change:.3g}, above the tolerance {tolerance:.3g}; "
            "allow more iterations or a larger tolerance"
        )
    return scores, int(rounds), float(change)


def check_search(*, damping: float = 0.5, tolerance: float, iterations: int) -> None:
    """Refuse what no walk can be run with."""
    number(damping, name="damping", above=0, below=1)
    number(tolerance, name="tolerance", above=0)
    whole(iterations, name="iterations", low=1)


@compiled
def row_sums(start: Codes, weight: Floats) -> Floats:
    """What leaves each node, (nodes,), added up in the order of its edges."""
    out = np.zeros(start.size - 1)
    for u in range(out.size):
        for e in range(start[u], start[u + 1]):
            out[u] += weight[e]
    return out


@compiled
def _chances(start: Codes, weight: Floats, out: Floats) -> Floats:
    chance = np.zeros(weight.size)
    for u in range(out.size):
        if out[u] > 0.0:
            for e in range(start[u], start[u + 1]):
                chance[e] = weight[e] / out[u]
    return chance


@compiled
def _flow(  # noqa: PLR0917 (compiled: no keyword-only arguments)
    start: Codes, target: Codes, chance: Floats, out: Floats, now: Floats, arrived: Floats
) -> float:
    """Fill `arrived` with what comes in along the edges; return what is held by nodes without outgoing edges."""
    arrived[:] = 0.0
    held = 0.0
    for u in range(out.size):
        if out[u] <= 0.0:
            held += now[u]
        elif chance.size:
            for e in range(start[u], start[u + 1]):
                arrived[target[e]] += now[u] * chance[e]
        else:
            share = now[u] / out[u]
            for e in range(start[u], start[u + 1]):
                arrived[target[e]] += share
    return held


@compiled
def _settle(  # noqa: PLR0917 (compiled: no keyword-only arguments)
    start: Codes,
    target: Codes,
    chance: Floats,
    out: Floats,
    restart: Floats,
    damping: float,
    stranded: bool,
    tolerance: float,
    iterations: int,
) -> tuple[Floats, int, float]:
    now, following = restart.copy(), np.empty(restart.size)
    change, rounds = np.inf, 0
    while rounds < iterations and not change < tolerance:
        held = _flow(start, target, chance, out, now, following)
        back = 1.0 - damping + (damping * held if stranded else 0.0)
        change = 0.0
        for v in range(restart.size):
            following[v] = damping * following[v] + back * restart[v]
            change += abs(following[v] - now[v])
        now, following = following, now
        rounds += 1
    return now, rounds, change
