from itertools import product
from math import log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom, expon

from agora_analytics.errors import InvalidInput, NotEnoughData
from agora_analytics.trends import bursts_in_batches, bursts_in_events
from tests.library.pages import table


def cheapest(costs: np.ndarray, move: float) -> float:
    """By looking at every sequence of states."""
    n, k = costs.shape
    paths = np.array(list(product(range(k), repeat=n)))
    ups = np.maximum(np.diff(np.column_stack([np.zeros(len(paths), dtype=int), paths]), axis=1), 0).sum(axis=1)
    return float((costs[np.arange(n), paths].sum(axis=1) + move * ups).min())


def test_the_burst_of_the_page_is_found_with_its_weight() -> None:
    rows = np.array([[float(cell) for cell in row] for row in table("trends", "Bursts")])
    found = bursts_in_batches(rows[:, 1].astype(int), rows[:, 2].astype(int))
    assert found.rate.tolist() == pytest.approx([0.24, 0.48])
    assert found.state.tolist() == rows[:, 4].tolist()
    saved = rows[:, 1] * log(2) + (rows[:, 2] - rows[:, 1]) * log(0.52 / 0.76)
    np.testing.assert_allclose(rows[:, 3], saved, atol=5e-4)
    assert (found.start.tolist(), found.end.tolist()) == ([2], [2])
    assert found.weight[0] == pytest.approx(saved[2])


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    st.lists(st.tuples(st.integers(0, 12), st.integers(0, 30)), min_size=2, max_size=6),
    st.floats(1.1, 3.0),
    st.floats(0.0, 2.0),
    st.integers(2, 3),
)
def test_no_sequence_of_states_is_cheaper_in_batches(
    rows: list[tuple[int, int]], scaling: float, gamma: float, states: int
) -> None:
    r, d = np.array([row[0] for row in rows]), np.array([sum(row) for row in rows])
    if r.sum() == 0 or r.sum() / d.sum() * scaling ** (states - 1) >= 1:
        return
    found = bursts_in_batches(r, d, scaling=scaling, gamma=gamma, states=states)
    costs = -binom.logpmf(r[:, None], d[:, None], found.rate)
    assert found.cost == pytest.approx(cheapest(costs, gamma * log(r.size)), abs=1e-8)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(st.floats(0.01, 50.0), min_size=2, max_size=6), st.floats(0.0, 2.0), st.integers(2, 3))
def test_no_sequence_of_states_is_cheaper_between_events(gaps: list[float], gamma: float, states: int) -> None:
    time = np.append(0.0, np.cumsum(gaps))
    found = bursts_in_events(time, gamma=gamma, states=states)
    costs = -expon.logpdf(np.diff(time)[:, None], scale=1 / found.rate)
    assert found.cost == pytest.approx(cheapest(costs, gamma * log(len(gaps))), rel=1e-9, abs=1e-9)


def test_planted_bursts_come_back_with_their_bounds() -> None:
    rng = np.random.default_rng(4)
    share = np.full(200, 0.02)
    share[60:70] = share[140:155] = 0.08
    total = rng.poisson(400, 200)
    found = bursts_in_batches(rng.binomial(total, share), total)
    strong = found.weight > 10
    assert strong.sum() == 2
    assert np.abs(found.start[strong] - [60, 140]).max() <= 1
    assert np.abs(found.end[strong] - [69, 154]).max() <= 1


def test_a_burst_within_a_burst_has_a_higher_level() -> None:
    gaps = [10.0] * 20 + [2.0] * 20 + [0.2] * 20 + [2.0] * 20 + [10.0] * 20
    found = bursts_in_events(np.append(0.0, np.cumsum(gaps)))
    assert found.level.max() >= 3
    for level in range(2, int(found.level.max()) + 1):
        inner, outer = found.level == level, found.level == level - 1
        for start, end in zip(found.start[inner], found.end[inner], strict=True):
            assert ((found.start[outer] <= start) & (found.end[outer] >= end)).any()


def test_an_even_pace_has_no_bursts() -> None:
    assert bursts_in_events(np.arange(50.0)).level.size == 0
    assert bursts_in_batches([5] * 30, [50] * 30).level.size == 0
    assert bursts_in_batches([5] * 30).level.size == 0


def test_counts_alone_burst_when_they_double() -> None:
    found = bursts_in_batches([10, 11, 9, 10, 40, 38, 10, 9], scaling=2.0)
    assert (found.start.tolist(), found.end.tolist()) == ([4], [5])


def test_events_of_one_moment_within_others_are_taken() -> None:
    found = bursts_in_events([0.0, 10.0, 20.0, 20.0, 20.0, 20.0, 20.0, 30.0, 40.0])
    assert (found.start[0], found.end[0]) == (2, 6)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"time": [0.0, 2.0, 1.0]}, "time, row 2"),
        ({"time": [0.0, np.nan, 1.0]}, "time, row 1"),
        ({"time": [0.0, 1.0, 2.0], "scaling": 1.0}, "scaling"),
        ({"time": [0.0, 1.0, 2.0], "states": 1}, "states"),
    ],
)
def test_wrong_events_are_named(arguments: dict[str, object], said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        bursts_in_events(**arguments)  # type: ignore[arg-type]


def test_wrong_batches_are_named() -> None:
    with pytest.raises(InvalidInput, match="relevant, row 1"):
        bursts_in_batches([1, 5], [3, 4])
    with pytest.raises(InvalidInput, match="above 1"):
        bursts_in_batches([5, 6], [8, 8])
    for too_few in ([3], [0, 0, 0]):
        with pytest.raises(NotEnoughData):
            bursts_in_batches(too_few)
    with pytest.raises(NotEnoughData):
        bursts_in_events([1.0, 1.0, 1.0])
