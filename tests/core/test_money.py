from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agora.core.money import CurrencyMismatch, Money, digits, minor_units


def test_money_is_shown_with_its_currency() -> None:
    assert Money(123450, "EUR").shown() == "€1,234.50"
    assert Money(1234, "JPY").shown() == "¥1,234"


def test_two_currencies_do_not_add() -> None:
    with pytest.raises(CurrencyMismatch, match="EUR and GBP"):
        Money(1, "EUR") + Money(1, "GBP")


@pytest.mark.parametrize(("text", "minor"), [("2.55", 255), ("0.001", 0), ("0.005", 0), ("0.015", 2), ("-7", -700)])
def test_amounts_are_rounded_half_to_even(text: str, minor: int) -> None:
    assert minor_units(text, currency="EUR") == minor


@pytest.mark.parametrize("text", ["", "abc", "NaN", "Infinity", "1,5", "1e999999999999"])
def test_what_is_no_amount_is_refused_in_words(text: str) -> None:
    with pytest.raises(ValueError, match="is not an amount of money"):
        minor_units(text, currency="EUR")


@given(st.integers(-(10**12), 10**12), st.sampled_from(["EUR", "JPY", "KWD"]))
def test_an_amount_survives_the_way_to_units_and_back(minor: int, currency: str) -> None:
    assert minor_units(Money(minor, currency).major, currency=currency) == minor
    assert digits(currency) in {0, 2, 3}
