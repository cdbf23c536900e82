import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agora_analytics.errors import InvalidInput, NotEnoughData
from agora_analytics.segments import rfm, value_tiers
from tests.library.pages import table

values = st.lists(st.integers(0, 30), min_size=5, max_size=60)


def test_scores_are_those_of_the_page() -> None:
    rows = np.array([[float(cell) for cell in row] for row in table("segments", "RFM of ten customers")])
    found = rfm(rows[:, 0], rows[:, 1], rows[:, 2])
    assert found.cell.tolist() == rows[:, 3].tolist()
    assert found.cuts[1].tolist() == [1, 2, 3, 8]


def test_tiers_are_those_of_the_page() -> None:
    money = [float(row[2]) for row in table("segments", "RFM of ten customers")]
    found = value_tiers(money)
    for tier, people, value, share in table("segments", "Tiers of the same customers"):
        assert found.people[int(tier)] == int(people)
        assert found.value[int(tier)] == float(value)
        assert found.value_share[int(tier)] == pytest.approx(float(share), abs=5e-4)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(values, st.integers(2, 5))
def test_more_never_scores_less_equals_score_alike_and_order_does_not_matter(bought: list[int], groups: int) -> None:
    often = np.array(bought, dtype=float)
    found = rfm(often, often, often, groups=groups)
    by_value = np.argsort(often, kind="stable")
    assert (np.diff(found.frequency[by_value]) >= 0).all()
    assert (np.diff(found.recency[by_value]) <= 0).all()
    assert found.frequency.min() == 1
    assert found.frequency.max() <= groups
    for value in np.unique(often):
        assert np.unique(found.cell[often == value]).size == 1
    order = np.random.default_rng(0).permutation(often.size)
    assert rfm(*(often[order],) * 3, groups=groups).cell.tolist() == found.cell[order].tolist()


@settings(max_examples=50, deadline=None, derandomize=True)
@given(st.integers(1, 40), st.integers(2, 9))
def test_distinct_customers_fill_groups_that_differ_by_one_at_most(each: int, groups: int) -> None:
    value = np.random.default_rng(each).permutation(each * groups + 1).astype(float)
    sizes = np.bincount(rfm(value, value, value, groups=groups).frequency)[1:]
    assert sizes.size == groups
    assert sizes.max() - sizes.min() <= 1


def test_the_cuts_of_last_month_score_newcomers_alike() -> None:
    rng = np.random.default_rng(2)
    last = [rng.integers(0, 90, 200), rng.poisson(3, 200), rng.gamma(2, 50, 200)]
    found = rfm(*last)
    assert rfm(*last, cuts=found.cuts).cell.tolist() == found.cell.tolist()
    assert rfm([0.0], [99.0], [1e6], cuts=found.cuts).cell.tolist() == [555]


@settings(max_examples=80, deadline=None, derandomize=True)
@given(st.lists(st.integers(-5, 50), min_size=1, max_size=60))
def test_tiers_lose_no_value_and_the_better_is_never_below(worth: list[int]) -> None:
    value = np.array(worth, dtype=float)
    if (value <= 0).all():
        with pytest.raises(NotEnoughData):
            value_tiers(value)
        return
    found = value_tiers(value)
    assert found.people.sum() == value.size
    assert found.value.sum() == pytest.approx(value.sum())
    assert found.value_share.sum() == pytest.approx(1)
    assert (np.diff(found.tier[np.argsort(-value, kind="stable")]) >= 0).all()
    assert np.cumsum(found.value_share)[0] >= 0.5
    assert 0 <= found.gini < 1


def test_gini_is_nothing_among_equals_and_known_between_two() -> None:
    assert value_tiers([7.0] * 9).gini == pytest.approx(0)
    assert value_tiers([1.0, 3.0]).gini == pytest.approx(0.25)


def test_wrong_customers_are_named() -> None:
    with pytest.raises(InvalidInput, match="recency, row 1"):
        rfm([1, -1], [1, 1], [1, 1], groups=2)
    with pytest.raises(InvalidInput, match="monetary, row 0"):
        rfm([1, 1], [1, 1], [np.nan, 1], groups=2)
    with pytest.raises(InvalidInput, match="groups"):
        rfm([1], [1], [1], groups=10)
    with pytest.raises(InvalidInput, match="cuts"):
        rfm([1], [1], [1], cuts=[[1, 2]])
    with pytest.raises(NotEnoughData, match="fewer groups"):
        rfm([1], [1], [1])
    with pytest.raises(InvalidInput, match="shares"):
        value_tiers([1.0], shares=(0.8, 0.5))
