"""Amounts as people read them: money in the house's currency, with no more digits than are known."""

from __future__ import annotations

from decimal import Decimal

from babel.core import Locale
from babel.numbers import format_currency, format_decimal, parse_pattern
from django.conf import settings
from django.utils.translation import get_language

from agora.core.money import Money, digits

# From so many units of the currency on, cents say nothing.
WHOLE_FROM = 100
# With an interval as wide as this, in units, cents say nothing of smaller amounts either; ten cents stay ten cents.
COARSE_FROM = 10


def money(minor: float, *, whole: bool = False, currency: str | None = None) -> str:
    """Return minor units as people read them; `whole` leaves the cents out."""
    amount = Money(round(minor), currency or settings.CURRENCY)
    language = get_language() or "en"
    if not whole:
        return amount.shown(language)
    locale = Locale.parse(language, sep="-")
    pattern = parse_pattern(locale.currency_formats["standard"].pattern)
    pattern.frac_prec = (0, 0)
    return str(pattern.apply(round(amount.major), locale, currency=amount.currency, currency_digits=False))


def compact_money(minor: float) -> str:
    """Return minor units as an axis reads them: €100, €10 k."""
    units = Decimal(round(minor)).scaleb(-digits(settings.CURRENCY))
    language = get_language() or "en"
    if abs(units) < 1000:
        return money(minor, whole=units == units.to_integral_value())
    symbol = format_currency(0, settings.CURRENCY, "¤", locale=language, currency_digits=False)
    for size, letter in ((1_000_000, "M"), (1000, "k")):
        if abs(units) >= size:
            return f"{symbol}{format_decimal(round(units / size, 1), locale=language)} {letter}"
    raise AssertionError("a thousand is at least a thousand")


def coarse(value: float, *, low: float | None, high: float | None) -> bool:
    """Whether cents (of minor units and their interval) would say more than is known."""
    unit: int = 10 ** digits(settings.CURRENCY)
    width = 0.0 if low is None or high is None else high - low
    return abs(value) >= WHOLE_FROM * unit or (abs(value) >= COARSE_FROM * unit and width >= COARSE_FROM * unit)


def units(minor_units: float | None) -> Decimal | None:
    """Return minor units as units of the house's currency, exact to the last digit."""
    return None if minor_units is None else Decimal(round(minor_units)).scaleb(-digits(settings.CURRENCY))


def minor(amount: Decimal) -> float:
    """Return units of the house's currency as minor units."""
    return float(amount.scaleb(digits(settings.CURRENCY)))
