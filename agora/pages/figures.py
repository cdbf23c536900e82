"""A score as a page writes it, a figure: no more digits than its interval supports, and in a sentence what it rests
on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agora.measures.catalogue import CATALOGUE, KINDS
from agora.measures.models import Score
from agora.pages.amounts import coarse, money

# Less than half a per cent rounds to nothing, and nothing is not worth a sentence.
LEAST_ASSUMED_SHARE = 0.005


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
        value=value_text(score.value, unit=measure.unit, whole=_coarse(score)),
        low=low,
        high=high,
        rests_on=" ".join(filter(None, (_of_many(score), rests_on(score.basis, measure=score.measure)))),
        href=reverse("console:score", args=[score.pk]),
        label=score.label,
        counted=counts_text(score.basis) if measure.kind != "reach" else "",
        kind=measure.kind,
        kind_note=KINDS.get(measure.kind, ""),
        method=reverse("console:method", args=[measure.method]),
    )


def by_measure(scores: Iterable[Score]) -> dict[str, Figure]:
    """Return the figures of scores without a topic, by the name of their measure."""
    return {score.measure: figure(score) for score in scores if not score.label}


def value_text(value: float | None, *, unit: str, whole: bool = False) -> str:
    """Return a value with its unit; money is in minor units, a share lies between 0 and 1."""
    if value is None:
        return "—"
    if unit == "money":
        return money(value, whole=whole)
    if unit == "share":
        return f"{value:.0%}"
    if unit == "stars":
        return f"{value:.1f}"
    # Standing is a share of all attention: two decimals would show nobody any.
    return f"{value:.2g}" if abs(value) < 0.1 else f"{value:.2f}"


def rests_on(basis: dict[str, Any], *, measure: str) -> str:
    """Say in a sentence or two how much a score rests on; empty where the run noted nothing.

    The counts of an allocated value are of the sales credited: of those touched there are more. The band is its own.
    """
    counts = "" if CATALOGUE[measure].kind == "reach" else counts_text(basis)
    sentences = [_("Rests on %(parts)s.") % {"parts": counts}] if counts else []
    if (basis.get("assumed_share") or 0) > LEAST_ASSUMED_SHARE:
        sentences.append(_("%(share)s of the margin is assumed.") % {"share": f"{basis['assumed_share']:.0%}"})
    if measure == "csv" and (band := _band_of_rules(basis)):
        sentences.append(band)
    return " ".join(sentences)


def _band_of_rules(basis: dict[str, Any]) -> str:
    """What other rules of sharing a sale out would say; nothing where they all agree."""
    low, high = basis.get("rule_low"), basis.get("rule_high")
    if low is None or high is None or low == high:
        return ""
    words = {"low": money(low, whole=True), "high": money(high, whole=True)}
    return _("Other rules of sharing would say %(low)s to %(high)s.") % words


def counts_text(basis: dict[str, Any]) -> str:
    """Return the counts a run noted, such as "3 sales, 2 posts"; what there is none of is left out."""
    counts = ((in_words, basis.get(key)) for key, in_words in _NOUNS.items())
    return ", ".join(in_words(count) for in_words, count in counts if isinstance(count, int) and count)


def _count(one: str, many: str) -> Callable[[int], str]:
    return lambda count: f"{count:,} {ngettext(one, many, count)}"


_NOUNS = {
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


def _of_many(score: Score) -> str:
    """Say so where a forecast lies above its interval, which is of what one person brings: a few bring most of it."""
    if CATALOGUE[score.measure].kind != "expected" or score.high is None or score.value <= score.high:
        return ""
    return _("An average of people alike: most of them bring less, a few much more.")


def _interval(score: Score) -> tuple[str, str]:
    if score.low is None or score.high is None or score.low == score.high == score.value:
        return "", ""
    unit, whole = CATALOGUE[score.measure].unit, _coarse(score)
    return value_text(score.low, unit=unit, whole=whole), value_text(score.high, unit=unit, whole=whole)


def _coarse(score: Score) -> bool:
    return coarse(score.value, low=score.low, high=score.high)
