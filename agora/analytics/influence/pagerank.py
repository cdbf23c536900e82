"""PageRank: whose standing comes from the standing of those who turn to them.

Brin and Page (1998): x = d P^T x + (1 - d) v; the mass of nodes without outgoing edges goes along v.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from agora.analytics.arrays import Floats, Ints, compiled, floats
from agora.analytics.influence.graph import incoming_edges


@dataclass(frozen=True)
class PageRank:
    """Scores that sum to 1 (nodes,), how many rounds it took, and the change of the last one (sum of absolutes)."""

    scores: Floats
    iterations: int
    residual: float


def pagerank(
    source: ArrayLike,
    target: ArrayLike,
    *,
    nodes: int,
    weight: ArrayLike = 1.0,
    damping: float = 0.85,
    personal: ArrayLike | None = None,
    tolerance: float = 1e-10,
    iterations: int = 500,
) -> PageRank:
    """PageRank by power iteration over compressed rows, O(edges) per round.

    source, target (edges,): node codes; an edge gives standing to its target; weight: one number or (edges,);
    personal (nodes,): where the walk restarts, any positive scale (None: everywhere alike).
    Raises ValueError for codes out of range, damping outside [0, 1), or a restart without weight.
    """
    if not 0 <= damping < 1:
        raise ValueError(f"damping lies in [0, 1), got {damping}")
    if nodes == 0:
        return PageRank(scores=np.zeros(0), iterations=0, residual=0.0)
    edges = incoming_edges(source, target, weight=weight, nodes=nodes)
    restart = _restart(personal, nodes)
    scores, rounds, residual = _iterate(
        edges.start, edges.source, edges.weight, edges.out_weight, restart, damping, tolerance, iterations
    )
    return PageRank(scores=scores, iterations=int(rounds), residual=float(residual))


def _restart(personal: ArrayLike | None, nodes: int) -> Floats:
    if personal is None:
        return np.full(nodes, 1.0 / nodes)
    given = floats(personal, name="personal", size=nodes)
    if np.any(given < 0) or given.sum() == 0:
        raise ValueError("personal: weights are at least 0 and not all 0")
    made: Floats = given / given.sum()
    return made


@compiled
def _iterate(  # noqa: PLR0917 (compiled: no keyword-only arguments)
    start: Ints,
    source: Ints,
    weight: Floats,
    out_weight: Floats,
    restart: Floats,
    damping: float,
    tolerance: float,
    iterations: int,
) -> tuple[Floats, int, float]:
    nodes = restart.size
    now = restart.copy()
    pushed, following = np.empty(nodes), np.empty(nodes)
    residual = 0.0
    for turn in range(iterations):
        dangling = 0.0
        for v in range(nodes):
            if out_weight[v] > 0.0:
                pushed[v] = now[v] / out_weight[v]
            else:
                pushed[v] = 0.0
                dangling += now[v]
        residual = 0.0
        for v in range(nodes):
            total = 0.0
            for e in range(start[v], start[v + 1]):
                total += weight[e] * pushed[source[e]]
            following[v] = damping * (total + dangling * restart[v]) + (1.0 - damping) * restart[v]
            residual += abs(following[v] - now[v])
        now, following = following, now
        if residual < tolerance:
            return now, turn + 1, residual
    return now, iterations, residual
