"""The segmentation of a series with the least cost (PELT): exact, and quick where the series changes now and then.

Killick, Fearnhead, Eckley (2012), J. American Statistical Association 107, 1590-1598, section 3.
"""

import numpy as np

from agora_analytics.arrays import Floats, Ints, compiled

COSTS = ("l2", "l1", "normal")  # a change of mean, of median, of mean and variance
_LEAST_VARIANCE = 1e-6  # added to each: rows that are all alike cost little, not minus infinity


def cheapest_ends(y: Floats, *, cost: str, penalty: float, shortest: int) -> Ints:
    """One past the last row of each segment, in order of time; the last is the number of rows.

    y (n,): at least `shortest` rows; cost: one of COSTS; shortest: rows per segment, at least 2.
    """
    last_start = _last_starts(y, np.argsort(y, kind="stable"), COSTS.index(cost), penalty, shortest)
    ends = [y.size]
    while last_start[ends[-1]] > 0:
        ends.append(int(last_start[ends[-1]]))
    return np.array(ends[::-1], dtype=np.int64)


@compiled
def _last_starts(y: Floats, order: Ints, cost: int, penalty: float, shortest: int) -> Ints:
    """(n + 1,) for each number of rows, where the last segment of their cheapest segmentation starts."""
    n = y.size
    least, chosen = np.full(n + 1, np.inf), np.zeros(n + 1, dtype=np.int64)
    least[0] = 0.0
    # of the rows from each start on that were met so far: how many, their mean, their squared deviations
    moments = np.zeros((n + 1, 3))
    total, hopeless_from = np.empty(n + 1), np.full(n + 1, n + 1)
    starts, live = np.empty(n + 1, dtype=np.int64), 0
    for end in range(shortest, n + 1):
        if end == shortest or end >= 2 * shortest:  # no segment can end between the first row and `shortest`
            starts[live] = end - shortest
            live += 1
        for start in starts[:live]:
            own = _deviations(y, order, start, end) if cost == 1 else _squares(y, start, end, cost, moments[start])
            total[start] = least[start] + own + penalty
            if total[start] < least[end]:
                least[end], chosen[end] = total[start], start
        live = _keep_hopeful(starts, live, total, least[end] + penalty, hopeless_from, end, end + shortest)
    return chosen


@compiled
def _keep_hopeful(  # noqa: PLR0917 (compiled: no keyword-only arguments)
    starts: Ints, live: int, total: Floats, bound: float, hopeless_from: Ints, end: int, next_end: int
) -> int:
    """Move the starts that may yet be the best to the front; tells how many.

    A start above the bound loses to a segment that begins at `end`, which can close at `next_end` and not before.
    """
    hopeful = 0
    for start in starts[:live].copy():
        if total[start] > bound:
            hopeless_from[start] = min(hopeless_from[start], next_end)
        if end + 1 < hopeless_from[start]:
            starts[hopeful] = start
            hopeful += 1
    return hopeful


@compiled
def _squares(y: Floats, start: int, end: int, cost: int, moments: Floats) -> float:
    for row in range(start + int(moments[0]), end):
        moments[0] += 1
        above = y[row] - moments[1]
        moments[1] += above / moments[0]
        moments[2] += above * (y[row] - moments[1])
    if cost == 0:
        return float(moments[2])
    return float((end - start) * np.log(moments[2] / (end - start) + _LEAST_VARIANCE))


@compiled
def _deviations(y: Floats, order: Ints, start: int, end: int) -> float:
    """From the median: the upper half less the lower half. Sorting each segment would take as long to compile as to run."""
    half, met, total = (end - start) // 2, 0, 0.0
    for row in order:
        if start <= row < end:
            if met < half:
                total -= y[row]
            elif met >= end - start - half:
                total += y[row]
            met += 1
    return total
