"""The cheapest segmentation, against every segmentation there is, and against the package ruptures where it installs."""

import numpy as np
import pytest

from agora_analytics.arrays import Floats, Ints
from agora_analytics.trends.segmentation import COSTS, cheapest_ends


def cost_of(segment: Floats, cost: str) -> float:
    if cost == "l1":
        return float(np.abs(segment - np.median(segment)).sum())
    if cost == "l2":
        return float(((segment - segment.mean()) ** 2).sum())
    return float(segment.size * np.log(segment.var() + 1e-6))


def price(y: Floats, ends: Ints, *, cost: str, penalty: float) -> float:
    return sum(cost_of(segment, cost) + penalty for segment in np.split(y, ends[:-1]))


def least_price(y: Floats, *, cost: str, penalty: float, shortest: int) -> float:
    """By trying every last segment of every beginning."""
    best = np.full(y.size + 1, np.inf)
    best[0] = 0.0
    for end in range(shortest, y.size + 1):
        for start in range(end - shortest + 1):
            best[end] = min(best[end], best[start] + cost_of(y[start:end], cost) + penalty)
    return float(best[-1])


def series(rng: np.random.Generator) -> tuple[Floats, float, int]:
    """A series that changes up to four times, a penalty and a shortest segment."""
    size, changes, shortest = int(rng.integers(20, 60)), int(rng.integers(0, 5)), int(rng.integers(2, 7))
    cuts = np.sort(rng.choice(size, changes, replace=False))
    level = np.repeat(rng.normal(0, 4, changes + 1), np.diff([0, *cuts, size]))
    return level + rng.normal(0, 1, size), float(rng.uniform(0.3, 3)), shortest


@pytest.mark.parametrize("cost", COSTS)
def test_no_segmentation_is_cheaper_and_none_is_too_short(cost: str) -> None:
    rng = np.random.default_rng(11)
    for _ in range(25):
        y, penalty, shortest = series(rng)
        ends = cheapest_ends(y, cost=cost, penalty=penalty, shortest=shortest)
        least = least_price(y, cost=cost, penalty=penalty, shortest=shortest)
        assert price(y, ends, cost=cost, penalty=penalty) == pytest.approx(least, rel=1e-9, abs=1e-9)
        assert np.diff(ends, prepend=0).min() >= shortest


@pytest.mark.parametrize("cost", COSTS)
@pytest.mark.filterwarnings("ignore:New behaviour")
def test_the_segments_are_those_of_ruptures_or_cheaper(cost: str) -> None:
    """Ruptures drops a start some rows too early, which now and then costs it the best segmentation."""
    ruptures = pytest.importorskip("ruptures", reason="ruptures has no wheel for this Python: nothing to compare with")
    rng, same = np.random.default_rng(5), 0
    for _ in range(60):
        y, penalty, shortest = series(rng)
        ours = cheapest_ends(y, cost=cost, penalty=penalty, shortest=shortest)
        theirs = ruptures.Pelt(model=cost, min_size=shortest, jump=1).fit(y).predict(pen=penalty)
        alike = ours.tolist() == theirs
        same += alike
        saving = price(y, np.array(theirs), cost=cost, penalty=penalty) - price(y, ours, cost=cost, penalty=penalty)
        assert alike or saving > -1e-9
    assert same >= 45


def test_rows_that_are_all_alike_are_one_segment_or_end_at_their_change() -> None:
    assert cheapest_ends(np.full(30, 7.0), cost="normal", penalty=5.0, shortest=3).tolist() == [30]
    step = np.repeat([1e6, 2e6], [12, 18])
    for cost in COSTS:
        assert cheapest_ends(step, cost=cost, penalty=5.0, shortest=3).tolist() == [12, 30]
