import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from agora_analytics.errors import InvalidInput, NotEnoughData
from agora_analytics.inference import compare_proportions, fisher_exact, proportion
from tests.library.pages import table

group = st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def test_newcombes_example_has_his_interval() -> None:
    made = compare_proportions((56, 48), (70, 80))
    assert (round(made.low, 4), round(made.high, 4)) == (0.0524, 0.3339)
    assert made.difference == pytest.approx(0.2)


def test_single_shares_are_those_of_newcombe_on_the_page() -> None:
    rows = table("confirming-claims", "One share")
    assert len(rows) == 4
    for successes, trials, low, high in rows:
        made = proportion(int(successes), int(trials))
        assert (f"{made.low:.4f}", f"{made.high:.4f}") == (low, high)


def test_the_z_test_is_the_pooled_one() -> None:
    made = compare_proportions((56, 48), (70, 80))
    pooled = 104 / 150
    z = 0.2 / np.sqrt(pooled * (1 - pooled) * (1 / 70 + 1 / 80))
    assert made.z == pytest.approx(z)
    assert made.p_value == pytest.approx(2 * norm.sf(z))


def test_the_other_way_round_is_the_mirror() -> None:
    one, two = compare_proportions((9, 3), (10, 10)), compare_proportions((3, 9), (10, 10))
    assert (one.low, one.high, one.z) == pytest.approx((-two.high, -two.low, -two.z))
    assert one.p_value == pytest.approx(two.p_value)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(group, group)
def test_the_interval_holds_the_difference_and_stays_on_the_scale(one: tuple[int, int], other: tuple[int, int]) -> None:
    made = compare_proportions((one[0], other[0]), (one[1], other[1]))
    assert -1 <= made.low <= made.difference + 1e-12
    assert made.difference - 1e-12 <= made.high <= 1


def test_equal_extremes_show_no_difference() -> None:
    made = compare_proportions((10, 10), (10, 10))
    assert (made.z, made.p_value) == (0, 1)
    assert made.low < 0 < made.high


def test_an_empty_group_cannot_be_compared() -> None:
    with pytest.raises(NotEnoughData, match="at least one member"):
        compare_proportions((0, 1), (0, 2))
    with pytest.raises(NotEnoughData, match="at least one"):
        proportion(0, 0)
    with pytest.raises(InvalidInput, match="row 0: 5 successes of 4"):
        compare_proportions((5, 1), (4, 2))


def test_tea_and_twins_have_fishers_p_values() -> None:
    for name, cells, alternative, p in table("confirming-claims", "Fisher"):
        counts = np.array([int(cell) for cell in cells.split()]).reshape(2, 2)
        made = fisher_exact(counts, alternative=alternative)  # type: ignore[arg-type]
        assert made.p_value == pytest.approx(float(p), rel=1e-4), name


def test_the_interval_of_the_odds_ratio_agrees_with_the_test() -> None:
    clear, unclear = fisher_exact([[2, 15], [10, 3]]), fisher_exact([[3, 1], [1, 3]])
    assert 0 < clear.low < clear.odds_ratio < clear.high < 1
    assert unclear.low < 1 < unclear.high


def test_tables_that_are_none_are_refused() -> None:
    with pytest.raises(InvalidInput, match="two rows"):
        fisher_exact([1, 2, 3, 4])
    with pytest.raises(InvalidInput, match="at least 0"):
        fisher_exact([[1, -2], [3, 4]])
    with pytest.raises(NotEnoughData, match="each row and column"):
        fisher_exact([[0, 0], [3, 4]])
