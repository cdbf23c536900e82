"""How many customers a question needs, and what a number of customers can show."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, sqrt

from scipy.optimize import brentq
from scipy.special import ndtr, ndtri
from scipy.stats import nct, t

from agora_analytics.arrays import number, whole
from agora_analytics.errors import InvalidInput


@dataclass(frozen=True)
class NeededSample:
    """Members needed in each of two equal groups, and the days until they are there at a pace."""

    exact: float  # before rounding up
    each: int
    days: int | None  # None where no pace was given
    power: float
    level: float


def power_of_comparison(each: int, *, base: float, difference: float, level: float = 0.95) -> float:
    """The chance that two groups of `each` members show a true difference of two shares.

    base: share in the second group; difference: first - second, in share points. Returns the power, 0 to 1.
    Raises InvalidInput for an empty group or shares outside 0 to 1.
    Assumes: independent members; the normal approximation (some ten successes and failures in each group).
    Misleads when: computed afterwards with the difference that was observed; it then only repeats the p-value.
    Source: Fleiss, Levin and Paik (2003), Statistical Methods for Rates and Proportions, chapter 4.

    >>> round(power_of_comparison(50, base=0.5, difference=0.25), 3)
    0.74
    """
    whole(each, name="each", low=1)
    _within(level=level)
    null, true = _spreads(base, difference)
    return float(ndtr((sqrt(each) * abs(difference) - ndtri((1 + level) / 2) * null) / true))


def needed_sample(
    base: float, *, difference: float, power: float = 0.8, level: float = 0.95, per_day: float | None = None
) -> NeededSample:
    """Members each of two groups needs to show a difference of two shares, and when they will be there.

    base: share in the second group; difference: the smallest interesting first - second, decided before seeing data;
    per_day: members that enter the comparison a day, both groups together. Returns a NeededSample.
    Raises InvalidInput for a difference of 0, or shares, power or level outside 0 to 1.
    Assumes: equal groups, independent members, one look at the end (looking on needs a confidence sequence).
    Misleads when: `difference` is what one hopes rather than what would matter.
    Source: Fleiss, Levin and Paik (2003), chapter 4; the figures of R's `power.prop.test`.

    >>> found = needed_sample(0.5, difference=0.25, power=0.9, per_day=10)
    >>> round(found.exact, 1), found.each, found.days
    (76.7, 77, 16)
    """
    null, true = _spreads(base, difference)
    _within(power=power, level=level)
    found = ((ndtri((1 + level) / 2) * null + ndtri(power) * true) / difference) ** 2
    return _needed(float(found), power, level, per_day)


def needed_sample_of_means(
    *, difference: float, deviation: float, power: float = 0.8, level: float = 0.95, per_day: float | None = None
) -> NeededSample:
    """Members each of two groups needs to show a difference of two means, such as margin per customer.

    difference and deviation (standard deviation within a group): same unit; per_day: members a day, both groups.
    Raises InvalidInput for a difference of 0, a deviation not above 0, or power or level outside 0 to 1.
    Assumes: equal groups, equal spread, means near normal (heavy-tailed spend needs more).
    Misleads when: few customers make most of the money; `deviation` from a small sample is then far too low.
    Source: Student's t with noncentrality; the figures of R's `power.t.test`.

    >>> round(needed_sample_of_means(difference=1.0, deviation=1.0, power=0.9).exact, 2)
    22.02
    """
    number(deviation, name="deviation", above=0)
    if number(difference, name="difference") == 0:
        raise InvalidInput("a difference other than 0 is needed", column="difference")
    _within(power=power, level=level)
    effect = abs(difference) / deviation

    def lacking(each: float) -> float:
        freedom = 2 * each - 2
        bound = t.ppf((1 + level) / 2, freedom)
        shift = effect * sqrt(each / 2)
        return float(nct.sf(bound, freedom, shift) + nct.cdf(-bound, freedom, shift)) - power

    if lacking(2.0) >= 0:
        return _needed(2.0, power, level, per_day)
    start = 2 * ((ndtri((1 + level) / 2) + ndtri(power)) / effect) ** 2
    return _needed(float(brentq(lacking, 2.0, 2 * start + 50)), power, level, per_day)


def _spreads(base: float, difference: float) -> tuple[float, float]:
    """Standard deviation of the difference for one member each: if there is none, and as stated."""
    p, q = number(base, name="base") + number(difference, name="difference"), base
    if difference == 0 or not (0 <= p <= 1 and 0 <= q <= 1):
        raise InvalidInput("base and base + difference lie between 0 and 1 and differ", column="difference")
    null = sqrt((p + q) * (1 - (p + q) / 2))
    return null, max(sqrt(p * (1 - p) + q * (1 - q)), 1e-12)


def _within(**shares: float) -> None:
    for name, value in shares.items():
        number(value, name=name, above=0, below=1)


def _needed(exact: float, power: float, level: float, per_day: float | None) -> NeededSample:
    if per_day is not None:
        number(per_day, name="per_day", above=0)
    each = ceil(exact)
    return NeededSample(exact, each, None if per_day is None else ceil(2 * each / per_day), power, level)
