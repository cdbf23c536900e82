import numpy as np
import pytest

from agora.analytics.lifetime import summarise_purchases


def test_the_first_purchase_is_not_a_repeat_and_one_day_is_one_occasion() -> None:
    made = summarise_purchases(
        [7, 7, 7, 7, 3], [0.2, 10.1, 10.9, 24.0, 14.0], [100.0, 5.0, 6.0, 20.0, 9.0], until=28.0, unit=7.0
    )
    assert made.customer.tolist() == [3, 7]
    assert made.frequency.tolist() == [0, 2]
    assert made.recency.tolist() == pytest.approx([0, 24 / 7])
    assert made.age.tolist() == [2.0, 4.0]
    assert made.mean_spend.tolist() == [0.0, 15.5]


def test_what_comes_later_is_not_known_yet() -> None:
    made = summarise_purchases([1, 1, 2, 3], [0.0, 30.0, 40.0, 20.0], [5.0, 5.0, 5.0, 5.0], until=20.0)
    assert made.customer.tolist() == [1]
    assert made.frequency.tolist() == [0]


def test_the_order_of_rows_does_not_matter() -> None:
    rng = np.random.default_rng(0)
    who, when, spent = rng.integers(0, 40, 500), rng.uniform(0, 300, 500), rng.uniform(1, 9, 500)
    order = rng.permutation(500)
    one = summarise_purchases(who, when, spent, until=300.0)
    two = summarise_purchases(who[order], when[order], spent[order], until=300.0)
    np.testing.assert_array_equal(one.frequency, two.frequency)
    np.testing.assert_allclose(one.mean_spend, two.mean_spend)
    assert one.frequency.sum() + one.customer.size == np.unique(np.column_stack([who, np.floor(when)]), axis=0).shape[0]


def test_no_purchases_make_an_empty_summary() -> None:
    assert summarise_purchases([], [], [], until=1.0).customer.size == 0
