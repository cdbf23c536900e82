"""What words met on either side of a purchase weigh, by kind, and the opportunity they had to.

What was met after a purchase cannot have moved it: it shows how often words and purchases meet without cause.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from agora_analytics.arrays import Floats, Ints, compiled
from agora_analytics.value.order import Met, by_code, met_by_buyer, starts
from agora_analytics.value.posting import FEW, Desk, desk_for, find_path, find_window, mark_repeats
from agora_analytics.value.rows import Exposures, Sales


def forces_before(sales: Sales, exposures: Exposures, *, decay: float, horizon: float, people: int) -> Floats:
    """Sum of strength x exp(-decay x wait) over what was met before each sale, (sales, kinds), as the ledger counts."""
    met = met_by_buyer(replace(exposures, decay=np.full(exposures.size, decay)), people)
    first = starts(sales.buyer, people)
    out = np.zeros((sales.size, exposures.kinds))
    _add_up(first, by_code(sales.buyer, first), sales.time, met, horizon, desk_for(met, people), out)
    return out


def forces_around(sales: Sales, exposures: Exposures, *, decay: float, horizon: float, people: int) -> Floats:
    """The same over what was met before each sale and after it, (sales, kinds)."""
    before = forces_before(sales, exposures, decay=decay, horizon=horizon, people=people)
    back, later = replace(sales, time=-sales.time), replace(exposures, time=-exposures.time)
    return before + forces_before(back, later, decay=decay, horizon=horizon, people=people)


@dataclass(frozen=True)
class Chances:
    """The opportunity that words had: how long each meeting waits to count, and until when it does."""

    exposures: Exposures
    wait: Floats  # (exposures,)
    lasts: Floats  # (exposures,)
    people: int

    @classmethod
    def of(cls, exposures: Exposures, *, horizon: float, since: Floats, until: Floats) -> Self:
        """Of the time that each person is watched, (people,) from and to."""
        wait = np.clip(since[exposures.buyer] - exposures.time, 0.0, None)
        lasts = np.minimum(_until_met_again(exposures), until[exposures.buyer] - exposures.time)
        return cls(exposures, wait, np.clip(lasts, wait, np.maximum(horizon, wait)), since.size)

    def summed(self, decay: float) -> Floats:
        """The force added up over the time watched, (people, kinds)."""
        exposures = self.exposures
        worth = exposures.strength * (np.exp(-decay * self.wait) - np.exp(-decay * self.lasts)) / decay
        worth[exposures.buyer == exposures.author] = 0.0
        size = self.people * exposures.kinds
        place = exposures.buyer.astype(np.int64) * exposures.kinds + exposures.kind
        summed: Floats = np.bincount(place, weights=worth, minlength=size).astype(np.float64)
        return summed.reshape(self.people, exposures.kinds)


def _until_met_again(exposures: Exposures) -> Floats:
    """Time until the same reader meets the same content again, when the earlier meeting stops counting."""
    order = np.lexsort((exposures.time, exposures.content, exposures.author, exposures.buyer))
    b, a, c, t = (column[order] for column in (exposures.buyer, exposures.author, exposures.content, exposures.time))
    again = np.full(order.size, np.inf)
    same = (b[1:] == b[:-1]) & (a[1:] == a[:-1]) & (c[1:] == c[:-1])
    again[:-1][same] = np.diff(t)[same]
    out = np.empty(order.size)
    out[order] = again
    return out


@compiled
def _add_up(first: Ints, row: Ints, moments: Floats, met: Met, horizon: float, desk: Desk, out: Floats) -> None:  # noqa: PLR0917
    e_first, author, content, time = met.first, met.author, met.content, met.time
    strength, decay, kind = met.strength, met.decay, met.kind
    until, slot, owner, place, weight = desk.until, desk.slot, desk.owner, desk.place, desk.weight
    for b in range(first.size - 1):
        low, high = e_first[b], e_first[b + 1]
        begin, end = low, low
        for at in range(first[b], first[b + 1]):
            i = row[at]
            begin, end = find_window(begin, end, low, high, moments[i], horizon, time)
            if end - begin > FEW and owner[-1] != b:
                mark_repeats(b, low, high, author, content, time, np.inf, until, slot, owner)
            count, _ = find_path(
                b, low, begin, end, moments[i], np.inf, True, author, content, time, strength, decay, until, place, weight
            )  # fmt: skip
            for k in range(count):
                out[i, kind[place[k]]] += weight[k + 1]
