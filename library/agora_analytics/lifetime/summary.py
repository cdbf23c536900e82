"""Purchases become histories: frequency, recency, age and mean amount per customer, in counting passes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from agora_analytics.arrays import Floats, Ints, floats, number
from agora_analytics.errors import InvalidInput, NotEnoughData
from agora_analytics.frames import Tabular, days, numbered
from agora_analytics.lifetime.counting import counted

DAYS = {"day": 1.0, "week": 7.0, "month": 365.25 / 12, "year": 365.25}


@dataclass(frozen=True)
class CustomerSummary(Tabular):
    """One row per customer who bought before the end, by ascending customer: what the models of buying read."""

    customer: NDArray[Any]  # (n,) as they were given: whole numbers, texts or whatever names a customer
    frequency: Ints  # (n,) repeat purchase days
    recency: Floats  # (n,) units from the first purchase day to the last
    age: Floats  # (n,) units from the first purchase day to the end
    mean_amount: Floats  # (n,) money per repeat purchase day; 0 where there is none, or no amounts were given


def customer_summary(
    customer: ArrayLike,
    time: ArrayLike,
    amount: ArrayLike | None = None,
    *,
    end: Any,
    unit: float | str,
    occasion: float = 1.0,
) -> CustomerSummary:
    """Count each customer's repeat purchases as the literature does: one per day, the first one apart.

    customer (m,): ids, whole numbers or any other kind; time (m,): days as numbers, or moments (see frames.days); amount
    (m,): money, None for none; all three may be columns of a pandas, polars or pyarrow frame; end: the last moment
    observed; unit: days per time unit of the result, or "day", "week", "month", "year"; occasion: days within which
    purchases are one, their amounts added.
    Returns CustomerSummary, which every model takes as a whole (`fit(summary)`). Later purchases are left out, and
    customers with no time between their first and the end.
    Raises InvalidInput for unequal columns, numbers that are not finite, a unit or occasion not above 0; NotEnoughData for
    no purchases at all.
    Assumes: returns are already taken off the purchase they undo.
    Misleads when: one person has several codes, or the first purchase on record is not the first one made.
    Source: Fader, Hardie, Lee (2005), the data of the CDNOW example.

    >>> made = customer_summary([7, 7, 7, 3], [0.2, 14.5, 14.9, 7.0], [9.0, 2.0, 3.0, 1.0], end=28.0, unit="week")
    >>> made.customer.tolist(), made.frequency.tolist(), made.recency.tolist(), made.mean_amount.tolist()
    ([3, 7], [0, 1], [0.0, 2.0], [0.0, 5.0])
    """
    who, names = numbered(customer, name="customer")
    when = days(time, size=who.size)
    spent = np.zeros(0) if amount is None else floats(amount, name="amount", size=who.size)
    last, span = float(days([end], name="end")[0]), span_of(unit)
    number(occasion, name="occasion", above=0)
    if who.size == 0:
        raise NotEnoughData("no purchases: there is nobody to summarise")
    codes, found = counted(who, when, spent, last=last, occasion=occasion)
    frequency, first, latest, mean = found
    return CustomerSummary(
        customer=codes if names is None else names[codes],
        frequency=frequency.astype(np.int64),
        recency=(latest - first) / span,
        age=(last - first) / span,
        mean_amount=mean,
    )


def span_of(unit: float | str) -> float:
    """Days of a time unit; Raises InvalidInput for what is none."""
    span = DAYS.get(unit) if isinstance(unit, str) else float(unit)
    if span is None or not (np.isfinite(span) and span > 0):
        raise InvalidInput(
            f"{unit!r} is no unit of time; give days above 0, or one of {', '.join(DAYS)}", column="unit"
        )
    return span
