"""Intervals one may look at every day: they hold at all times together, not only at one chosen in advance."""

from __future__ import annotations

from dataclasses import dataclass
from math import log, sqrt

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import minimize_scalar

from agora_analytics.arrays import Floats, floats, number, refuse
from agora_analytics.errors import NotEnoughData


@dataclass(frozen=True)
class ConfidenceSequence:
    """After each observation, (n,): the mean so far, its interval, and an always-valid p-value of the null."""

    mean: Floats
    low: Floats
    high: Floats
    p_value: Floats  # never rises; stop when it is small enough
    level: float
    rho: float


def sequence_radius(
    observations: ArrayLike, *, deviation: float = 1.0, rho: float = 100.0, level: float = 0.95
) -> Floats:
    """Half the width of the normal-mixture confidence sequence after so many observations.

    observations (n,): counts from 1; deviation: sub-Gaussian scale of one observation (1/2 for any share, 0 to 1);
    rho: tuning, in observations; `tuned_rho` finds it. Returns radii (n,), in the unit of the observations.
    Raises InvalidInput for counts below 1 or a scale, rho or level that cannot be.
    Assumes: independent observations whose spread is at most `deviation`.
    Misleads when: `deviation` is guessed too low.
    Source: Robbins (1970), Annals of Mathematical Statistics 41, 1397-1409; Howard et al. (2021), Annals of
    Statistics 49, 1055-1080.

    >>> sequence_radius([10, 100, 1000, 10000]).round(5)
    array([2.58756, 0.36564, 0.09606, 0.03273])
    """
    t = floats(observations, name="observations")
    refuse(t < 1, "the radius starts with the first observation", column="observations")
    _check(deviation, rho, level)
    made: Floats = deviation * np.sqrt((t + rho) * np.log((t + rho) / (rho * (1 - level) ** 2))) / t
    return made


def tuned_rho(observations: float, *, level: float = 0.95) -> float:
    """The rho that makes the confidence sequence narrowest after about so many observations.

    observations: when one expects to decide. Returns rho, in observations.
    Raises InvalidInput for observations below 1 or a level outside 0 to 1.
    Assumes: chosen before the data are seen.
    Misleads when: it is tuned again and again while looking; that forfeits the guarantee.
    Source: Howard et al. (2021), section 3.5.

    >>> best = tuned_rho(1000)
    >>> bool(sequence_radius([1000], rho=best) < sequence_radius([1000], rho=3 * best))
    True
    """
    number(observations, name="observations", low=1)
    _check(1.0, 1.0, level)

    def width(log_rho: float) -> float:
        rho = float(np.exp(log_rho))
        return (observations + rho) * log((observations + rho) / (rho * (1 - level) ** 2))

    centre = log(observations)
    return float(np.exp(minimize_scalar(width, bounds=(centre - 12, centre + 6), method="bounded").x))


def confidence_sequence(
    values: ArrayLike, *, deviation: float, rho: float = 100.0, level: float = 0.95, null: float = 0.0
) -> ConfidenceSequence:
    """Mean and interval after each observation; the chance that any of them ever misses the truth is 1 - level.

    values (n,): observations in the order they came; deviation: their sub-Gaussian scale (1/2 for 0/1 outcomes);
    null: the mean that the p-values test. Returns a ConfidenceSequence.
    Raises NotEnoughData without observations, InvalidInput for values not finite or a tuning that cannot be.
    Assumes: independent observations with one mean; deviation and rho fixed beforehand.
    Misleads when: the mean drifts (seasons, novelty); the interval is then about no particular week.
    Source: Robbins (1970); Howard et al. (2021); p-values as in Johari, Pekelis and Walsh (2022), Operations Research.

    >>> found = confidence_sequence([1, 1, 0, 1] * 100, deviation=0.5, null=0.5)
    >>> round(float(found.mean[-1]), 2), bool(found.low[-1] > 0.5), bool(found.p_value[-1] < 0.05)
    (0.75, True, True)
    """
    x = floats(values, name="values")
    number(null, name="null")
    if x.size == 0:
        raise NotEnoughData("values: no observation yet")
    t = np.arange(1, x.size + 1, dtype=np.float64)
    radius = sequence_radius(t, deviation=deviation, rho=rho, level=level)
    mean: Floats = np.cumsum(x) / t
    away = (mean - null) * t / deviation
    evidence = 0.5 * np.log(rho / (t + rho)) + away**2 / (2 * (t + rho))
    p: Floats = np.minimum.accumulate(np.exp(-np.maximum(evidence, 0.0)))
    return ConfidenceSequence(mean, mean - radius, mean + radius, p, level, rho)


def compare_sequences(
    first: ArrayLike, second: ArrayLike, *, deviation: float, rho: float = 100.0, level: float = 0.95
) -> ConfidenceSequence:
    """Difference of two groups' means, first - second, after each pair of arrivals, with an interval for all times.

    first, second: observations of each group in the order they came, paired in that order (the longer one's rest
    waits); deviation: sub-Gaussian scale of one observation in either group (1/2 for 0/1 outcomes).
    Raises NotEnoughData while a group is empty, InvalidInput for values not finite.
    Assumes: independent arrivals, randomly assigned; both means constant.
    Misleads when: assignment is far from half and half; much of the larger group then waits unused.
    Source: Johari, Pekelis and Walsh (2022), Operations Research 70(3), two-stream form.

    >>> found = compare_sequences([1, 1, 1, 0] * 200, [0, 1, 0, 0] * 200, deviation=0.5)
    >>> round(float(found.mean[-1]), 2), bool(found.low[-1] > 0)
    (0.5, True)
    """
    one, other = floats(first, name="first"), floats(second, name="second")
    pairs = min(one.size, other.size)
    if pairs == 0:
        raise NotEnoughData("first, second: each group needs an observation")
    return confidence_sequence(
        one[:pairs] - other[:pairs],
        deviation=number(deviation, name="deviation", above=0) * sqrt(2),
        rho=rho,
        level=level,
    )


def _check(deviation: float, rho: float, level: float) -> None:
    number(deviation, name="deviation", above=0)
    number(rho, name="rho", above=0)
    number(level, name="level", above=0, below=1)
