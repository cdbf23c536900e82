"""The value ledger against one plain pass over the same arrays that only adds floats up."""

from __future__ import annotations

import numpy as np

from agora_analytics.arrays import Floats, compiled
from agora_analytics.value import Exposures, Sales, allocate
from bench.kernels.figure import Figure, peak_gigabytes, seconds

PEOPLE, EXPOSURES, SALES = 1_000_000, 20_000_000, 5_000_000
DAYS, HORIZON = 365.0, 60.0


@compiled
def plain(
    s_buyer: np.ndarray, s_time: Floats, margin: np.ndarray, rate: Floats, e_first: np.ndarray, author: np.ndarray,
    e_time: Floats, strength: Floats, decay: Floats, people: int, horizon: float, kappa: float,
) -> tuple[Floats, Floats]:  # fmt: skip
    """Hazard shares of every sale as floats: no repeats, no rounding, no own words, no refunds, no check."""
    given, kept, force = np.zeros(people), np.zeros(people), np.empty(1 << 16)
    for i in range(s_buyer.size):
        b, t = s_buyer[i], s_time[i]
        low, high = e_first[b], e_first[b + 1]
        while low < high and e_time[low] < t - horizon:
            low += 1
        total, j = rate[i], low
        while j < high and e_time[j] < t:
            force[j - low] = strength[j] * np.exp(-decay[j] * (t - e_time[j]))
            total += force[j - low]
            j += 1
        left = 1.0
        for k in range(low, j):
            weight = kappa * force[k - low] / total
            given[author[k]] += margin[i] * weight
            left -= weight
        kept[b] += margin[i] * left
    return given, kept


def rows(*, in_order: bool) -> tuple[Sales, Exposures]:
    """Sales and exposures over a year; column by column, so that they alone take the memory."""
    rng = np.random.default_rng(3)
    buyer, time = _by_buyer(rng, SALES, in_order=True)
    sales = Sales.of(
        buyer, time=time, margin_minor=rng.integers(100, 20_000, SALES), base_rate=rng.gamma(2.0, 0.01, SALES)
    )
    buyer, time = _by_buyer(rng, EXPOSURES, in_order=in_order)
    exposures = Exposures.of(
        buyer, author=rng.integers(0, PEOPLE, EXPOSURES, dtype=np.int32), content=rng.integers(0, 10**7, EXPOSURES),
        time=time, strength=rng.random(EXPOSURES), decay=rng.random(EXPOSURES),
        kind=rng.integers(0, 3, EXPOSURES, dtype=np.int16),
    )  # fmt: skip
    return sales, exposures


def _by_buyer(rng: np.random.Generator, size: int, *, in_order: bool) -> tuple[np.ndarray, Floats]:
    buyer = rng.integers(0, PEOPLE, size, dtype=np.int32)
    time = rng.random(size)
    if in_order:
        buyer.sort()
        time += buyer
        time.sort()
        time -= buyer
    time *= DAYS
    return buyer, time


def figures() -> list[Figure]:
    """The ledger in accounts on rows in order against the plain pass; rows in disorder beside it."""
    asked = in_order()
    return [asked, in_disorder(asked.theirs)]


def in_order() -> Figure:
    """Both over the same rows, which lie by buyer and time."""
    sales, exposures = rows(in_order=True)
    ours, ledger = seconds(lambda: allocate(sales, exposures, horizon=HORIZON, entries=False), rounds=3)
    peak = peak_gigabytes()
    first = np.searchsorted(exposures.buyer, np.arange(PEOPLE + 1, dtype=np.int32))
    theirs, (given, _) = seconds(
        lambda: plain(
            sales.buyer, sales.time, sales.margin_minor, sales.base_rate, first, exposures.author,
            exposures.time, exposures.strength, exposures.decay, PEOPLE, HORIZON, 0.4,
        ),
        rounds=3,
    )  # fmt: skip
    if abs(given.sum() - ledger.given.sum()) > 1e-4 * given.sum():
        raise AssertionError("the ledger and the plain pass do not allocate the same")
    return Figure(
        "ledger, 20 million exposures, 5 million sales", "one plain numba pass, floats", ours, theirs,
        "at most 2 times its time (ratio 0.5), 2 GB", ours <= 2 * theirs and peak <= 2.0,
        f"peak {peak:.2f} GB with the rows",
    )  # fmt: skip


def in_disorder(theirs: float) -> Figure:
    """Rows as they come, put in order first, beside the plain pass over rows that were in order."""
    sales, exposures = rows(in_order=False)
    ours, _ = seconds(lambda: allocate(sales, exposures, horizon=HORIZON, entries=False), rounds=1)
    return Figure("ledger, the same rows in disorder", "the same pass over rows in order", ours, theirs, "beside", None)
