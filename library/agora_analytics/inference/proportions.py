"""One share, and two shares compared.

Newcombe (1998), Statistics in Medicine 17, 857-872 (one share, method 3) and 873-890 (two shares, method 10).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr
from scipy.stats import fisher_exact as exact_test
from scipy.stats.contingency import odds_ratio

from agora_analytics.arrays import integers, number, whole
from agora_analytics.errors import InvalidInput, NotEnoughData
from agora_analytics.helpfulness.wilson import wilson_interval

Alternative = Literal["two-sided", "less", "greater"]


@dataclass(frozen=True)
class Proportion:
    """One share and Wilson's interval of it."""

    share: float
    low: float
    high: float
    level: float


@dataclass(frozen=True)
class TwoProportions:
    """first - second: the difference of two shares, its interval, and the test of no difference."""

    first: float
    second: float
    difference: float
    low: float
    high: float
    z: float
    p_value: float  # two-sided
    level: float


@dataclass(frozen=True)
class FisherExact:
    """The conditional odds ratio of a 2 x 2 table, its exact interval (two-sided) and the exact p-value."""

    odds_ratio: float  # conditional maximum likelihood; may be 0 or infinite
    low: float
    high: float
    p_value: float
    alternative: Alternative
    level: float


def proportion(successes: int, trials: int, *, level: float = 0.95) -> Proportion:
    """One share with Wilson's score interval.

    successes, trials: counts; level: coverage of the interval. Returns a Proportion.
    Raises NotEnoughData without trials, InvalidInput for more successes than trials.
    Assumes: independent trials with one chance of success.
    Misleads when: the trials are several from the same customers; then count customers.
    Source: Wilson (1927), JASA 22, 209-212; Newcombe (1998), Statistics in Medicine 17, 857-872, method 3.

    >>> found = proportion(81, 263)
    >>> round(found.low, 4), round(found.high, 4)
    (0.2553, 0.3662)
    """
    if whole(trials, name="trials") < 1:
        raise NotEnoughData("trials: a share needs at least one; wait for the first")
    found = wilson_interval([successes], [trials], level=level)
    return Proportion(float(found.share[0]), float(found.low[0]), float(found.high[0]), level)


def compare_proportions(successes: tuple[int, int], trials: tuple[int, int], *, level: float = 0.95) -> TwoProportions:
    """Compare two independent shares: the pooled z test, and Newcombe's hybrid of two Wilson intervals.

    successes, trials: counts of the first and the second group; level: coverage of the interval of first - second.
    Raises NotEnoughData for an empty group, InvalidInput where a group counts more successes than trials.
    Assumes: two independent groups of independent members.
    Misleads when: groups chose themselves (that is association, not effect), or one looks again and again until the
    interval leaves 0 (use `confidence_sequence`).
    Source: Newcombe (1998), Statistics in Medicine 17, 873-890, method 10.

    >>> found = compare_proportions((56, 48), (70, 80))
    >>> round(found.difference, 3), round(found.low, 4), round(found.high, 4)
    (0.2, 0.0524, 0.3339)
    """
    if integers(np.array(trials), name="trials").min() < 1:
        raise NotEnoughData("trials: both groups need at least one member")
    each = wilson_interval(np.array(successes), np.array(trials), level=level)
    p, q = float(each.share[0]), float(each.share[1])
    low = p - q - sqrt((p - each.low[0]) ** 2 + (each.high[1] - q) ** 2)
    high = p - q + sqrt((each.high[0] - p) ** 2 + (q - each.low[1]) ** 2)
    z = _pooled_z(successes, trials)
    return TwoProportions(
        first=p,
        second=q,
        difference=p - q,
        low=float(low),
        high=float(high),
        z=z,
        p_value=float(2 * ndtr(-abs(z))),
        level=level,
    )


def fisher_exact(table: ArrayLike, *, alternative: Alternative = "two-sided", level: float = 0.95) -> FisherExact:
    """Test a 2 x 2 table of counts given its margins, exactly, however small the counts are.

    table (2, 2): counts, rows the groups and columns the outcomes. Returns the p-value, the conditional odds ratio and
    its exact interval.
    Raises InvalidInput for another shape or negative counts, NotEnoughData where a row or a column is empty.
    Assumes: independent members; the margins say nothing about the association.
    Misleads when: read as "no difference" because p is large; small tables can seldom show one. The test is cautious.
    Source: Fisher (1935), The Design of Experiments, chapter 2; Cornfield (1956) for the interval.

    >>> tea = [[3, 1], [1, 3]]
    >>> round(fisher_exact(tea, alternative="greater").p_value, 6), round(fisher_exact(tea).p_value, 6)
    (0.242857, 0.485714)
    """
    counts = np.asarray(table)
    if alternative not in get_args(Alternative):
        raise InvalidInput(f"{alternative!r} is none of {', '.join(get_args(Alternative))}", column="alternative")
    number(level, name="level", above=0, below=1)
    if counts.shape != (2, 2):
        raise InvalidInput("two rows (groups) and two columns (outcomes) are needed", column="table")
    flat = integers(counts.ravel(), name="table")
    if np.any(flat < 0):
        raise InvalidInput("counts are at least 0", column="table", row=int(np.argmax(flat < 0)) // 2)
    square = flat.reshape(2, 2)
    if np.any(square.sum(axis=0) == 0) or np.any(square.sum(axis=1) == 0):
        raise NotEnoughData("table: each row and column needs at least one count")
    found = odds_ratio(square)
    ends = found.confidence_interval(level)
    p = float(exact_test(square, alternative=alternative)[1])
    return FisherExact(float(found.statistic), float(ends.low), float(ends.high), p, alternative, level)


def _pooled_z(successes: tuple[int, int], trials: tuple[int, int]) -> float:
    pooled = sum(successes) / sum(trials)
    spread = sqrt(pooled * (1 - pooled) * (1 / trials[0] + 1 / trials[1]))
    if spread == 0:
        return 0.0
    return (successes[0] / trials[0] - successes[1] / trials[1]) / spread
