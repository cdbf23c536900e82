"""Whether a fitted model can be believed: counts, hold-out, tracking, and spend against frequency."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from agora_analytics.arrays import Floats, Ints, floats, integers, number, refuse, spread, whole
from agora_analytics.errors import NotEnoughData
from agora_analytics.frames import Tabular, days
from agora_analytics.lifetime.buying import BuyTillYouDie
from agora_analytics.lifetime.cells import Histories, collapse_histories
from agora_analytics.lifetime.gamma_gamma import DOUBTFUL_CORRELATION, weighted_correlation


@dataclass(frozen=True)
class CountCalibration(Tabular):
    """Customers by repeat purchases in the period that was fitted; the last row holds that count and all above."""

    count: Ints  # (k,)
    observed: Floats  # (k,) customers
    expected: Floats  # (k,) customers, by the model


@dataclass(frozen=True)
class HoldOutCalibration(Tabular):
    """Purchases in a period that was held out, by count in the period that was fitted; the last row: that and above."""

    count: Ints  # (k,)
    customers: Floats  # (k,)
    expected: Floats  # (k,) mean purchases per customer; NaN where there is no customer
    observed: Floats  # (k,) the same, as it came
    expected_total: float
    observed_total: float
    mean_absolute_error: float  # per customer


@dataclass(frozen=True)
class Tracking(Tabular):
    """Repeat purchases of everybody over time, as they came and as the model has them: the data of a tracking plot."""

    time: Floats  # (k,) ends of the intervals
    observed: Floats  # (k,) up to each time
    expected: Floats  # (k,)

    @property
    def per_step(self) -> tuple[Floats, Floats]:
        """Purchases within each interval (k,), as they came and as expected."""
        return np.diff(self.observed, prepend=0.0), np.diff(self.expected, prepend=0.0)


@dataclass(frozen=True)
class SpendCorrelation:
    """How far spend per purchase goes with frequency among repeat buyers; Gamma-Gamma assumes that it does not."""

    correlation: float
    customers: int
    doubtful: bool  # above 0.3 in size


def calibration_by_count(
    model: BuyTillYouDie,
    frequency: Histories,
    recency: ArrayLike | None = None,
    age: ArrayLike | None = None,
    weights: ArrayLike | None = None,
    *,
    last: int = 7,
) -> CountCalibration:
    """Customers with 0, 1, ... `last` or more repeat purchases, as observed and as the model expects at their ages.

    frequency, recency, age (n,): what was fitted; weights (n,): customers per row. Returns CountCalibration, (last + 1,).
    Raises InvalidInput for impossible rows and a `last` below 1; NotEnoughData without rows.
    Assumes: the model was fitted to these rows.
    Misleads when: read as a forecast; a good fit of the past need not go on (see calibration_in_hold_out).
    Source: Fader, Hardie, Lee (2005), figure 1.

    >>> from agora_analytics.lifetime import BetaGeo
    >>> model = BetaGeo.of(r=0.243, alpha=4.414, a=0.793, b=2.426)
    >>> calibration_by_count(model, [0, 0, 1], [0, 0, 9], [30, 30, 30], last=2).expected.round(2)
    array([1.82, 0.58, 0.6 ])
    """
    whole(last, name="last", low=1)
    cells = collapse_histories(frequency, recency, age, weights)
    if cells.size == 0:
        raise NotEnoughData("no customers: nothing to compare")
    ages, back = np.unique(cells.age, return_inverse=True)
    people = np.bincount(back, weights=cells.weights)
    exact = [float(people @ model.probability_of_count(count, ages)) for count in range(last)]
    observed: Floats = np.bincount(np.minimum(cells.frequency, last), weights=cells.weights, minlength=last + 1).astype(
        np.float64
    )
    return CountCalibration(np.arange(last + 1), observed, np.array([*exact, cells.customers - sum(exact)]))


def calibration_in_hold_out(
    expected: ArrayLike, observed: ArrayLike, frequency: ArrayLike, *, last: int = 7
) -> HoldOutCalibration:
    """Compare forecast purchases with those that came, by repeat purchases in the period that was fitted.

    expected, observed (n,): purchases per customer in the hold-out; frequency (n,): repeats before it.
    Returns HoldOutCalibration with `last` + 1 rows. Raises InvalidInput for unequal columns; NotEnoughData without rows.
    Assumes: nobody was left out of the hold-out for not having bought.
    Misleads when: totals agree while counts do not: errors then cancel.
    Source: Fader, Hardie, Lee (2005), figure 3 (conditional expectations).

    >>> found = calibration_in_hold_out([0.2, 1.0, 3.0], [0, 1, 4], [0, 1, 9], last=2)
    >>> found.expected.tolist(), found.mean_absolute_error.__round__(2)
    ([0.2, 1.0, 3.0], 0.4)
    """
    ahead = floats(expected, name="expected")
    came = floats(observed, name="observed", size=ahead.size)
    x = integers(frequency, name="frequency", size=ahead.size)
    whole(last, name="last", low=1)
    refuse(x < 0, "negative; count repeat purchases from 0", column="frequency")
    if x.size == 0:
        raise NotEnoughData("no customers: nothing to compare")
    group = np.minimum(x, last)
    people = np.bincount(group, minlength=last + 1).astype(np.float64)
    sums = [np.bincount(group, weights=column, minlength=last + 1) for column in (ahead, came)]
    means = [np.divide(s, people, out=np.full(last + 1, np.nan), where=people > 0) for s in sums]
    error = float(np.abs(ahead - came).mean())
    return HoldOutCalibration(
        np.arange(last + 1), people, means[0], means[1], float(ahead.sum()), float(came.sum()), error
    )


def tracking(model: BuyTillYouDie, first: ArrayLike, repeats: ArrayLike, *, until: float, step: float) -> Tracking:
    """Repeat purchases of all customers up to each time, as they came and as a model expects of new customers.

    first (n,): each customer's first purchase; repeats (m,): when every repeat purchase came (one per customer and day);
    until, step: on the same clock, which is the model's; the model may have been fitted to an earlier part of it.
    Returns Tracking at step, 2 step, ... until, counted from the earliest first purchase.
    Raises InvalidInput for times that are not finite, or a step not above 0; NotEnoughData without customers.
    Assumes: the same customers throughout. Misleads when: seasons swing; look at the slope, not at one week.
    Source: Fader, Hardie, Lee (2005), figure 2.

    >>> from agora_analytics.lifetime import BetaGeo
    >>> model = BetaGeo.of(r=0.243, alpha=4.414, a=0.793, b=2.426)
    >>> tracking(model, [0.0, 1.0], [3.0, 9.0], until=10, step=5).expected.round(2)
    array([0.44, 0.83])
    """
    born, bought = days(first, name="first"), days(repeats, name="repeats")
    if born.size == 0:
        raise NotEnoughData("no customers: nothing to track")
    number(step, name="step", above=0)
    number(until, name="until")
    start = born.min()
    time = start + step * np.arange(1, int(np.floor((until - start) / step + 1e-9)) + 1)
    births, people = np.unique(born, return_counts=True)
    elapsed = np.maximum(time[:, None] - births, 0.0)
    known, back = np.unique(np.round(elapsed, 9), return_inverse=True)
    each = model.expected_purchases_of_new(known)[back].reshape(elapsed.shape)
    expected: Floats = np.asarray(each @ people, dtype=np.float64)
    came: Floats = np.asarray(np.searchsorted(np.sort(bought), time, side="right"), dtype=np.float64)
    return Tracking(time, came, expected)


def spend_frequency_correlation(
    frequency: ArrayLike, mean_amount: ArrayLike, weights: ArrayLike | None = None
) -> SpendCorrelation:
    """Pearson's correlation of repeat purchases and mean amount among repeat buyers.

    frequency (n,): repeat purchases; mean_amount (n,): money; weights (n,): customers per row.
    Returns SpendCorrelation, `doubtful` above 0.3 in size. Raises InvalidInput for unequal columns or negative counts;
    NotEnoughData where fewer than three bought again.
    Assumes: no single customer dominates; look at the largest ones first.
    Misleads when: the relation is not a line: 0 does not prove independence.
    Source: Fader, Hardie (2013), note 025.

    >>> spend_frequency_correlation([1, 2, 3, 0], [10.0, 20.0, 30.0, 0.0]).doubtful
    True
    """
    x = integers(frequency, name="frequency").astype(np.float64)
    z = floats(mean_amount, name="mean_amount", size=x.size)
    w = np.ones(x.size) if weights is None else spread(weights, name="weights", size=x.size)
    refuse(x < 0, "negative; count repeat purchases from 0", column="frequency")
    keep = (x > 0) & (w > 0)
    if np.count_nonzero(keep) < 3:
        raise NotEnoughData("fewer than three customers bought again: nothing to correlate yet")
    found = weighted_correlation(x[keep], z[keep], w[keep])
    return SpendCorrelation(found, int(w[keep].sum()), abs(found) > DOUBTFUL_CORRELATION)
