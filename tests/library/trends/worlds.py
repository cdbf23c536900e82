"""People whose buying and leaving follow rules that are known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from agora_analytics.arrays import Floats
from agora_analytics.network.graph import Graph
from agora_analytics.trends import History, history


@dataclass(frozen=True)
class Leavers:
    known: History
    left: Floats


def leavers(people: int, *, seed: int, ratio: float, hazard: float = 0.01, weeks: int = 30, ties: int = 6) -> Leavers:
    """Each week everyone leaves with `hazard`, times `ratio` for each neighbour who left in the four weeks before."""
    rng = np.random.default_rng(seed)
    one, other = rng.integers(0, people, (2, people * ties // 2))
    graph = Graph.from_edges(one[one != other], other[one != other], nodes=people).undirected()
    source = np.asarray(graph.source)
    left = np.full(people, np.inf)
    for week in range(weeks):
        lately = (left[graph.target] < 7.0 * week) & (left[graph.target] >= 7.0 * week - 28)
        gone = np.bincount(source, weights=lately.astype(float), minlength=people)
        go = np.isinf(left) & (rng.random(people) < -np.expm1(-hazard * ratio**gone))
        left[go] = 7.0 * week + rng.uniform(0, 7, go.sum())
    return Leavers(known=history(np.full(people, -0.5), left=left, graph=graph), left=left)


def alike_but_deaf(people: int, *, seed: int, weeks: int = 30, ties: int = 6) -> Leavers:
    """Two kinds of people, leaving with 1 % and 6 % a week, who mostly know their own kind; nobody heeds anybody."""
    rng = np.random.default_rng(seed)
    one = rng.integers(0, people, people * ties // 2)
    other = (rng.integers(0, people // 2, one.size) * 2 + one % 2) % people
    graph = Graph.from_edges(one[one != other], other[one != other], nodes=people).undirected()
    hazard = np.where(np.arange(people) % 2 == 0, 0.01, 0.06)
    left = rng.exponential(7 / hazard)
    left[left > 7 * weeks] = np.inf
    return Leavers(known=history(np.full(people, -0.5), left=left, graph=graph), left=left)


def buyers(people: int, *, seed: int, until: float) -> tuple[History, Floats, Floats]:
    """People who buy at their own steady rate (gamma) for ever: who, when, and their history."""
    rng = np.random.default_rng(seed)
    joined = rng.uniform(-100, 0, people)
    rate = rng.gamma(1.0, 1 / 40.0, people)
    count = rng.poisson(rate * (until - joined))
    who = np.repeat(np.arange(people), count)
    when = rng.uniform(joined[who], until)
    return history(joined, purchases=(who, when)), who, when
