"""The counting passes behind customer_summary: compiled loops for many purchases, sorted columns for few."""

from __future__ import annotations

import numpy as np

from agora_analytics.arrays import Floats, Ints, compiled

FEW = 100_000  # purchases that are sorted sooner than the loops are compiled, and no slower to speak of
_SHORT = 48  # purchases of one customer that are sorted by insertion
_MIX = -7046029254386353131  # 2^64 / golden ratio, as a signed number


def counted(who: Ints, when: Floats, spent: Floats, *, last: float, occasion: float) -> tuple[Ints, Floats]:
    """Return the customers (n,) by ascending number and, (4, n), their repeats, first and last occasion, mean amount.

    who, when (m,), spent (m,) or empty; customers whose first occasion is not before `last` are left out.
    """
    if who.size <= FEW:
        return _sorted(who, when, spent, last=last, occasion=occasion)
    code, ids, low = _coded(who)
    starts = _offsets(code, when, low, ids.size or int(who.max()) - low + 1, last, occasion)
    bucket = _scatter(code, when, spent, low, starts, last, occasion)
    shown = _reduce(bucket, starts[:-1], last)
    present = np.flatnonzero(shown[0] >= 0)
    named = ids[present] if ids.size else present + low
    order = np.argsort(named) if ids.size else np.arange(present.size)
    return named[order].astype(np.int64), shown[:, present[order]]


def _sorted(who: Ints, when: Floats, spent: Floats, *, last: float, occasion: float) -> tuple[Ints, Floats]:
    """The same by sorting, without anything to compile."""
    day = np.floor(when / occasion) * occasion
    seen = np.flatnonzero(day <= last)
    order = seen[np.lexsort((day[seen], who[seen]))]
    who, day = who[order], day[order]
    fresh = np.ones(who.size, dtype=np.bool_)
    fresh[1:] = who[1:] != who[:-1]
    starts = np.flatnonzero(fresh)
    if starts.size == 0:
        return np.zeros(0, dtype=np.int64), np.zeros((4, 0))
    ends = np.append(starts[1:], who.size) - 1
    first = day[starts][np.cumsum(fresh) - 1]
    later = day > first
    repeat = later & np.append(True, day[1:] != day[:-1])  # a later day is never a customer's first row
    repeats = np.add.reduceat(repeat, starts, dtype=np.float64)
    total = np.add.reduceat(np.where(later, spent[order], 0.0), starts) if spent.size else np.zeros(starts.size)
    mean = np.divide(total, repeats, out=np.zeros(starts.size), where=repeats > 0)
    found = np.flatnonzero(day[starts] < last)
    return who[starts][found], np.stack([repeats, day[starts], day[ends], mean])[:, found]


def _coded(who: Ints) -> tuple[Ints, Ints, int]:
    """Small numbers to count by, the ids they stand for (none: the number plus the third result is the id)."""
    low, high = int(who.min()), int(who.max())
    if high - low <= 2 * who.size + 1024:
        return who, np.zeros(0, dtype=np.int64), low
    code, ids = _hashed(who)
    return code, ids, 0


