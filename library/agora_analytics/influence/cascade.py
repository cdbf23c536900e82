"""The independent cascade: who has it passes it on along each edge once, with the chance of that edge."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import ArrayLike

from agora_analytics.arrays import Floats, Ints, compiled, floats, generator, integers, refuse, whole
from agora_analytics.errors import InvalidInput, NotEnoughData
from agora_analytics.network.graph import Codes, Graph


@dataclass(frozen=True)
class Cascade:
    """What simulated cascades from some seeds reached."""

    mean: float  # people (or value) reached, seeds included
    standard_error: float  # of the mean, same unit
    reached: Floats  # (runs,), people (or value) in each run
    probability: Floats  # (nodes,), share of runs that reached the node


def independent_cascade(
    graph: Graph, seeds: ArrayLike, *, runs: int = 1000, weights: ArrayLike | None = None, seed: int
) -> Cascade:
    """How far word goes from the seeds when each person reached passes it along each edge once, with the edge's chance.

    graph: edge u to v with weight = chance (0..1) that u, once reached, reaches v; seeds (k,): node codes, a repeated one
    counts once; weights (nodes,): what reaching a node is worth, None for 1 each; runs: simulations, at least 2.
    Returns the mean with its standard error, each run's total and each node's share of runs.
    Raises InvalidInput for chances outside 0..1 or missing, codes out of range or negative weights, NotEnoughData for no
    nodes or no seeds.
    Assumes: edges act independently and once; nobody forgets.
    Misleads when: the chances are guesses: the result is as good as they are, and is reach, not sales.
    Source: Kempe, Kleinberg, Tardos (2003), KDD.

    >>> path = Graph.from_edges([0, 1], [1, 2], [0.5, 0.5])
    >>> found = independent_cascade(path, [0], runs=20_000, seed=1)
    >>> abs(found.mean - 1.75) < 3 * found.standard_error
    True
    """
    chance = chances(graph)
    worth = node_weights(weights, graph.nodes)
    begin = _seeds(seeds, graph.nodes)
    whole(runs, name="runs", low=2)  # one has no standard error
    reached, often = _simulate(graph.start, graph.target, chance, begin, worth, runs, generator(seed))
    error = float(reached.std(ddof=1) / np.sqrt(runs))
    return Cascade(mean=float(reached.mean()), standard_error=error, reached=reached, probability=often / runs)


def inverse_in_degree(graph: Graph) -> Graph:
    """The same edges with weight 1 / (edges into the target): each node is reached by one of its neighbours on average.

    graph: its weights, if any, are dropped; parallel edges count one by one. Returns the graph with chances.
    Raises nothing beyond what building a graph raises.
    Assumes: attention is divided evenly over those one listens to ("weighted cascade").
    Misleads when: taken for a measurement; it is a convention for comparing methods.
    Source: Kempe, Kleinberg, Tardos (2003), KDD.

    >>> inverse_in_degree(Graph.from_edges([0, 1, 2], [2, 2, 0])).weight.tolist()
    [0.5, 0.5, 1.0]
    """
    degree = np.bincount(graph.target, minlength=graph.nodes)
    return Graph(start=graph.start, target=graph.target, weight=1.0 / degree[graph.target])


def chances(graph: Graph) -> Floats:
    """The edge weights as chances; refuses graphs without nodes or weights, and weights above 1."""
    if graph.nodes == 0:
        raise NotEnoughData("the graph has no nodes; give it edges, or say how many nodes there are")
    if graph.weight is None:
        raise InvalidInput(
            "edges carry no chance; give weights in 0..1 or use inverse_in_degree(graph)", column="weight"
        )
    refuse(graph.weight > 1.0, "a chance lies in 0..1; scale the weights, or use inverse_in_degree", column="weight")
    return graph.weight


def node_weights(weights: ArrayLike | None, nodes: int) -> Floats:
    """What each node is worth, (nodes,); 1 each by default."""
    if weights is None:
        return np.ones(nodes)
    worth = floats(weights, name="weights", size=nodes)
    refuse(worth < 0, "a node is worth at least 0; set losses to 0", column="weights")
    if not 0 < worth.sum() < np.inf:
        raise InvalidInput("the weights add up to 0, or beyond any number; give one above 0", column="weights")
    return worth


def _seeds(seeds: ArrayLike, nodes: int) -> Ints:
    begin = integers(seeds, name="seeds")
    refuse((begin < 0) | (begin >= nodes), f"no such node; codes lie in 0..{nodes - 1}", column="seeds")
    if begin.size == 0:
        raise NotEnoughData("there are no seeds, so nothing spreads; name at least one node")
    return np.unique(begin)


@compiled
def _simulate(  # noqa: PLR0917 (compiled: no keyword-only arguments)
    start: Codes, target: Codes, chance: Floats, begin: Ints, worth: Floats, runs: int, random: Generator
) -> tuple[Floats, Floats]:
    nodes = start.size - 1
    total, often = np.zeros(runs), np.zeros(nodes)
    seen, queue = np.full(nodes, -1, dtype=np.int64), np.empty(nodes, dtype=np.int64)
    for run in range(runs):
        end = 0
        for v in begin:
            seen[v] = run
            queue[end] = v
            end += 1
        at = 0
        while at < end:
            u = queue[at]
            at += 1
            total[run] += worth[u]
            often[u] += 1.0
            for e in range(start[u], start[u + 1]):
                v = target[e]
                if seen[v] != run and random.random() < chance[e]:
                    seen[v] = run
                    queue[end] = v
                    end += 1
    return total, often
