"""What is no number, or cannot be one here, is refused by name: never a silent result, never a bare ValueError."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import agora_analytics as aa
from agora_analytics.arrays import floats, integers, number
from agora_analytics.errors import InvalidInput, NotEnoughData
from agora_analytics.value import Sales

NAN, INF = float("nan"), float("inf")
BUYING = aa.lifetime.BetaGeo.of(r=0.243, alpha=4.414, a=0.793, b=2.426)
SPENDING = aa.lifetime.GammaGamma.of(p=6.25, q=3.74, gamma=15.44)
ROW: dict[str, Any] = {"frequency": [2, 0], "recency": [30.4, 0], "age": [38.9, 20], "mean_amount": [22.4, 0]}
WEEKLY = aa.lifetime.Discount.continuous(0.0027)
AHEAD = aa.lifetime.lifetime_value(BUYING, SPENDING, **ROW, margin=0.3, rate=WEEKLY, horizon=52)


@pytest.mark.parametrize("wrong", [INF, -INF, NAN, 1e19, 1.5, "one", None])
def test_a_count_is_a_whole_number_that_fits(wrong: Any) -> None:
    with pytest.raises(InvalidInput, match=r"^margin_minor"):
        Sales.of([0], time=[1.0], margin_minor=[wrong])
    with pytest.raises(InvalidInput, match=r"^count"):
        integers(np.array([1, wrong], dtype=object), name="count")


def test_whole_numbers_of_any_kind_come_through() -> None:
    for kind in (object, np.float32, np.uint8, np.bool_, np.int64):
        assert integers(np.array([1, 0], dtype=kind), name="count").tolist() == [1, 0]
    with pytest.raises(InvalidInput, match="too large for 64 bits"):
        integers(np.array([2**63], dtype=np.uint64), name="count")


def test_a_number_names_the_bound_it_breaks() -> None:
    assert number(np.float32(0.5), name="share", low=0, high=1) == 0.5
    with pytest.raises(InvalidInput, match=r"^share: must be at most 1, not 2"):
        number(2, name="share", low=0, high=1)
    with pytest.raises(InvalidInput, match=r"^window: must be above 0, not 0"):
        number(0, name="window", above=0)


def test_spending_without_a_mean_is_no_infinite_value() -> None:
    endless = aa.lifetime.GammaGamma.of(p=6.0, q=0.9, gamma=15.0)
    with pytest.raises(NotEnoughData, match="q is at most 1"):
        aa.lifetime.lifetime_value(BUYING, endless, **ROW, margin=0.3, rate=WEEKLY, horizon=52)


def test_a_value_says_whether_its_laws_are_pinned_down() -> None:
    assert not AHEAD.identified


@pytest.mark.parametrize("wrong", ["x", {}, "2026-01-01"])
def test_what_is_no_number_is_shown_with_its_row_and_the_cure(wrong: Any) -> None:
    with pytest.raises(InvalidInput, match=r"^amount, row 1: .* is not a number; leave the row out or mend it"):
        floats([1.0, wrong, 2.0], name="amount")
