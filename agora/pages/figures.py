"""How a score is shown: no more digits than its interval supports, and in one sentence what it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from babel.core import Locale
from babel.numbers import format_currency, format_decimal, parse_pattern
from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from agora.core.money import Money, digits
from agora.measures.catalogue import CATALOGUE, KINDS
from agora.measures.models import Score

if TYPE_CHECKING:
    pass

# Above so many units of the currency, cents say nothing.
WHOLE_ABOVE = 100


@dataclass(frozen=True, slots=True)
class Figure:
    """A score in words: name, value, interval, the sentence behind it and the address that opens it."""

    measure: str
    title: str
    meaning: str
    value: str
    low: str
    high: str
    rests_on: str
    href: str
    label: str = ""
    counted: str = ""
    kind: str = ""
    kind_note: str = ""
    method: str = ""


def figure(score: Score) -> Figure:
    """Return `score` as it is shown."""
    measure = CATALOGUE[score.measure]
    low, high = _interval(score)
    return Figure(
        measure=score.measure,
        title=measure.title,
        meaning=measure.meaning,
        value=shown(score.value, unit=measure.unit, whole=_coarse(score)),
        low=low,
        high=high,
        rests_on=" ".join(filter(None, (_average(score), rests_on(score.basis, measure=score.measure)))),
        href=reverse("console:score", args=[score.pk]),
        label=score.label,
        counted=counted(score.basis) if measure.kind != "reach" else "",
        kind=measure.kind,
        kind_note=KINDS.get(measure.kind, ""),
        method=reverse("console:method", args=[measure.method]),
    )


def by_measure(scores: Iterable[Score]) -> dict[str, Figure]:
    """Return the figures of scores without a topic, by the name of their measure."""
    return {score.measure: figure(score) for score in scores if not score.label}


def shown(value: float | None, *, unit: str, whole: bool = False) -> str:
    """Return a value with its unit; money is in minor units, a share lies between 0 and 1."""
    if value is None:
        return "—"
    if unit == "money":
        return money(value, whole=whole)
    if unit == "share":
        return f"{value:.0%}"
    if unit == "stars":
        return f"{value:.1f}"
    return f"{value:.2g}" if abs(value) < 0.1 else f"{value:.2f}"


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
    """Return minor units as an axis reads them: €100, €10K."""
    units = Decimal(round(minor)).scaleb(-digits(settings.CURRENCY))
    language = get_language() or "en"
    if abs(units) < 1000:
        return money(minor, whole=units == units.to_integral_value())
    symbol = format_currency(0, settings.CURRENCY, "¤", locale=language, currency_digits=False)
    for size, letter in ((1_000_000, "M"), (1000, "k")):
        if abs(units) >= size:
            return f"{symbol}{format_decimal(round(units / size, 1), locale=language)} {letter}"
    raise AssertionError("a thousand is at least a thousand")


def rests_on(basis: dict[str, Any], *, measure: str) -> str:
    """Say in a sentence or two how much a score rests on; empty where the run noted nothing.

    The counts of an allocated value are of the sales credited: of those touched there are more. The band is its own.
    """
    parts = "" if CATALOGUE[measure].kind == "reach" else counted(basis)
    sentences = [_("Rests on %(parts)s.") % {"parts": parts}] if parts else []
    if (basis.get("assumed_share") or 0) > 0.005:
        sentences.append(_("%(share)s of the margin is assumed.") % {"share": f"{basis['assumed_share']:.0%}"})
    if measure == "csv" and basis.get("rule_low") is not None and basis["rule_low"] != basis["rule_high"]:
        band = {"low": money(basis["rule_low"], whole=True), "high": money(basis["rule_high"], whole=True)}
        sentences.append(_("Other rules of sharing would say %(low)s to %(high)s.") % band)
    return " ".join(sentences)


def counted(basis: dict[str, Any]) -> str:
    """Return the counts a run noted, such as "3 sales, 2 posts"; what there is none of is left out."""
    return ", ".join(
        words(basis[key]) for key, words in _COUNTED.items() if isinstance(basis.get(key), int) and basis[key]
    )


def _count(one: str, many: str) -> Callable[[int], str]:
    return lambda count: f"{count:,} {ngettext(one, many, count)}"


_COUNTED = {
    "sales": _count("sale", "sales"),
    "buyers": _count("buyer", "buyers"),
    "posts": _count("post", "posts"),
    "exposures": _count("meeting with the words", "meetings with the words"),
    "readers": _count("reader", "readers"),
    "meetings": _count("meeting with the words", "meetings with the words"),
    "answers": _count("answer given", "answers given"),
    "questions": _count("question asked", "questions asked"),
    "votes": _count("vote", "votes"),
    "reviews": _count("review", "reviews"),
    "purchases": _count("day with purchases", "days with purchases"),
}


def _average(score: Score) -> str:
    """Say so where a forecast lies above its interval, which is of what one person brings: a few bring most of it."""
    if CATALOGUE[score.measure].kind != "expected" or score.high is None or score.value <= score.high:
        return ""
    return _("An average of people alike: most of them bring less, a few much more.")


def _interval(score: Score) -> tuple[str, str]:
    if score.low is None or score.high is None or score.low == score.high == score.value:
        return "", ""
    unit, whole = CATALOGUE[score.measure].unit, _coarse(score)
    return shown(score.low, unit=unit, whole=whole), shown(score.high, unit=unit, whole=whole)


def coarse(value: float, *, low: float | None, high: float | None) -> bool:
    """Whether cents (of minor units and their interval) would say more than is known; ten cents stay ten cents."""
    units, span = 10 ** digits(settings.CURRENCY), 0.0 if low is None or high is None else high - low
    return bool(abs(value) >= WHOLE_ABOVE * units or (abs(value) >= 10 * units and span >= 10 * units))


def _coarse(score: Score) -> bool:
    return coarse(score.value, low=score.low, high=score.high)


def units(minor_units: float | None) -> Decimal | None:
    """Return minor units as units of the house's currency, exact to the last digit."""
    return None if minor_units is None else Decimal(round(minor_units)).scaleb(-digits(settings.CURRENCY))


def minor(amount: Decimal) -> float:
    """Return units of the house's currency as minor units."""
    return float(amount.scaleb(digits(settings.CURRENCY)))
