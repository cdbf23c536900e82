"""Purchases cut in two at a day: histories to fit, and what the same customers did afterwards to judge the fit by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from agora_analytics.arrays import Floats, Ints, floats
from agora_analytics.errors import InvalidInput
from agora_analytics.frames import Ids, days, numbered
from agora_analytics.lifetime.summary import CustomerSummary, customer_summary, span_of


@dataclass(frozen=True)
class HoldOut(CustomerSummary):
    """Histories until the cut, which models take whole, and beside them what came in the period held out."""

    purchases: Ints  # (n,) purchase days in the hold-out
    amount: Floats  # (n,) money in the hold-out; 0 where there was none, or no amounts were given
    length: float  # of the hold-out, time units


def calibration_and_holdout(
    customer: ArrayLike,
    time: ArrayLike,
    amount: ArrayLike | None = None,
    *,
    cut: Any,
    end: Any,
    unit: float | str,
    occasion: float = 1.0,
) -> HoldOut:
    """Cut purchases at a day: histories as customer_summary gives them until `cut`, and what came after it until `end`.

    customer, time, amount (m,), unit, occasion: as of customer_summary; cut, end: last moments of the two periods. Returns
    HoldOut, one row per customer who bought before the cut.
    Raises what customer_summary raises, and InvalidInput for an end not after the cut.
    Assumes: whoever bought first after the cut is no case: nobody could have forecast them.
    Misleads when: the cut lies before Christmas and the end behind it: no model here knows seasons.
    Source: Fader, Hardie, Lee (2005), section 4.

    >>> split = calibration_and_holdout(["a", "a", "b", "a"], [0.0, 9.0, 3.0, 20.0], cut=14.0, end=28.0, unit="week")
    >>> split.frequency.tolist(), split.purchases.tolist(), split.length
    ([1, 0], [1, 0], 2.0)
    """
    before = customer_summary(customer, time, amount, end=cut, unit=unit, occasion=occasion)
    last, until = (float(days([moment], name=name)[0]) for name, moment in (("cut", cut), ("end", end)))
    if until <= last:
        raise InvalidInput("is not after the cut: nothing is held out", column="end")
    who, names = numbered(customer, name="customer")
    when = np.floor(days(time, size=who.size) / occasion) * occasion
    later = np.flatnonzero((when > last) & (when <= until))
    cases = before.customer if names is None else Ids(names).codes(before.customer)
    mine = later[np.isin(who[later], cases)]
    row = np.searchsorted(cases, who[mine])
    visited = np.unique(np.stack([row.astype(np.float64), when[mine]]), axis=1)[0].astype(np.int64)
    spent = np.zeros(who.size) if amount is None else floats(amount, name="amount", size=who.size)
    return HoldOut(
        **vars(before),
        purchases=np.bincount(visited, minlength=cases.size).astype(np.int64),
        amount=np.bincount(row, weights=spent[mine], minlength=cases.size).astype(np.float64),
        length=(until - last) / span_of(unit),
    )
