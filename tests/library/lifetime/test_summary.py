from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agora_analytics.errors import InvalidInput, NotEnoughData
from agora_analytics.lifetime import customer_summary


def by_hand(
    who: list[int], when: list[float], spent: list[float], end: float
) -> list[tuple[int, int, float, float, float]]:
    """Each customer's row, written as one would do it on paper."""
    rows = []
    for one in sorted(set(who)):
        days: dict[float, float] = {}
        for w, t, s in zip(who, when, spent, strict=True):
            if w == one and np.floor(t) <= end:
                days[float(np.floor(t))] = days.get(float(np.floor(t)), 0.0) + s
        first = min(days, default=np.inf)
        if first < end:
            later = [days[day] for day in sorted(days)[1:]]
            mean = sum(later) / len(later) if later else 0.0
            rows.append((one, len(later), max(days) - first, end - first, mean))
    return rows


def test_the_first_purchase_is_not_a_repeat_and_one_day_is_one_occasion() -> None:
    made = customer_summary(
        [7, 7, 7, 7, 3], [0.2, 10.1, 10.9, 24.0, 14.0], [100.0, 5.0, 6.0, 20.0, 9.0], end=28.0, unit=7.0
    )
    assert made.customer.tolist() == [3, 7]
    assert made.frequency.tolist() == [0, 2]
    assert made.recency.tolist() == pytest.approx([0, 24 / 7])
    assert made.age.tolist() == [2.0, 4.0]
    assert made.mean_amount.tolist() == [0.0, 15.5]


def test_what_comes_later_is_not_known_yet() -> None:
    made = customer_summary([1, 1, 2, 3], [0.0, 30.0, 40.0, 20.0], [5.0, 5.0, 5.0, 5.0], end=20.0, unit="day")
    assert made.customer.tolist() == [1]
    assert made.frequency.tolist() == [0]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from([-4, 0, 3, 10**12, 10**15]), st.floats(-9, 60), st.integers(1, 9)),
        min_size=1,
        max_size=140,
    )
)
def test_the_passes_count_what_one_counts_by_hand(rows: list[tuple[int, float, int]]) -> None:
    who, when, spent = (list(column) for column in zip(*rows, strict=True))
    made = customer_summary(who, when, spent, end=40.0, unit=1.0)
    columns = (made.customer, made.frequency, made.recency, made.age, made.mean_amount)
    expected = by_hand(who, when, [float(s) for s in spent], 40.0)
    np.testing.assert_allclose(np.column_stack(columns), np.array(expected).reshape(-1, 5), rtol=1e-12)


def test_a_customer_with_very_many_purchases_is_counted_too() -> None:
    rng = np.random.default_rng(0)
    when = rng.uniform(0, 300, 5000)
    made = customer_summary(np.full(5000, 9), when, end=301, unit=1)
    assert made.frequency[0] == np.unique(np.floor(when)).size - 1


def test_many_scattered_codes_are_told_apart() -> None:
    who = np.random.default_rng(1).integers(-(2**62), 2**62, 100_000)
    made = customer_summary(np.concatenate([who, who]), np.repeat([1.0, 5.0], who.size), end=9.0, unit="day")
    np.testing.assert_array_equal(made.customer, np.unique(who))
    assert np.all(made.frequency == 1)


def test_dates_and_moments_are_days() -> None:
    moments = np.array(["1997-01-01T10:00", "1997-01-15T23:00"], dtype="datetime64[s]")
    made = customer_summary([1, 1], moments, end=date(1997, 1, 29), unit="week")
    assert (made.frequency.tolist(), made.recency.tolist(), made.age.tolist()) == ([1], [2.0], [4.0])
    assert made.mean_amount.tolist() == [0.0]


@pytest.mark.parametrize(
    ("arguments", "named", "message"),
    [
        (([1, 1], [0.0, np.nan]), {}, "time, row 1: nan"),
        (([1, 1.5], [0.0, 1.0]), {}, "customer, row 1: 1.5"),
        (([1, 1], [0.0]), {}, "time: expected 2 rows"),
        (([1], [0.0], [np.inf]), {}, "amount, row 0: inf"),
        (([1], [0.0]), {"end": np.nan}, "end, row 0: nan"),
        (([1], [0.0]), {"unit": "fortnight"}, "unit: 'fortnight' .* week"),
        (([1], [0.0]), {"unit": 0}, "unit: 0"),
        (([1], [0.0]), {"occasion": -1.0}, "occasion: must be above 0"),
    ],
)
def test_impossible_purchases_are_refused_by_name(arguments: tuple, named: dict, message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        customer_summary(*arguments, **({"end": 9.0, "unit": "day"} | named))


def test_no_purchases_at_all_are_nobody_to_summarise() -> None:
    with pytest.raises(NotEnoughData, match="nobody"):
        customer_summary([], [], end=1.0, unit="day")
