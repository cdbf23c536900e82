"""Equal customers counted once: rows of (frequency, recency, age) collapsed to weighted cells."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from agora.analytics.arrays import Bools, Floats, Ints, floats, integers, spread


@dataclass(frozen=True)
class Cells:
    """Weighted unique histories, sorted by frequency; `starts[g]:starts[g+1]` holds the group `counts[g]`."""

    counts: Ints  # distinct frequencies, ascending
    starts: Ints
    recency: Floats
    age: Floats
    weight: Floats

    @property
    def size(self) -> int:
        """How many distinct histories."""
        return int(self.age.size)


def check_histories(frequency: ArrayLike, recency: ArrayLike, age: ArrayLike) -> tuple[Ints, Floats, Floats]:
    """The three columns as arrays, or a ValueError that names the first wrong row and the cure.

    frequency: repeat purchases (n,); recency, age: time from the first to the last purchase, and to now (n,).
    """
    x = integers(frequency, name="frequency")
    t_x = floats(recency, name="recency", size=x.size)
    t = floats(age, name="age", size=x.size)
    _refuse(x < 0, "frequency is negative; count repeat purchases from 0", x)
    _refuse(t_x < 0, "recency is negative; measure it from the first purchase", t_x)
    _refuse(t <= 0, "age must be above 0; observe customers for some time after their first purchase", t)
    _refuse(t_x > t, "recency exceeds age; measure both from the first purchase and end at the same day", t_x)
    _refuse((x == 0) & (t_x > 0), "recency without a repeat purchase; set it to 0", t_x)
    _refuse((x > 0) & (t_x == 0), "a repeat purchase at recency 0; merge purchases of one day first", x)
    return x, t_x, t


def collapse(frequency: Ints, recency: Floats, age: Floats, *, weight: ArrayLike = 1.0) -> Cells:
    """Merge equal rows; every total over customers stays what it was.

    One pass of sorting a 64-bit mix of the three columns. A clash of two mixes only leaves a cell split,
    which changes no sum.
    """
    w = spread(weight, name="weight", size=frequency.size)
    order = np.argsort(_mix(frequency, recency, age))
    x, t_x, t, w = frequency[order], recency[order], age[order], w[order]
    new = np.ones(x.size, dtype=np.bool_)
    new[1:] = (x[1:] != x[:-1]) | (t_x[1:] != t_x[:-1]) | (t[1:] != t[:-1])
    first = np.flatnonzero(new)
    counts, starts = np.unique(x[first], return_index=True)
    ends = np.append(starts, first.size).astype(np.int64)
    return Cells(counts=counts, starts=ends, recency=t_x[first], age=t[first], weight=np.add.reduceat(w, first))


def _mix(frequency: Ints, recency: Floats, age: Floats) -> Ints:
    """A sort key whose top bits are the frequency, so that groups come out contiguous."""
    with np.errstate(over="ignore"):
        key = recency.view(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        key ^= key >> np.uint64(29)
        key = (key + age.view(np.uint64)) * np.uint64(0xBF58476D1CE4E5B9)
        key ^= key >> np.uint64(32)
    top = np.minimum(frequency, 2**22 - 1).astype(np.uint64) << np.uint64(41)
    return (top | (key >> np.uint64(23))).view(np.int64)


def _refuse(wrong: Bools, why: str, values: Ints | Floats) -> None:
    rows = np.flatnonzero(wrong)
    if rows.size:
        raise ValueError(f"row {int(rows[0])} ({values[rows[0]]}): {why}")
