"""Purchases become histories: frequency, recency, age and mean spend per customer."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from agora.analytics.arrays import Bools, Floats, Ints, floats, integers


@dataclass(frozen=True)
class PurchaseSummary:
    """One row per customer who bought: what BG/NBD and Gamma-Gamma need, in units of `unit`."""

    customer: Ints
    frequency: Ints  # repeat purchase occasions
    recency: Floats  # first to last occasion
    age: Floats  # first occasion to `until`
    mean_spend: Floats  # over repeat occasions; 0 where there is none


def summarise_purchases(
    customer: ArrayLike,
    time: ArrayLike,
    amount: ArrayLike,
    *,
    until: float,
    occasion: float = 1.0,
    unit: float = 1.0,
) -> PurchaseSummary:
    """Count repeat purchases as the literature does: one occasion per customer and day, the first one apart.

    customer (n,): codes; time (n,), until, occasion, unit: in one time unit (days: occasion 1.0, and unit 7.0 for
    weekly output); amount (n,). Times within the same multiple of `occasion` are one occasion, their amounts added.
    Purchases after `until` are left out; customers who have no time before `until` since their first are left out.
    Raises ValueError for columns of unequal length or numbers that are not finite.
    """
    who = integers(customer, name="customer")
    when = np.floor(floats(time, name="time", size=who.size) / occasion) * occasion
    spent = floats(amount, name="amount", size=who.size)
    inside = when <= until
    who, when, spent = _occasions(who[inside], when[inside], spent[inside])
    if who.size == 0:
        empty = np.zeros(0)
        return PurchaseSummary(who, np.zeros(0, dtype=np.int64), empty, empty, empty)
    start = np.flatnonzero(_changes(who))
    last = np.append(start[1:], who.size) - 1
    repeats = last - start
    total = np.add.reduceat(spent, start) - spent[start]
    mean = np.divide(total, repeats, out=np.zeros(start.size), where=repeats > 0)
    known = when[start] < until
    return PurchaseSummary(
        customer=who[start][known],
        frequency=repeats[known].astype(np.int64),
        recency=((when[last] - when[start]) / unit)[known],
        age=((until - when[start]) / unit)[known],
        mean_spend=mean[known],
    )


def _occasions(who: Ints, when: Floats, spent: Floats) -> tuple[Ints, Floats, Floats]:
    order = np.lexsort((when, who))
    who, when, spent = who[order], when[order], spent[order]
    if who.size == 0:
        return who, when, spent
    first = np.flatnonzero(_changes(who) | _changes(when))
    return who[first], when[first], np.add.reduceat(spent, first)


def _changes(values: Ints | Floats) -> Bools:
    new = np.ones(values.size, dtype=np.bool_)
    new[1:] = values[1:] != values[:-1]
    return new
