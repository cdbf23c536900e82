"""Two shares compared, and many comparisons kept honest.

Newcombe (1998), Statistics in Medicine 17, 873-890 (method 10); Benjamini and Hochberg (1995), JRSS B 57, 289-300.
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from agora.analytics.arrays import Bools, Floats, floats
from agora.analytics.helpfulness.wilson import wilson_interval


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
class Discoveries:
    """Which of several hypotheses stand, (n,), and their adjusted p-values, in the order given."""

    rejected: Bools
    adjusted: Floats


def compare_proportions(successes: tuple[int, int], trials: tuple[int, int], *, level: float = 0.95) -> TwoProportions:
    """Compare two independent shares: pooled z test and Newcombe's hybrid of two Wilson intervals.

    Raises ValueError where a group is empty or counts more successes than trials.
    """
    if min(trials) < 1:
        raise ValueError("both groups need at least one member")
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


def benjamini_hochberg(p_values: ArrayLike, *, rate: float = 0.05) -> Discoveries:
    """Hold the expected share of false discoveries at `rate` over p-values (n,) of independent tests.

    Raises ValueError for values outside [0, 1].
    """
    p = floats(p_values, name="p_values")
    if np.any((p < 0) | (p > 1)):
        raise ValueError("p-values lie between 0 and 1")
    order = np.argsort(p, kind="stable")
    stepped = p[order] * p.size / np.arange(1, p.size + 1)
    adjusted = np.empty(p.size)
    adjusted[order] = np.minimum(np.minimum.accumulate(stepped[::-1])[::-1], 1.0)
    return Discoveries(rejected=adjusted <= rate, adjusted=adjusted)


def _pooled_z(successes: tuple[int, int], trials: tuple[int, int]) -> float:
    pooled = sum(successes) / sum(trials)
    spread = sqrt(pooled * (1 - pooled) * (1 / trials[0] + 1 / trials[1]))
    if spread == 0:
        return 0.0
    return (successes[0] / trials[0] - successes[1] / trials[1]) / spread
