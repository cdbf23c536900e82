"""Whom to tell first: k people from whom word goes as far as it can, with a certificate of how near the best it is.

OPIM-C: Tang, Tang, Xiao, Yuan (2018), Online Processing Algorithms for Influence Maximization, SIGMOD.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, e, lgamma, log, log2, sqrt

import numpy as np
from numpy.typing import ArrayLike

from agora_analytics.arrays import Floats, Ints, generator, number, whole
from agora_analytics.errors import NotConverged
from agora_analytics.influence.cascade import chances, node_weights
from agora_analytics.influence.reverse import Sampler, Sets
from agora_analytics.network.graph import Graph

GREEDY = 1.0 - 1.0 / e  # what the greedy choice is sure of, of the best
LEAST_SETS = 100_000  # for the last estimate, so that its standard error is below 0.2 % of all value
EASY_MEMBERS = 1_000_000  # about a second: a larger sample chooses better than the promise asks
MOST_MEMBERS = 200_000_000


@dataclass(frozen=True)
class Spread:
    """Seeds, what they reach, and how near the best choice they are at least; people, or value where weights are given."""

    seeds: Ints  # (k,), node codes in the order they were chosen
    spread: float  # expected reach of the seeds, from sets drawn after the choice
    standard_error: float  # of the spread
    lower: float  # the seeds reach at least this
    upper: float  # no k nodes reach more than this
    ratio: (
        float  # lower / upper: the certified share of the best; both bounds fail together with chance `failure` at most
    )
    failure: float
    sets: int  # reverse reachable sets the choice rests on


def maximize_spread(
    graph: Graph, k: int, epsilon: float, *, weights: ArrayLike | None = None, seed: int, failure: float = 0.001
) -> Spread:
    """The k nodes from which an independent cascade reaches most, within 1 - 1/e - epsilon of the best k.

    graph: edge u to v with weight = chance (0..1) that u passes word on to v (`inverse_in_degree` where nothing is known);
    epsilon: in (0, 1 - 1/e), smaller takes time by its square; weights (nodes,): what reaching a node is worth (the value
    of a customer), None for 1 each; failure: chance that a bound is wrong.
    Returns the seeds, their reach from an independent draw with its error, bounds, and the certified ratio.
    Raises InvalidInput for k outside 1..nodes, epsilon or failure out of range, chances outside 0..1 or missing, negative
    weights; NotEnoughData for no nodes; NotConverged where memory would not hold what epsilon asks for.
    Assumes: word spreads as `independent_cascade` says, with these chances.
    Misleads when: the chances are guesses, or reach is read as sales: who can reach many need not move anybody.
    Source: Tang, Tang, Xiao, Yuan (2018), SIGMOD; sets rooted by value: Nguyen, Thai, Dinh (2016), SIGMOD.

    >>> star = Graph.from_edges([0, 0, 0, 4], [1, 2, 3, 5], [0.5, 0.5, 0.5, 0.5])
    >>> found = maximize_spread(star, 1, 0.1, seed=1)
    >>> found.seeds.tolist(), found.ratio > 0.53, found.lower <= 2.5 <= found.upper
    ([0], True, True)
    """
    chances(graph)
    worth = node_weights(weights, graph.nodes)
    _check(graph.nodes, k, epsilon, failure)
    incoming = graph.reversed()
    sampler = Sampler(incoming, chances(incoming), total=float(worth.sum()), cumulated=np.cumsum(worth))
    first, rounds = _plan(worth, k, epsilon, failure)
    choosing, judging, telling = generator(seed).spawn(3)
    sets, count, asked = Sets(incoming.target[:0], np.zeros(1, dtype=np.int64)), first, GREEDY - epsilon
    for turn in range(rounds):
        sets = _more(sets, count, sampler, choosing)
        seeds, _, bound = sets.cover(k, nodes=graph.nodes)
        doubt = log(3 * rounds / failure)
        upper = min(_upper(bound, doubt) * sampler.total / count, sampler.total)
        met = sampler.met(seeds, count, judging)
        lower = max(_lower(met, doubt) * sampler.total / count, float(worth[seeds].sum()))
        kept = lower >= asked * upper and sets.members.size >= EASY_MEMBERS
        if kept or turn == rounds - 1:
            break
        count *= 2
    last = max(count, min(LEAST_SETS, 10 * EASY_MEMBERS * count // sets.members.size))
    share = sampler.met(seeds, last, telling) / last
    return Spread(
        seeds=seeds,
        spread=share * sampler.total,
        standard_error=sampler.total * sqrt(share * (1 - share) / last),
        lower=lower,
        upper=upper,
        ratio=lower / upper,
        failure=failure,
        sets=count,
    )


def _check(nodes: int, k: int, epsilon: float, failure: float) -> None:
    whole(k, name="k", low=1, high=nodes)
    number(epsilon, name="epsilon", above=0, below=GREEDY)
    number(failure, name="failure", above=0, below=1)


def _plan(worth: Floats, k: int, epsilon: float, failure: float) -> tuple[int, int]:
    """How many sets to begin with, and how many rounds of doubling until the guarantee holds whatever the graph."""
    choices = lgamma(worth.size + 1) - lgamma(k + 1) - lgamma(worth.size - k + 1)
    sure = log(6 / failure)
    first = 2 * (GREEDY * sqrt(sure) + sqrt(GREEDY * (choices + sure))) ** 2
    best_at_least = float(np.sort(worth)[-k:].sum())  # k nodes reach at least themselves
    return ceil(first), ceil(log2(float(worth.sum()) / (best_at_least * epsilon**2))) + 1


def _more(sets: Sets, count: int, sampler: Sampler, random: np.random.Generator) -> Sets:
    more = sampler.sets(count - sets.count, random, most=MOST_MEMBERS - sets.members.size)
    if more is None:
        raise NotConverged(
            f"{count} reverse reachable sets hold more than {MOST_MEMBERS} members; raise epsilon, or lower the chances"
        )
    return sets.joined(more)


def _lower(met: int, doubt: float) -> float:
    """The mean count is at least this when `met` was seen, but for a chance exp(-doubt)."""
    return max((sqrt(met + 2 * doubt / 9) - sqrt(doubt / 2)) ** 2 - doubt / 18, 0.0)


def _upper(bound: float, doubt: float) -> float:
    """The mean count of the best choice is at most this when it met at most `bound`, but for a chance exp(-doubt)."""
    return (sqrt(bound + doubt / 2) + sqrt(doubt / 2)) ** 2