@compiled
def _hashed(who: Ints) -> tuple[Ints, Ints]:
    """Codes in order of appearance by open addressing; the table doubles when half full."""
    size, known = 1 << 16, 0
    table = np.full(size, -1, dtype=np.int64)
    ids, code = np.empty(size // 2, dtype=np.int64), np.empty(who.size, dtype=np.int64)
    for i in range(who.size):
        place = _place(who[i], table, ids)
        if table[place] < 0:
            if known == ids.size:
                size *= 2
                table = np.full(size, -1, dtype=np.int64)
                more = np.empty(size // 2, dtype=np.int64)
                for j in range(known):
                    more[j] = ids[j]
                ids = more
                for j in range(known):
                    table[_place(ids[j], table, ids)] = j
                place = _place(who[i], table, ids)
            table[place], ids[known] = known, who[i]
            known += 1
        code[i] = table[place]
    return code, ids[:known].copy()


@compiled
def _place(key: int, table: Ints, ids: Ints) -> int:
    mixed = key * _MIX
    place = (mixed ^ (mixed >> 32)) & (table.size - 1)
    while table[place] >= 0 and ids[table[place]] != key:
        place = (place + 1) & (table.size - 1)
    return int(place)


@compiled
def _offsets(  # noqa: PLR0917 (compiled: no keyword-only arguments)
    code: Ints, when: Floats, low: int, size: int, last: float, occasion: float
) -> Ints:
    """Where each customer's purchases begin, (size + 2,), the first entry shifted for the scatter that follows."""
    starts = np.zeros(size + 2, dtype=np.int64)
    for i in range(code.size):
        if np.floor(when[i] / occasion) * occasion <= last:
            starts[code[i] - low + 2] += 1
    for c in range(2, size + 2):
        starts[c] += starts[c - 1]
    return starts


@compiled
def _scatter(  # noqa: PLR0917 (compiled: no keyword-only arguments)
    code: Ints, when: Floats, spent: Floats, low: int, starts: Ints, last: float, occasion: float
) -> Floats:
    """Occasion and amount of each purchase, customer by customer, (kept, 2); moves `starts` to the final offsets."""
    bucket = np.zeros((starts[-1], 2))
    for i in range(code.size):
        day = np.floor(when[i] / occasion) * occasion
        if day <= last:
            place = starts[code[i] - low + 1]
            starts[code[i] - low + 1] = place + 1
            bucket[place, 0] = day
            if spent.size:
                bucket[place, 1] = spent[i]
    return bucket


@compiled
def _reduce(bucket: Floats, starts: Ints, last: float) -> Floats:
    """Per code (4, codes): repeat days (-1: not known before the end), first and last day, mean amount of the repeats."""
    out = np.zeros((4, starts.size - 1))
    for c in range(starts.size - 1):
        out[0, c] = -1.0
        low, high = starts[c], starts[c + 1]
        if high == low:
            continue
        rows = bucket[low:high]
        _sort(rows)
        if rows[0, 0] >= last:
            continue
        repeats, total = 0, 0.0
        for i in range(1, high - low):
            if rows[i, 0] != rows[i - 1, 0]:
                repeats += 1
            if repeats:
                total += rows[i, 1]
        out[0, c], out[1, c], out[2, c] = repeats, rows[0, 0], rows[-1, 0]
        out[3, c] = total / repeats if repeats else 0.0
    return out


@compiled
def _sort(rows: Floats) -> None:
    """Stable, by the first column; runs of a few dozen rows by insertion, then merged."""
    size = rows.shape[0]
    for low in range(0, size, _SHORT):
        _insert(rows, low, min(low + _SHORT, size))
    width, spare = _SHORT, np.empty((size if size > _SHORT else 0, 2))
    while width < size:
        for low in range(0, size, 2 * width):
            _merge(rows, spare, low, min(low + width, size), min(low + 2 * width, size))
        width *= 2


@compiled
def _insert(rows: Floats, low: int, high: int) -> None:
    for i in range(low + 1, high):
        day, amount = rows[i, 0], rows[i, 1]
        j = i
        while j > low and rows[j - 1, 0] > day:
            rows[j, 0], rows[j, 1] = rows[j - 1, 0], rows[j - 1, 1]
            j -= 1
        rows[j, 0], rows[j, 1] = day, amount


@compiled
def _merge(rows: Floats, spare: Floats, low: int, middle: int, high: int) -> None:
    i, j = low, middle
    for k in range(low, high):
        if j >= high or (i < middle and rows[i, 0] <= rows[j, 0]):
            spare[k, 0], spare[k, 1] = rows[i, 0], rows[i, 1]
            i += 1
        else:
            spare[k, 0], spare[k, 1] = rows[j, 0], rows[j, 1]
            j += 1
    for k in range(low, high):
        rows[k, 0], rows[k, 1] = spare[k, 0], spare[k, 1]
