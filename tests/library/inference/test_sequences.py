import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agora_analytics.errors import InvalidInput, NotEnoughData
from agora_analytics.inference import compare_sequences, confidence_sequence, sequence_radius, tuned_rho
from tests.library.pages import table


def test_radii_are_those_of_the_page() -> None:
    rows = table("confirming-claims", "Looking every day")
    assert len(rows) == 4
    for observations, radius in rows:
        assert f"{sequence_radius([int(observations)])[0]:.5f}" == radius


def test_it_covers_under_peeking_where_the_fixed_interval_does_not() -> None:
    rng = np.random.default_rng(7)
    t = np.arange(1, 2001)
    means = np.cumsum(rng.normal(size=(600, t.size)), axis=1) / t
    always = np.mean(np.all(np.abs(means) <= sequence_radius(t), axis=1))
    fixed = np.mean(np.all(np.abs(means) <= 1.959964 / np.sqrt(t), axis=1))
    assert always >= 0.95
    assert fixed < 0.6


@pytest.mark.truth
def test_shares_are_covered_at_all_times_at_the_stated_rate() -> None:
    rng = np.random.default_rng(8)
    missed = 0
    for _ in range(1500):
        made = confidence_sequence(rng.random(1000) < 0.4, deviation=0.5)
        missed += bool(np.any((made.low > 0.4) | (made.high < 0.4)))
    assert missed / 1500 <= 0.05


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(st.floats(-3, 3), min_size=1, max_size=60), st.floats(0.5, 500), st.floats(-2, 2))
def test_the_p_value_is_small_exactly_when_the_interval_has_left_the_null(
    values: list[float], rho: float, null: float
) -> None:
    made = confidence_sequence(values, deviation=1.0, rho=rho, null=null)
    gap = np.minimum(np.abs(made.low - null), np.abs(made.high - null))
    left = np.maximum.accumulate((made.low > null) | (made.high < null))
    clear = np.minimum.accumulate(gap) > 1e-9
    np.testing.assert_array_equal((made.p_value <= 0.05)[clear], left[clear])
    assert np.all(np.diff(made.p_value) <= 0)


def test_the_tuned_rho_is_the_narrowest_at_its_time() -> None:
    best = tuned_rho(5000)
    for other in (best / 2, best * 2):
        assert sequence_radius([5000], rho=best) < sequence_radius([5000], rho=other)


def test_two_groups_are_compared_pair_by_pair() -> None:
    rng = np.random.default_rng(3)
    one, other = rng.random(4000) < 0.5, rng.random(3000) < 0.4
    made = compare_sequences(one, other, deviation=0.5)
    assert made.mean.size == 3000
    assert made.low[-1] > 0
    assert made.low[-1] < 0.1 < made.high[-1]


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(NotEnoughData, match="no observation"):
        confidence_sequence([], deviation=1)
    with pytest.raises(NotEnoughData, match="each group"):
        compare_sequences([1.0], [], deviation=1)
    with pytest.raises(InvalidInput, match="values, row 1"):
        confidence_sequence([1.0, np.nan], deviation=1)
    for wrong in ({"deviation": 0.0}, {"rho": -1.0}, {"level": 1.0}):
        with pytest.raises(InvalidInput):
            sequence_radius([1], **wrong)
    with pytest.raises(InvalidInput, match="first observation"):
        sequence_radius([0])
    with pytest.raises(InvalidInput, match="observations"):
        tuned_rho(0)
