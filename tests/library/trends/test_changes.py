import numpy as np
import pytest
import statsmodels.api as sm  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st

from agora_analytics.errors import InvalidInput, NotEnoughData
from agora_analytics.trends import change_points
from tests.library.pages import table


def nile() -> np.ndarray:
    return np.asarray(sm.datasets.nile.load_pandas().data["volume"], dtype=float)


def least_cost(y: np.ndarray, penalty: float, shortest: int) -> float:
    """By dynamic programming over every last segment."""
    best = np.full(y.size + 1, np.inf)
    best[0] = -penalty
    for end in range(shortest, y.size + 1):
        for start in range(end - shortest + 1):
            segment = y[start:end]
            best[end] = min(best[end], best[start] + penalty + float(((segment - segment.mean()) ** 2).sum()))
    return float(best[-1])


def test_the_nile_changed_once_after_1898() -> None:
    volume = nile()
    found = change_points(volume, penalty=2 * np.log(100) * volume.var())
    assert found.position.tolist() == [28]
    assert change_points(volume).position.tolist() == [28]
    for row, (_, start, end, mean, low, high) in enumerate(table("trends", "Change points")):
        assert (1871 + found.start[row], 1870 + found.end[row]) == (int(start), int(end))
        made = [found.mean[row], found.low[row], found.high[row]]
        np.testing.assert_allclose(made, [float(mean), float(low), float(high)], atol=0.005)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(st.integers(-9, 9), min_size=4, max_size=12), st.floats(0.5, 60.0))
def test_no_segmentation_is_cheaper(values: list[int], penalty: float) -> None:
    y = np.array(values, dtype=float)
    found = change_points(y, penalty=penalty)
    squares = sum(float(((y[a:b] - y[a:b].mean()) ** 2).sum()) for a, b in zip(found.start, found.end, strict=True))
    assert squares + penalty * found.position.size <= least_cost(y, penalty, 2) + 1e-9


def test_planted_changes_come_back_and_noise_alone_has_none() -> None:
    rng = np.random.default_rng(2)
    level = np.repeat([10.0, 14.0, 7.0], [80, 60, 90])
    found = change_points(level + rng.normal(0, 1, 230))
    assert found.position.size == 2
    assert np.abs(found.position - [80, 140]).max() <= 1
    assert ((found.low <= [10, 14, 7]) & (found.high >= [10, 14, 7])).all()


@pytest.mark.truth
def test_noise_alone_is_seldom_cut() -> None:
    rng = np.random.default_rng(7)
    cut = [change_points(rng.normal(0, 1, 60)).position.size > 0 for _ in range(100)]
    assert np.mean(cut) <= 0.08


def test_a_change_of_scatter_is_found_where_it_is_asked_for() -> None:
    rng = np.random.default_rng(3)
    y = np.append(rng.normal(0, 1, 100), rng.normal(0, 6, 100))
    found = change_points(y, cost="normal", penalty=30.0, shortest=5)
    assert found.position.size == 1
    assert abs(found.position[0] - 100) <= 5
    assert found.high[1] - found.low[1] > 3 * (found.high[0] - found.low[0])


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(InvalidInput, match="values, row 1"):
        change_points([1.0, np.nan, 2.0, 3.0])
    with pytest.raises(InvalidInput, match="cost"):
        change_points([1.0, 2.0, 3.0, 4.0], cost="l3")
    with pytest.raises(InvalidInput, match="penalty"):
        change_points([1.0, 2.0, 3.0, 4.0], cost="normal")
    with pytest.raises(NotEnoughData):
        change_points([1.0, 2.0, 3.0])
    with pytest.raises(NotEnoughData, match="no noise"):
        change_points([5.0] * 20)
