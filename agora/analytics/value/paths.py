"""Which exposures stand before each sale: streamed per buyer, one row per author and content."""

from dataclasses import dataclass

import numpy as np

from agora.analytics.arrays import Floats, Ints, compiled
from agora.analytics.value.rows import Exposures, Sales


@dataclass(frozen=True)
class Paths:
    """Exposure rows before each sale in order of time; sale i has `row[start[i]:start[i + 1]]`."""

    start: Ints
    row: Ints


def find_paths(sales: Sales, exposures: Exposures, *, horizon: float) -> Paths:
    """The exposures that met the buyer in [sale - horizon, sale), other people's only.

    A content met several times counts once, at its last meeting, so that repeating an exposure changes nothing.
    A refund has the path of the sale it refunds. One pass over exposures sorted by buyer and time; memory is the
    result and a counter per content.
    """
    theirs = np.flatnonzero(exposures.buyer != exposures.author)
    order = theirs[
        np.lexsort(
            (
                exposures.content[theirs],
                exposures.author[theirs],
                exposures.time[theirs],
                exposures.buyer[theirs],
            )
        )
    ]
    buyer, time = exposures.buyer[order], exposures.time[order]
    voice = _voices(exposures, order)
    first = np.searchsorted(buyer, sales.buyer, side="left")
    last = np.searchsorted(buyer, sales.buyer, side="right")
    origin = sales.origin
    low, high = _windows(sales.time[origin], first, last, time, horizon)
    counts = _count(low, high, voice)
    start = np.zeros(sales.size + 1, dtype=np.int64)
    np.cumsum(counts, out=start[1:])
    return Paths(start=start, row=order[_fill(low, high, voice, start)])


def _voices(exposures: Exposures, order: Ints) -> Ints:
    """Codes from 0 for each distinct (author, content)."""
    if order.size == 0:
        return order
    author, content = exposures.author[order], exposures.content[order]
    by = np.lexsort((content, author))
    new = np.zeros(order.size, dtype=np.int64)
    new[1:] = (np.diff(author[by]) != 0) | (np.diff(content[by]) != 0)
    codes = np.empty(order.size, dtype=np.int64)
    codes[by] = np.cumsum(new)
    return codes


@compiled
def _windows(moments: Floats, first: Ints, last: Ints, time: Floats, horizon: float) -> tuple[Ints, Ints]:
    low, high = np.empty_like(first), np.empty_like(last)
    for i in range(moments.size):
        seen = time[first[i] : last[i]]
        low[i] = first[i] + np.searchsorted(seen, moments[i] - horizon)
        high[i] = first[i] + np.searchsorted(seen, moments[i])
    return low, high


@compiled
def _count(low: Ints, high: Ints, voice: Ints) -> Ints:
    counts = np.zeros(low.size, dtype=np.int64)
    stamp = np.full(voice.max() + 1 if voice.size else 1, -1)
    for i in range(low.size):
        for j in range(low[i], high[i]):
            if stamp[voice[j]] != i:
                stamp[voice[j]] = i
                counts[i] += 1
    return counts


@compiled
def _fill(low: Ints, high: Ints, voice: Ints, start: Ints) -> Ints:
    """Walk each window backwards, so that the last meeting is the one that is kept."""
    out = np.empty(start[-1], dtype=np.int64)
    stamp = np.full(voice.max() + 1 if voice.size else 1, -1)
    for i in range(low.size):
        at = start[i + 1]
        for j in range(high[i] - 1, low[i] - 1, -1):
            if stamp[voice[j]] != i:
                stamp[voice[j]] = i
                at -= 1
                out[at] = j
    return out
