"""Change points: when the level of a series moved to stay.

Killick, Fearnhead, Eckley (2012), J. American Statistical Association 107, 1590-1598 (PELT).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import t as student

from agora_analytics.arrays import Floats, Ints, floats, number, whole
from agora_analytics.errors import InvalidInput, NotEnoughData
from agora_analytics.trends.segmentation import COSTS, cheapest_ends


@dataclass(frozen=True)
class ChangePoints:
    """Where a series changed, and its segments between the changes, in order of time."""

    position: Ints  # (changes,) first row of each new segment
    start: Ints  # (changes + 1,) first row of each segment
    end: Ints  # (changes + 1,) one past its last row
    mean: Floats  # (changes + 1,) in the unit of the series
    low: Floats  # (changes + 1,) interval of the mean, taking the positions as known
    high: Floats  # (changes + 1,)
    cost: str
    penalty: float  # what a further change had to save
    level: float


def change_points(
    values: ArrayLike,
    *,
    cost: str = "l2",
    penalty: float | None = None,
    shortest: int = 2,
    level: float = 0.95,
) -> ChangePoints:
    """The segmentation of a series with the least cost plus penalty per change.

    values (n,): one per period, in order; cost: "l2" change of mean, "l1" of median, "normal" of mean and variance;
    penalty: what a change must save, in units of the cost; None, for "l2" only: 3 ln(n) times the noise variance, read
    off the differences of neighbours so that the changes themselves do not count as noise; shortest: rows per segment.
    Returns ChangePoints with segment means and Student intervals (one noise variance for all segments, or each its own
    for "normal").
    Raises InvalidInput for an unknown cost or sizes out of range, NotEnoughData below two segments' worth of rows or,
    without penalty, where the series shows no noise.
    Assumes: rows are independent within a segment, which is level there.
    Misleads when: the series is seasonal, trending or autocorrelated: it is then cut into pieces that mean nothing, and
    the intervals are too narrow. Intervals do not count the doubt about where the change was.
    Source: Killick, Fearnhead, Eckley (2012).

    >>> found = change_points([3, 4, 3, 4, 3, 9, 8, 9, 8, 9])
    >>> found.position.tolist(), found.mean.round(2).tolist()
    ([5], [3.4, 8.6])
    """
    y = floats(values, name="values")
    _check(y, cost, shortest, level)
    pen = _usual_penalty(y, cost) if penalty is None else number(penalty, name="penalty", above=0)
    end = cheapest_ends(y, cost=cost, penalty=pen, shortest=shortest)
    start = np.append(0, end[:-1])
    mean, half = _means(y, start, end, level=level, pooled=cost != "normal")
    return ChangePoints(start[1:], start, end, mean, mean - half, mean + half, cost, pen, level)


def _check(y: Floats, cost: str, shortest: int, level: float) -> None:
    if cost not in COSTS:
        raise InvalidInput(f"{cost!r} is none of {', '.join(COSTS)}", column="cost")
    whole(shortest, name="shortest", low=2)  # a segment needs two rows to show its noise
    number(level, name="level", above=0, below=1)
    if y.size < 2 * shortest:
        raise NotEnoughData(f"{y.size} rows cannot hold two segments of {shortest}; wait for more periods")


def _usual_penalty(y: Floats, cost: str) -> float:
    if cost != "l2":
        raise InvalidInput(f"cost {cost!r} has no usual penalty; state one", column="penalty")
    variance = _noise_variance(y)
    if variance == 0:
        raise NotEnoughData("more than half of the neighbours are equal: no noise to compare with; state a penalty")
    return 3 * log(y.size) * variance


def _noise_variance(y: Floats) -> float:
    """Robust: half the squared, normal-consistent median absolute difference of neighbours."""
    return float((np.median(np.abs(np.diff(y))) / 0.6744897501960817) ** 2 / 2)


def _means(y: Floats, start: Ints, end: Ints, *, level: float, pooled: bool) -> tuple[Floats, Floats]:
    size = end - start
    mean = np.add.reduceat(y, start) / size
    squares = np.add.reduceat((y - np.repeat(mean, size)) ** 2, start)
    freedom = np.full(size.size, y.size - size.size) if pooled else size - 1
    variance = (squares.sum() if pooled else squares) / freedom
    return mean, student.ppf((1 + level) / 2, freedom) * np.sqrt(variance / size)
