"""Equal customers counted once: rows of (frequency, recency, age) collapsed to weighted cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from agora_analytics.arrays import Floats, Ints, floats, integers, refuse, spread
from agora_analytics.errors import InvalidInput, NotEnoughData
from agora_analytics.frames import column_of
from agora_analytics.lifetime.summary import CustomerSummary

FEW = 12_000  # cells that whole columns add up sooner than a loop over them is compiled

# A column of frequencies, or all columns at once: a summary, cells, or a frame with these names (`age` may be `T`).
Histories: TypeAlias = "ArrayLike | CustomerSummary | HistoryCells"


@dataclass(frozen=True)
class HistoryCells:
    """Distinct histories, each with how many customers share it; all that a fit reads of the customers."""

    frequency: Ints  # (m,) repeat purchases, ascending
    recency: Floats  # (m,) time units from the first to the last purchase
    age: Floats  # (m,) time units from the first purchase to now
    weights: Floats  # (m,) customers
    starts: Ints  # (groups + 1,): cells of one frequency lie between two of these

    @property
    def size(self) -> int:
        """How many distinct histories."""
        return int(self.age.size)

    @property
    def customers(self) -> float:
        """How many customers in all."""
        return float(self.weights.sum())

    @property
    def counts(self) -> Ints:
        """(groups,) the distinct frequencies, ascending."""
        return self.frequency[self.starts[:-1]]


def collapse_histories(
    frequency: Histories,
    recency: ArrayLike | None = None,
    age: ArrayLike | None = None,
    weights: ArrayLike | None = None,
) -> HistoryCells:
    """Merge customers with equal histories into cells: the sufficient statistics of every model here.

    frequency (n,): repeat purchases, or a summary, cells or frame that holds all columns; recency, age (n,): one time unit;
    weights (n,): customers per row, None for one each.
    Returns HistoryCells. Cells of parts, put one after another and collapsed again, are the cells of the whole, so a
    cluster can count cells and fit once: `fit(cells)`.
    Raises InvalidInput for impossible rows, by column and row.
    Assumes: time is rounded to what matters (days); a continuous clock leaves nothing to merge.
    Misleads when: weights are revenue or importance; they are counts of customers.
    Source: Fader, Hardie, Lee (2005), the likelihood depends on (x, t_x, T) alone.

    >>> cells = collapse_histories([1, 0, 1], [2.0, 0.0, 2.0], [5.0, 5.0, 5.0])
    >>> cells.frequency.tolist(), cells.weights.tolist()
    ([0, 1], [1.0, 2.0])
    """
    if recency is None and weights is None and isinstance(frequency, HistoryCells):
        weights = frequency.weights
    x, t_x, t = check_histories(frequency, recency, age)
    w = np.ones(x.size) if weights is None else spread(weights, name="weights", size=x.size)
    refuse(w < 0, "a weight is a number of customers and cannot be negative", column="weights")
    if np.any(w == 0):
        there = w > 0
        x, t_x, t, w = x[there], t_x[there], t[there], w[there]
    return _collapse(x, t_x, t, w)


def check_histories(
    frequency: Histories, recency: ArrayLike | None = None, age: ArrayLike | None = None
) -> tuple[Ints, Floats, Floats]:
    """Return the three columns as arrays; Raises InvalidInput that names the first wrong row and the cure."""
    if recency is None and age is None:
        whole = frequency
        frequency, recency, age = (column_of(whole, name) for name in ("frequency", "recency", "age"))
    if recency is None or age is None:
        raise InvalidInput("give frequency, recency and age, or one summary or frame that holds them", column="age")
    x = integers(frequency, name="frequency")  # type: ignore[arg-type]
    t_x = floats(recency, name="recency", size=x.size)
    t = floats(age, name="age", size=x.size)
    refuse(x < 0, "negative; count repeat purchases from 0", column="frequency")
    refuse(t_x < 0, "negative; measure recency from the first purchase", column="recency")
    refuse(t <= 0, "age must be above 0; observe customers for some time after their first purchase", column="age")
    refuse(t_x > t, "recency exceeds age; measure both from the first purchase to the same day", column="recency")
    refuse((x == 0) & (t_x > 0), "recency without a repeat purchase; set it to 0", column="recency")
    refuse((x > 0) & (t_x == 0), "a repeat purchase at recency 0; merge purchases of one day first", column="recency")
    return x, t_x, t


def check_enough(cells: HistoryCells, *, model: str) -> None:
    """Raise NotEnoughData where nothing can be learnt from the customers."""
    if cells.size == 0:
        raise NotEnoughData(f"no customers: {model} needs rows of frequency, recency and age")
    if cells.customers < 2:
        raise NotEnoughData(f"one customer: how customers differ cannot be learnt from one; {model} needs many")
    if cells.frequency[-1] == 0:
        raise NotEnoughData("nobody bought again: repeat rates cannot be learnt yet; wait for repeat purchases")


def thin(cells: HistoryCells, *, most: int) -> HistoryCells:
    """Return every k-th cell of each frequency; cells lie in the order of a hash, so this is a fair sample."""
    keep = np.arange(0, cells.size, max(cells.size // most, 1))
    x = cells.frequency[keep]
    return HistoryCells(x, cells.recency[keep], cells.age[keep], cells.weights[keep], _starts(x))


def in_unit(cells: HistoryCells, unit: float) -> HistoryCells:
    """Return the cells with their times in another unit, so that a search need not know days from seconds."""
    return HistoryCells(cells.frequency, cells.recency / unit, cells.age / unit, cells.weights, cells.starts)


def _collapse(x: Ints, t_x: Floats, t: Floats, w: Floats) -> HistoryCells:
    """Sort by a 64-bit mix of the three columns; a clash only leaves a cell split, which changes no sum."""
    order = np.argsort(_mix(x, t_x, t))
    x, t_x, t, w = x[order], t_x[order], t[order], w[order]
    new = np.ones(x.size, dtype=np.bool_)
    new[1:] = (x[1:] != x[:-1]) | (t_x[1:] != t_x[:-1]) | (t[1:] != t[:-1])
    first = np.flatnonzero(new)
    if first.size == x.size:
        return HistoryCells(x, t_x, t, w, _starts(x))
    return HistoryCells(x[first], t_x[first], t[first], np.add.reduceat(w, first), _starts(x[first]))


def _starts(x: Ints) -> Ints:
    changes = np.flatnonzero(x[1:] != x[:-1]) + 1
    return np.concatenate([[0], changes, [x.size]]).astype(np.int64) if x.size else np.zeros(1, dtype=np.int64)


def _mix(frequency: Ints, recency: Floats, age: Floats) -> Ints:
    """A sort key whose top bits are the frequency, so that groups come out contiguous."""
    with np.errstate(over="ignore"):
        key = recency.view(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        key ^= key >> np.uint64(29)
        key = (key + age.view(np.uint64)) * np.uint64(0xBF58476D1CE4E5B9)
        key ^= key >> np.uint64(32)
    top = np.minimum(frequency, 2**22 - 1).astype(np.uint64) << np.uint64(41)
    return (top | (key >> np.uint64(23))).view(np.int64)
