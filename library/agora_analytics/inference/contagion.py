"""Is it word of mouth? The shuffle test: if people influence each other, it matters who adopted when, not only who.

Anagnostopoulos, Kumar and Mahdian (2008), Influence and correlation in social networks, KDD, 7-15.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit, ndtri

from agora_analytics.arrays import Bools, Floats, Ints, compiled, generator, integers, number, refuse, whole
from agora_analytics.errors import InvalidInput, NotConverged, NotEnoughData
from agora_analytics.inference.propensity import strata_codes
from agora_analytics.network.graph import Graph

LEAST_ADOPTIONS = 30
_STEPS = 50


@dataclass(frozen=True)
class ShuffleTest:
    """How adopting goes with friends who adopted before, beside the same when the times are shuffled.

    alpha: log odds of adopting per log(1 + friends who have). `expected` is its mean over shuffled times, which taste
    shared among friends (homophily) leaves as it is. `backward` is alpha along the ties turned round: friends who are
    early alike raise both. Word of mouth is claimed only where alpha exceeds 0 and stands out against both.
    """

    alpha: float
    low: float  # interval of alpha
    high: float
    expected: float
    shuffled_low: float  # where the shuffled ones lie, by the same level
    shuffled_high: float
    p_value: float  # one-sided, against shuffled times
    backward: float
    backward_p: float  # one-sided: alpha exceeds `backward` by more than it does when times are shuffled
    level: float
    adoptions: int
    claims_word_of_mouth: bool


@dataclass(frozen=True)
class PrecedenceTest:
    """Of ties whose both ends took up the same item, how often the followed end did first."""

    share: float
    pairs: int  # ties x items with both ends at different times
    expected: float  # mean over shuffles of the times within each item
    shuffled_low: float
    shuffled_high: float
    p_value: float  # one-sided: followed first more often than chance
    level: float
    claims_word_of_mouth: bool


def shuffle_test(
    graph: Graph,
    adopted: ArrayLike,
    *,
    strata: ArrayLike | None = None,
    period_effects: bool = True,
    shuffles: int = 200,
    level: float = 0.95,
    seed: int,
) -> ShuffleTest:
    """Test one item's spread for word of mouth: shuffle when its adopters adopted, and turn the ties round.

    graph: edge u -> v where v's adopting could move u; adopted (nodes,): period of adoption from 0, -1 for never;
    strata (nodes,): classes whose hazards may differ, such as marketing effort or segment, times are shuffled within
    them; period_effects: what moves everybody at once, such as advertising, gets a level per period.
    Raises InvalidInput for impossible rows, NotEnoughData below 30 adoptions or where they all fall in one period:
    cannot say yet.
    Assumes: ties are older than the adoptions; the period is short against the time influence takes.
    Misleads when: ties are mutual, as nothing is then claimed whatever happened (compare by `matched_incrementality`);
    or those who are followed hear of everything first.
    Source: Anagnostopoulos, Kumar and Mahdian (2008), KDD, sections 3-4; Van den Bulte and Lilien (2001), American
    J. of Sociology 106, 1409-1435, on marketing effort.

    >>> rng = np.random.default_rng(0)
    >>> ring = Graph.from_edges(np.arange(400), (np.arange(400) + 1) % 400)
    >>> shuffle_test(ring, rng.integers(0, 10, 400), shuffles=50, seed=1).claims_word_of_mouth
    False
    """
    number(level, name="level", above=0, below=1)
    when = integers(adopted, name="adopted", size=graph.nodes)
    refuse(when < -1, "a period from 0, or -1 for never", column="adopted")
    classes = strata_codes(strata, rows=when.size)
    taken = int(np.sum(when >= 0))
    if taken < LEAST_ADOPTIONS or np.unique(when[when >= 0]).size < 2:
        raise NotEnoughData(f"{taken} adoptions; at least {LEAST_ADOPTIONS} in two periods are needed: cannot say yet")
    if not np.any((when[graph.source] >= 0) & (when[graph.target] >= 0)):
        raise NotEnoughData("graph: no tie joins two adopters; check that its codes are those of adopted")
    alpha, error = _alpha(graph, when, classes, period_effects)
    backward = _alpha(back := graph.reversed(), when, classes, period_effects)[0]
    rng = generator(seed)
    dealt = (_shuffled(when, classes, rng) for _ in range(_some(shuffles)))
    both = np.array([[_alpha(way, times, classes, period_effects)[0] for way in (graph, back)] for times in dealt])
    null, excess = both[:, 0], both[:, 0] - both[:, 1]
    p = (1 + int(np.sum(null >= alpha))) / (1 + shuffles)
    backward_p = (1 + int(np.sum(excess >= alpha - backward))) / (1 + shuffles)
    wide = float(ndtri((1 + level) / 2)) * error
    low, high = np.quantile(null, [(1 - level) / 2, (1 + level) / 2])
    return ShuffleTest(
        alpha=alpha, low=alpha - wide, high=alpha + wide,
        expected=float(null.mean()),
        shuffled_low=float(low),
        shuffled_high=float(high),
        p_value=p,
        backward=backward,
        backward_p=backward_p,
        level=level,
        adoptions=taken,
        claims_word_of_mouth=max(p, backward_p) <= 1 - level and alpha - wide > 0,
    )  # fmt: skip


def precedence_test(
    graph: Graph,
    *,
    person: ArrayLike,
    item: ArrayLike,
    time: ArrayLike,
    shuffles: int = 200,
    level: float = 0.95,
    seed: int,
) -> PrecedenceTest:
    """Test many items at once: does the followed one of a tie take up an item first more often than chance?

    graph: edge u -> v where u follows v; person, item, time (n,): one row per first uptake, person a node code, item
    any code, time whole numbers. Times are shuffled among those who took up the same item.
    Raises InvalidInput for codes beyond the graph or a person with an item twice, NotEnoughData below 30 pairs.
    Assumes: following came before the uptake.
    Misleads when: ties have no date; those who came early are followed more, and were first without any influence.
    Source: own form of the shuffle test of Anagnostopoulos, Kumar and Mahdian (2008), KDD.

    >>> pairs = Graph.from_edges(np.arange(0, 80, 2), np.arange(1, 80, 2))
    >>> found = precedence_test(pairs, person=np.arange(80), item=np.arange(80) // 2, time=np.arange(80), seed=0)
    >>> found.share, found.claims_word_of_mouth
    (0.0, False)
    """
    number(level, name="level", above=0, below=1)
    who = integers(person, name="person")
    when = integers(time, name="time", size=who.size)
    what = strata_codes(np.asarray(item), rows=who.size)
    refuse((who < 0) | (who >= graph.nodes), f"node codes lie in 0..{graph.nodes - 1}", column="person")
    order = np.lexsort((what, who))
    who, what, when = who[order], what[order], when[order]
    again = np.concatenate([[False], (who[1:] == who[:-1]) & (what[1:] == what[:-1])]).astype(np.bool_)
    if again.any():
        raise InvalidInput(
            "a person took up an item twice; keep the first time", column="item", row=int(order[again][0])
        )
    one, other = _common(graph, who, what)
    share, pairs = _first(when, one, other)
    if pairs < LEAST_ADOPTIONS:
        raise NotEnoughData(f"{pairs} tied pairs took up the same item; at least {LEAST_ADOPTIONS}: cannot say yet")
    rng = generator(seed)
    null = np.array([_first(_shuffled(when, what, rng), one, other)[0] for _ in range(_some(shuffles))])
    p = (1 + int(np.sum(null >= share))) / (1 + shuffles)
    low, high = np.quantile(null, [(1 - level) / 2, (1 + level) / 2])
    return PrecedenceTest(
        share, pairs, float(null.mean()), float(low), float(high), p, level, p <= 1 - level and share > 0.5
    )


def _some(shuffles: int) -> int:
    """How many; at least 20, or no p-value can be small."""
    return whole(shuffles, name="shuffles", low=20)


def _shuffled(when: Ints, classes: Ints, rng: np.random.Generator) -> Ints:
    """The times of those who have one, dealt anew within each class."""
    rows = np.flatnonzero(when >= 0)
    left = rows[np.argsort(classes[rows], kind="stable")]
    dealt = rows[np.argsort(classes[rows] + rng.random(rows.size))]
    made = when.copy()
    made[left] = when[dealt]
    return made


def _alpha(graph: Graph, when: Ints, classes: Ints, period_effects: bool) -> tuple[float, float]:
    """Log odds per log(1 + active friends), and its standard error, from counts by period, class and active friends."""
    periods, count = int(when.max()) + 1, int(classes.max()) + 1
    most = int(np.diff(graph.start).max(initial=0)) + 1
    at_risk, took = np.zeros((2, periods * count * most), dtype=np.int64)
    _count(graph.start, graph.target, when, classes, periods, count, most, at_risk, took)
    cells = np.flatnonzero(at_risk)
    period, klass, active = cells // (count * most), cells // most % count, cells % most
    busy = np.bincount(period, weights=took[cells], minlength=periods) > 0
    keep = busy[period] if period_effects else np.ones(cells.size, dtype=np.bool_)
    levels = _dummies(period[keep]) if period_effects else np.ones((int(keep.sum()), 1))
    x = np.column_stack([np.log1p(active[keep]), levels, _dummies(klass[keep])[:, 1:]])
    return _logit(x, at_risk[cells][keep].astype(np.float64), took[cells][keep].astype(np.float64))


def _dummies(codes: Ints) -> Floats:
    distinct, place = np.unique(codes, return_inverse=True)
    return np.eye(distinct.size)[place]


def _logit(x: Floats, trials: Floats, successes: Floats) -> tuple[float, float]:
    """First coefficient of a grouped logistic regression and its standard error."""
    beta = np.zeros(x.shape[1])
    ridge = np.full(x.shape[1], 1e-6)
    for _ in range(_STEPS):
        p = expit(x @ beta)
        curvature = (x * (trials * p * (1 - p))[:, None]).T @ x + np.diag(ridge)
        step = np.linalg.solve(curvature, x.T @ (successes - trials * p) - ridge * beta)
        beta += step * min(1.0, 4.0 / max(float(np.abs(step).max()), 1e-300))
        if np.abs(step).max() < 1e-6:
            return float(beta[0]), sqrt(float(np.linalg.inv(curvature)[0, 0]))
    raise NotConverged("the hazard of adopting did not settle; merge strata that hold few adoptions")


@compiled
def _count(  # noqa: PLR0917 (compiled: no keyword-only arguments)
    start: Ints, target: Ints, when: Ints, classes: Ints, periods: int, count: int, most: int, at_risk: Ints, took: Ints
) -> None:
    """Person-periods at risk and adoptions by (period, class, friends who adopted before the period)."""
    fresh = np.zeros(periods, dtype=np.int64)
    for node in range(when.size):
        fresh[:] = 0
        for edge in range(start[node], start[node + 1]):
            friend = when[target[edge]]
            if friend >= 0 and target[edge] != node:
                fresh[friend] += 1
        last = when[node] if when[node] >= 0 else periods - 1
        active = 0
        for period in range(last + 1):
            cell = (period * count + classes[node]) * most + active
            at_risk[cell] += 1
            if period == when[node]:
                took[cell] += 1
            active += fresh[period]


def _common(graph: Graph, who: Ints, what: Ints) -> tuple[Ints, Ints]:
    """Rows (follower, followed) of the same item over all ties; rows are sorted by person and item."""
    begin = np.searchsorted(who, np.arange(graph.nodes + 1)).astype(np.int64)
    none = np.empty(0, dtype=np.int64)
    size = _merge(graph.start, graph.target, begin, what, none, none, False)
    one, other = np.empty((2, size), dtype=np.int64)
    _merge(graph.start, graph.target, begin, what, one, other, True)
    return one, other


@compiled
def _merge(  # noqa: PLR0917 (compiled: no keyword-only arguments)
    start: Ints, target: Ints, begin: Ints, what: Ints, one: Ints, other: Ints, write: bool
) -> int:
    found = 0
    for node in range(begin.size - 1):
        for edge in range(start[node], start[node + 1]):
            friend = target[edge]
            if friend == node:
                continue
            i, j = begin[node], begin[friend]
            while i < begin[node + 1] and j < begin[friend + 1]:
                if what[i] < what[j]:
                    i += 1
                elif what[i] > what[j]:
                    j += 1
                else:
                    if write:
                        one[found], other[found] = i, j
                    found += 1
                    i, j = i + 1, j + 1
    return found


def _first(when: Ints, one: Ints, other: Ints) -> tuple[float, int]:
    different: Bools = when[one] != when[other]
    pairs = int(different.sum())
    return float(np.sum(when[other] < when[one])) / max(pairs, 1), pairs
