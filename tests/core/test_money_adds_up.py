"""Money: what adds, what is refused, how it is read and shown, currency by currency."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest

from agora.core.money import LARGEST, CurrencyMismatch, Money, digits, minor_units

# How many digits a currency has, as ISO 4217 says.
DIGITS = {"EUR": 2, "USD": 2, "GBP": 2, "CHF": 2, "JPY": 0, "KRW": 0, "CLP": 0, "KWD": 3, "BHD": 3, "XYZ": 2}


@pytest.mark.parametrize(("currency", "count"), DIGITS.items())
def test_currencies_have_the_digits_that_iso_gives_them(currency: str, count: int) -> None:
    assert digits(currency) == count
    assert Money(10**count, currency).major == 1
    assert minor_units("1", currency=currency) == 10**count


@pytest.mark.parametrize(
    ("one", "other", "total", "rest"),
    [(0, 0, 0, 0), (5, 3, 8, 2), (3, 5, 8, -2), (-5, 3, -2, -8), (10**17, 1, 10**17 + 1, 10**17 - 1)],
)
def test_amounts_of_one_currency_add_and_subtract_to_the_cent(one: int, other: int, total: int, rest: int) -> None:
    assert Money(one, "EUR") + Money(other, "EUR") == Money(total, "EUR")
    assert Money(one, "EUR") - Money(other, "EUR") == Money(rest, "EUR")
    assert -Money(one, "EUR") == Money(-one, "EUR")


@pytest.mark.parametrize("seed", range(10))
def test_sums_do_not_depend_on_the_order_and_come_apart_again(seed: int) -> None:
    dice = random.Random(seed)
    amounts = [Money(dice.randint(-(10**12), 10**12), "JPY") for _ in range(20)]
    there, back = Money(0, "JPY"), Money(0, "JPY")
    for amount in amounts:
        there = there + amount
    for amount in reversed(amounts):
        back = back + amount
    assert there == back == Money(sum(amount.minor for amount in amounts), "JPY")
    for amount in amounts:
        there = there - amount
    assert there == Money(0, "JPY")
    assert all(amount + -amount == Money(0, "JPY") for amount in amounts)


def test_two_currencies_neither_add_nor_subtract_and_the_message_names_both() -> None:
    for act in (lambda: Money(1, "EUR") + Money(1, "GBP"), lambda: Money(1, "EUR") - Money(1, "GBP")):
        with pytest.raises(CurrencyMismatch, match="EUR and GBP cannot be added; convert one first"):
            act()
    assert Money(1, "EUR") != Money(1, "GBP")


@pytest.mark.parametrize(
    ("minor", "currency", "locale", "words"),
    [
        (0, "EUR", "en", "€0.00"),
        (1, "EUR", "en", "€0.01"),
        (-1, "EUR", "en", "-€0.01"),
        (-123456, "EUR", "en", "-€1,234.56"),
        (100, "USD", "en", "$1.00"),
        (1234567, "JPY", "en", "¥1,234,567"),
        (1234, "KWD", "en", "KWD1.234"),
        (123450, "EUR", "de", "1.234,50\xa0€"),
        (10**15, "EUR", "en", "€10,000,000,000,000.00"),
    ],
)
def test_amounts_are_shown_as_people_read_them(minor: int, currency: str, locale: str, words: str) -> None:
    assert Money(minor, currency).shown(locale) == words


def test_without_a_locale_amounts_are_shown_in_english() -> None:
    assert Money(123450, "EUR").shown() == Money(123450, "EUR").shown("en")


# An amount as a file may have it, and its cents; None: refused.
AMOUNTS: list[tuple[str | Decimal, str, int | None]] = [
    ("0", "EUR", 0), ("-0", "EUR", 0), ("12.34", "EUR", 1234), (" 12.34 ", "EUR", 1234), ("1e2", "EUR", 10000),
    ("0.005", "EUR", 0), ("0.015", "EUR", 2), ("0.025", "EUR", 2), ("0.0050001", "EUR", 1), ("-0.015", "EUR", -2),
    ("0.5", "JPY", 0), ("1.5", "JPY", 2), ("2.5", "JPY", 2), ("0.0005", "KWD", 0), ("0.0015", "KWD", 2),
    (Decimal("7.10"), "EUR", 710), (Decimal("-7.10"), "EUR", -710),
    ("999999999999999", "EUR", 99999999999999900), ("-999999999999999.99", "EUR", -99999999999999999),
    ("1000000000000000", "EUR", None), ("-1000000000000000", "EUR", None), ("1e15", "JPY", None), (LARGEST, "EUR", None),
    ("NaN", "EUR", None), ("sNaN", "EUR", None), ("-Infinity", "EUR", None), ("1,000.00", "EUR", None), ("€5", "EUR", None),
    ("five", "EUR", None), (" ", "EUR", None), ("1.2.3", "EUR", None), ("0x10", "EUR", None), (Decimal("Infinity"), "EUR", None),
]  # fmt: skip


@pytest.mark.parametrize(("amount", "currency", "minor"), AMOUNTS)
def test_amounts_are_read_to_the_cent_or_refused_in_words(
    amount: str | Decimal, currency: str, minor: int | None
) -> None:
    if minor is None:
        with pytest.raises(ValueError, match="is not an amount of money") as refusal:
            minor_units(amount, currency=currency)
        assert str(refusal.value) == f"{str(amount)[:40]!r} is not an amount of money."
    else:
        assert minor_units(amount, currency=currency) == minor


def test_a_long_text_that_is_no_amount_is_cut_in_the_message() -> None:
    with pytest.raises(ValueError, match=r"^'x{40}' is not") as refusal:
        minor_units("x" * 5000, currency="EUR")
    assert len(str(refusal.value)) < 100


def test_the_largest_amount_fits_the_database_in_every_currency() -> None:
    for currency in DIGITS:
        largest = minor_units(LARGEST - 1, currency=currency)
        assert largest < 2**63
        assert Money(largest, currency).major == LARGEST - 1
