"""Money is whole minor units (cents) and an ISO 4217 code; amounts of two currencies never add."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from functools import cache

from babel.core import get_global
from babel.numbers import format_currency

LARGEST = Decimal(10) ** 15  # units: what fits a bigint in every currency's minor units


class CurrencyMismatch(ValueError):
    """Two amounts in different currencies were added or compared."""


@cache
def digits(currency: str) -> int:
    """Return how many decimal digits `currency` has (EUR 2, JPY 0)."""
    fractions = get_global("currency_fractions")
    return int(fractions.get(currency, fractions["DEFAULT"])[0])


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An amount in minor units of a currency."""

    minor: int
    currency: str

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor - other.minor, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    @property
    def major(self) -> Decimal:
        """The amount in units of the currency (euros for EUR)."""
        return Decimal(self.minor).scaleb(-digits(self.currency))

    def shown(self, locale: str = "en") -> str:
        """Return the amount as people read it: `€1,234.50`."""
        return format_currency(self.major, self.currency, locale=locale)

    def _same(self, other: Money) -> None:
        if self.currency != other.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency} cannot be added; convert one first.")


def minor_units(amount: str | Decimal, *, currency: str) -> int:
    """Return `amount` (in units) as whole minor units, half to even; ValueError if it is no number."""
    try:
        exact = Decimal(amount)
    except InvalidOperation:
        raise ValueError(f"{str(amount)[:40]!r} is not an amount of money.") from None
    if not exact.is_finite() or exact.copy_abs() >= LARGEST:
        raise ValueError(f"{str(amount)[:40]!r} is not an amount of money.")
    return int(exact.scaleb(digits(currency)).to_integral_value(ROUND_HALF_EVEN))
