"""Alarms: periods with more of something than the season explains, at a stated rate of false alarms.

Benjamini and Hochberg (1995), JRSS B 57, 289-300, over topics within a period; the baseline as in `baseline`.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, lgamma

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri
from scipy.stats import binom, nbinom, poisson

from agora_analytics.arrays import Bools, Floats, as_floats, compiled, number, whole
from agora_analytics.errors import InvalidInput, NotEnoughData
from agora_analytics.inference import benjamini_hochberg
from agora_analytics.trends.baseline import Baseline, Rhythm, fit_counts, fit_shares


@dataclass(frozen=True)
class Alarms:
    """Each topic in each period after the history, all (topics, periods) unless said."""

    alarm: Bools  # adjusted <= rate
    judged: Bools  # False: below the minimum volume, cannot say
    observed: Floats  # counts, or shares (0 where nothing was counted)
    expected: Floats  # in the same unit
    p_value: Floats  # one-sided: this much or more, if nothing unusual happens; 1 where not judged
    adjusted: Floats  # over the topics judged in the same period
    residual: Floats  # normal score of the mid-p-value, above 0 for more than expected; 0 where not judged
    dispersion: Floats  # (topics,) variance over that of pure chance, bounded from above
    rate: float


def count_alarms(
    counts: ArrayLike,
    exposure: ArrayLike | None = None,
    *,
    history: int,
    period: int = 7,
    yearly: int = 0,
    year: float = 365.25,
    trend: bool = False,
    rate: float = 0.05,
    min_volume: int = 5,
) -> Alarms:
    """Which counts of which topics are more than season and chance explain.

    counts (topics, periods), or (periods,) for one; exposure: the same shape, what counts grow with (visitors), above
    0; history: the first so many periods are the baseline, the others are judged; period: rows per weekly cycle, 1 for
    none; yearly: harmonics of a cycle of `year` rows; trend: whether the level may follow a line; rate: false alarms
    per period over all topics; min_volume: fewer than this never alarm.
    Returns Alarms for the periods after the history. The upper tail is negative binomial (Poisson without
    overdispersion), its variance widened by the doubt about the baseline.
    Raises InvalidInput for shapes, negative or fractional counts; NotEnoughData for too short a history.
    Assumes: the future is like the history but for chance; periods after the season is taken out are independent.
    Misleads when: a holiday moves, or growth sets in after the history: refit on newer history, divide by exposure.
    Source: Noufaily et al. (2013), Statistics in Medicine 32; Benjamini and Hochberg (1995).

    >>> usual = [4, 5, 6, 5, 4, 2, 1] * 6
    >>> count_alarms([*usual, 5, 6, 20], history=42).alarm.tolist()
    [[False, False, True]]
    """
    y = _table(counts, name="counts")
    size = np.ones_like(y) if exposure is None else _table(exposure, name="exposure", whole=False, shape=y.shape)
    if (size <= 0).any():
        raise InvalidInput("must be above 0 in every period", column="exposure", row=int(np.argwhere(size <= 0)[0, 0]))
    _check(y, history=history, rate=rate, min_volume=min_volume)
    x = _rhythm(period, yearly, year, trend).design(y.shape[1], past=history)
    base = fit_counts(y, size, x, past=history)
    seen = y[:, history:]
    return _alarms(seen, base, _count_tails(seen, base), seen >= min_volume, rate=rate, keep=True)


def share_alarms(
    hits: ArrayLike,
    total: ArrayLike,
    *,
    history: int,
    period: int = 7,
    yearly: int = 0,
    year: float = 365.25,
    trend: bool = False,
    rate: float = 0.05,
    min_volume: int = 10,
) -> Alarms:
    """Which shares, such as that of negative posts on a topic, are higher than season and chance explain.

    hits, total (topics, periods), or (periods,): how many of how many; history, period, yearly, year, trend, rate: as
    in `count_alarms`; min_volume: topics with a smaller total in a period are not judged then.
    Returns Alarms; the upper tail is beta-binomial (binomial without overdispersion).
    Raises InvalidInput for shapes, negative counts or more hits than total; NotEnoughData for too short a history.
    Assumes: the future is like the history but for chance; posts are counted once.
    Misleads when: one angry thread fills a day (its posts are not independent; the dispersion only learns of threads
    in the history), or the classifier that counts the hits was changed.
    Source: Noufaily et al. (2013), Statistics in Medicine 32; Benjamini and Hochberg (1995).

    >>> found = share_alarms([2, 3, 1, 2] * 8 + [3, 14], [20] * 34, history=32, period=1)
    >>> found.alarm.tolist(), found.observed.tolist(), found.expected.round(2).tolist()
    ([[False, True]], [[0.15, 0.7]], [[0.1, 0.1]])
    """
    y = _table(hits, name="hits")
    n = _table(total, name="total", shape=y.shape)
    if (y > n).any():
        raise InvalidInput("more hits than the total; count each post once", column="hits", row=_first(y > n))
    _check(y, history=history, rate=rate, min_volume=min_volume)
    x = _rhythm(period, yearly, year, trend).design(y.shape[1], past=history)
    base = fit_shares(y, n, x, past=history)
    seen, trials = y[:, history:], n[:, history:]
    share = seen / np.maximum(trials, 1.0)
    return _alarms(share, base, _share_tails(seen, trials, base), trials >= min_volume, rate=rate, keep=False)


def _table(values: ArrayLike, *, name: str, whole: bool = True, shape: tuple[int, ...] | None = None) -> Floats:
    array = as_floats(np.atleast_2d(np.asarray(values)), name=name)
    if array.ndim != 2 or (shape is not None and array.shape != shape):
        raise InvalidInput(f"expected {shape or '(topics, periods)'}, got {array.shape}", column=name)
    wrong = ~np.isfinite(array) | (array < 0)
    if whole:
        wrong |= array != np.floor(array)
    if wrong.any():
        what = "a whole number of at least 0" if whole else "a number of at least 0"
        raise InvalidInput(
            f"every cell must be {what}; fill periods without posts with 0", column=name, row=_first(wrong)
        )
    return array


def _first(wrong: Bools) -> int:
    return int(np.argwhere(wrong)[0, 0])


def _check(y: Floats, *, history: int, rate: float, min_volume: int) -> None:
    if y.shape[0] == 0:
        raise NotEnoughData("no topics")
    whole(history, name="history", low=1, high=y.shape[1] - 1)  # some periods are left to judge
    number(rate, name="rate", above=0, below=1)
    whole(min_volume, name="min_volume", low=1)


def _rhythm(period: int, yearly: int, year: float, trend: bool) -> Rhythm:
    whole(period, name="period", low=1)
    whole(yearly, name="yearly", low=0)
    number(year, name="year", above=2 * max(yearly, 1))  # longer than its waves
    return Rhythm(period=period, yearly=yearly, year=year, trend=trend)


def _count_tails(y: Floats, base: Baseline) -> tuple[Floats, Floats]:
    """P(Y >= y) and P(Y > y)."""
    mean = base.expected
    variance = base.dispersion[:, None] * mean + mean**2 * base.doubt
    excess = variance / mean - 1
    wide = excess > 1e-9
    size = mean / np.where(wide, excess, 1.0)
    share = 1 / np.where(wide, 1 + excess, 2.0)
    return (
        np.where(wide, nbinom.sf(y - 1, size, share), poisson.sf(y - 1, mean)),
        np.where(wide, nbinom.sf(y, size, share), poisson.sf(y, mean)),
    )


def _share_tails(y: Floats, n: Floats, base: Baseline) -> tuple[Floats, Floats]:
    p = np.clip(base.expected, 1e-9, 1 - 1e-9)
    variance = base.dispersion[:, None] * n * p * (1 - p) + (n * p * (1 - p)) ** 2 * base.doubt
    inflation = variance / np.maximum(n * p * (1 - p), 1e-300)
    within = np.clip((inflation - 1) / np.maximum(n - 1, 1.0), 0.0, 0.99)  # correlation of posts of one period
    wide = (within > 1e-9) & (n > 1)
    both = np.where(wide, 1 / np.where(wide, within, 0.5) - 1, 1.0)
    a, b = p * both, (1 - p) * both
    cells = np.broadcast_arrays(y, n, a, b)
    at_least, more = (found.reshape(y.shape) for found in _beta_binomial_tails(*(c.ravel() for c in cells)))
    return np.where(wide, at_least, binom.sf(y - 1, n, p)), np.where(wide, more, binom.sf(y, n, p))


@compiled
def _beta_binomial_tails(y: Floats, n: Floats, a: Floats, b: Floats) -> tuple[Floats, Floats]:
    """P(Y >= y) and P(Y > y), each term from the one before: scipy's sums take a thousand times as long."""
    at_least, more = np.empty(y.size), np.empty(y.size)
    for i in range(y.size):
        k, trials, left, right = y[i], n[i], a[i], b[i]
        choices = lgamma(trials + 1) - lgamma(k + 1) - lgamma(trials - k + 1)
        above = lgamma(k + left) + lgamma(trials - k + right) - lgamma(trials + left + right)
        term = exp(choices + above + lgamma(left + right) - lgamma(left) - lgamma(right))
        at_least[i], more[i] = term, 0.0
        while k < trials:
            term *= (trials - k) * (left + k) / ((k + 1) * (right + trials - k - 1))
            k += 1
            more[i] += term
        at_least[i] += more[i]
    return at_least, more


def _alarms(
    observed: Floats, base: Baseline, tails: tuple[Floats, Floats], judged: Bools, *, rate: float, keep: bool
) -> Alarms:
    """`keep`: what is not judged still counts among the tests, since its volume is itself what is tested."""
    at_least, more = tails
    p = np.where(judged, np.clip(at_least, 1e-300, 1.0), 1.0)
    middle = np.clip((at_least + more) / 2, 1e-15, 1 - 1e-15)
    adjusted = np.ones_like(p)
    for t in range(p.shape[1]):
        tested = np.ones(p.shape[0], dtype=np.bool_) if keep else judged[:, t]
        if tested.any():
            adjusted[tested, t] = benjamini_hochberg(p[tested, t], rate=rate).adjusted
    return Alarms(
        alarm=judged & (adjusted <= rate),
        judged=judged,
        observed=observed,
        expected=base.expected,
        p_value=p,
        adjusted=adjusted,
        residual=np.where(judged, -ndtri(middle), 0.0),
        dispersion=base.dispersion,
        rate=rate,
    )
