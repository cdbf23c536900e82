"""PageRank: whose standing comes from the standing of those who turn to them.

Brin and Page (1998): x = d P^T x + (1 - d) v; what nodes without outgoing edges hold goes along v.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from agora_analytics.arrays import Floats, Ints, floats, integers, number, refuse, spread
from agora_analytics.errors import InvalidInput
from agora_analytics.frames import Tabular
from agora_analytics.influence.walk import settle, walk
from agora_analytics.network.graph import Graph


@dataclass(frozen=True)
class PageRank(Tabular):
    """Standing by PageRank, and how the search for it ended."""

    scores: Floats  # (nodes,), at least 0, sum 1
    iterations: int  # rounds taken
    residual: float  # sum of absolute changes in the last round


def pagerank(
    graph: Graph,
    *,
    damping: float = 0.85,
    personalisation: ArrayLike | None = None,
    tolerance: float = 1e-8,
    iterations: int = 500,
) -> PageRank:
    """The share of time a walker spends at each node who follows edges by weight and restarts with chance 1 - damping.

    graph: an edge u to v (u turns to v) gives standing to v; personalisation (nodes,): where the walker restarts, at
    least 0 on any scale, None for everywhere alike; tolerance: on the sum of absolute changes in a round; the scores are
    then within tolerance * d / (1 - d) of the fixed point, in sum.
    Returns scores (nodes,) that sum to 1, rounds and residual. Time O(nodes + edges) a round.
    Raises InvalidInput for damping outside (0, 1) or a negative personalisation, NotEnoughData for no nodes,
    NotConverged when the rounds run out.
    Assumes: an edge is a sign of regard; weights are on a ratio scale.
    Misleads when: accounts farm edges among themselves, or edges are complaints. It is standing, neither money nor effect.
    Source: Brin and Page (1998), Computer Networks 30; personalised: Haveliwala (2002), WWW.

    >>> graph = Graph.from_edges([0, 1, 2, 2], [1, 2, 0, 1])
    >>> pagerank(graph).scores.round(4)
    array([0.2148, 0.3974, 0.3878])
    """
    way = walk(graph)
    restart = _restart(personalisation, graph.nodes)
    scores, rounds, residual = settle(
        way, restart, damping=damping, stranded=True, tolerance=tolerance, iterations=iterations
    )
    return PageRank(scores=scores, iterations=rounds, residual=residual)


def pagerank_step(
    ranks: ArrayLike,
    source: ArrayLike,
    target: ArrayLike,
    weight: ArrayLike = 1.0,
    *,
    damping: float = 0.85,
    personalisation: ArrayLike | None = None,
) -> Floats:
    """One round of PageRank as a pure function of ranks and edges: what `pagerank` repeats from the restart on.

    ranks (nodes,): now; source, target (edges,): node codes; weight: one number or (edges,). Returns ranks after (nodes,).
    As joins: out = sum of weight by source; flow = rank of source * weight / out, summed by target; held = ranks of nodes
    with out 0, summed; after = d * flow + (1 - d + d * held) * restart. Stop when the absolute changes sum below tolerance.
    Raises InvalidInput for codes out of range, negative weights, or damping outside (0, 1).
    Assumes: ranks sum to 1.
    Misleads when: taken for the answer; it is one round.
    Source: as `pagerank`.

    >>> pagerank_step([0.5, 0.5], [0], [1], damping=0.5).tolist()
    [0.375, 0.625]
    """
    now = floats(ranks, name="ranks")
    tail, head, w = _edges(source, target, weight, nodes=now.size)
    number(damping, name="damping", above=0, below=1)
    out = np.bincount(tail, weights=w, minlength=now.size)
    chance = np.divide(w, out[tail], out=np.zeros(w.size), where=out[tail] > 0)
    flow = np.bincount(head, weights=now[tail] * chance, minlength=now.size)
    held = now[out == 0].sum()
    after: Floats = damping * flow + (1.0 - damping + damping * held) * _restart(personalisation, now.size)
    return after


def _restart(personalisation: ArrayLike | None, nodes: int) -> Floats:
    if personalisation is None:
        return np.full(nodes, 1.0 / nodes)
    given = floats(personalisation, name="personalisation", size=nodes)
    refuse(given < 0, "a restart weighs at least 0", column="personalisation")
    if not 0 < given.sum() < np.inf:
        raise InvalidInput("the weights add up to 0, or beyond any number; give one above 0", column="personalisation")
    made: Floats = given / given.sum()
    return made


def _edges(source: ArrayLike, target: ArrayLike, weight: ArrayLike, *, nodes: int) -> tuple[Ints, Ints, Floats]:
    tail = integers(source, name="source")
    head = integers(target, name="target", size=tail.size)
    for name, codes in (("source", tail), ("target", head)):
        refuse((codes < 0) | (codes >= nodes), f"no such node; codes lie in 0..{nodes - 1}", column=name)
    w = spread(weight, name="weight", size=tail.size)
    refuse(w < 0, "an edge weighs at least 0", column="weight")
    return tail, head, w
