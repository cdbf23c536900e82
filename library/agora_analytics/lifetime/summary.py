"""Purchases become histories: frequency, recency, age and mean amount per customer, in counting passes."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from agora_analytics.arrays import Floats, Ints, compiled, floats, integers, number
from agora_analytics.errors import InvalidInput, NotEnoughData

DAYS = {"day": 1.0, "week": 7.0, "month": 365.25 / 12, "year": 365.25}
_SHORT = 48  # purchases of one customer that are sorted by insertion
_MIX = -7046029254386353131  # 2^64 / golden ratio, as a signed number


@dataclass(frozen=True)
class CustomerSummary:
    """One row per customer who bought before the end, by ascending customer: what the models of buying read."""

    customer: Ints  # (n,)
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

    customer (m,): whole numbers; time (m,): days as numbers, or datetime64; amount (m,): money, None for none; end: the last
    moment observed, as `time`; unit: days per time unit of the result, or "day", "week", "month", "year"; occasion: days
    within which purchases are one, their amounts added.
    Returns CustomerSummary. Later purchases are left out, and customers with no time between their first and the end.
    Raises InvalidInput for unequal columns, numbers that are not finite, a unit or occasion not above 0; NotEnoughData for
    no purchases at all.
    Assumes: returns are already taken off the purchase they undo.
    Misleads when: one person has several codes, or the first purchase on record is not the first one made.
    Source: Fader, Hardie, Lee (2005), the data of the CDNOW example.

    >>> made = customer_summary([7, 7, 7, 3], [0.2, 14.5, 14.9, 7.0], [9.0, 2.0, 3.0, 1.0], end=28.0, unit="week")
    >>> made.customer.tolist(), made.frequency.tolist(), made.recency.tolist(), made.mean_amount.tolist()
    ([3, 7], [0, 1], [0.0, 2.0], [0.0, 5.0])
    """
    who = integers(customer, name="customer")
    when = floats(_days(time), name="time", size=who.size)
    spent = np.zeros(0) if amount is None else floats(amount, name="amount", size=who.size)
    last, span = float(floats(_days([end]), name="end")[0]), _unit(unit)
    number(occasion, name="occasion", above=0)
    if who.size == 0:
        raise NotEnoughData("no purchases: there is nobody to summarise")
    code, ids, low = _coded(who)
    starts = _offsets(code, when, low, ids.size or int(who.max()) - low + 1, last, occasion)
    bucket = _scatter(code, when, spent, low, starts, last, occasion)
    shown = _reduce(bucket, starts[:-1], last)
    present = np.flatnonzero(shown[0] >= 0)
    frequency, first, latest, mean = (column[present] for column in shown)
    named = ids[present] if ids.size else present + low
    order = np.argsort(named) if ids.size else slice(None)
    return CustomerSummary(
        customer=named[order].astype(np.int64),
        frequency=frequency[order].astype(np.int64),
        recency=((latest - first) / span)[order],
        age=((last - first) / span)[order],
        mean_amount=mean[order],
    )


def _days(time: ArrayLike) -> NDArray[Any]:
    """Days as numbers; of dates and moments the days since 1970."""
    array = np.asarray(time)
    if array.dtype.kind not in {"O", "M"}:
        return array
    try:
        moments = array.astype("datetime64[us]")
    except (TypeError, ValueError) as wrong:
        raise InvalidInput(f"neither numbers of days nor moments ({wrong})", column="time") from wrong
    made: Floats = moments.astype(np.int64) / 86_400e6
    made[np.isnat(moments)] = np.nan
    return made


def _unit(unit: float | str) -> float:
    days = DAYS.get(unit) if isinstance(unit, str) else float(unit)
    if days is None or not (np.isfinite(days) and days > 0):
        raise InvalidInput(
            f"{unit!r} is no unit of time; give days above 0, or one of {', '.join(DAYS)}", column="unit"
        )
    return days


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
                more[:known] = ids
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
    if rows.shape[0] > _SHORT:
        rows[:] = rows[np.argsort(rows[:, 0], kind="mergesort")]
        return
    for i in range(1, rows.shape[0]):
        day, amount = rows[i, 0], rows[i, 1]
        j = i
        while j > 0 and rows[j - 1, 0] > day:
            rows[j, 0], rows[j, 1] = rows[j - 1, 0], rows[j - 1, 1]
            j -= 1
        rows[j, 0], rows[j, 1] = day, amount
