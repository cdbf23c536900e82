"""The records behind a score that are no sales, as a table: days, posts, answers, votes, readers, reviews."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agora.measures.explaining import Evidence, Explanation
from agora.pages.amounts import money
from agora.pages.figures import value_text


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A cell: what it says, where it leads, and a quiet word beside it."""

    text: str
    href: str = ""
    note: str = ""
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class EvidenceTable:
    """Heads, rows of as many entries, which columns hold numbers (from 1), and how many records are not listed."""

    title: str
    heads: list[str]
    rows: list[list[EvidenceRow]]
    numeric: str
    more: str


Row = Callable[[Evidence, str], list[EvidenceRow]]


def evidence_table(opened: Explanation) -> EvidenceTable | None:
    """Return the evidence as a table; None where there is none."""
    if not opened.evidence:
        return None
    title, heads, row = _tables(in_money=opened.score.measure.unit == "money")[opened.evidence[0].what]
    rows = [row(one, opened.score.currency) for one in opened.evidence]
    left = opened.evidence_count - len(rows)
    more = ngettext("%(count)s more is not listed.", "%(count)s more are not listed.", left) % {"count": f"{left:,}"}
    numeric = " ".join(str(place) for place, entry in enumerate(rows[0], start=1) if entry.numeric)
    return EvidenceTable(title, heads, rows, numeric, more if left > 0 else "")


def _tables(*, in_money: bool) -> dict[str, tuple[str, list[str], Row]]:
    """By what the first record is: a title, the heads, and how a record becomes a row."""
    margin = [_("Margin")] if in_money else []
    answered = (_("Answers and questions"), [_("Day"), _("Thread"), _("What they did")], _answer)
    voted = (_("Votes"), [_("Day"), _("Who"), _("Vote")], _vote)
    return {
        "day": (_("Days with purchases"), [_("Day"), _("Orders"), *margin], _day),
        "post": (_("Posts that sales leaned on"), [_("Words"), _("Last sale"), _("Sales"), _("Credit")], _post),
        "answer": answered,
        "question": answered,
        "helpful": voted,
        "unhelpful": voted,
        "reader": (
            _("Who met these words most"),
            [_("Reader"), _("Last met"), _("Meetings"), _("Strength of the tie")],
            _reader,
        ),
        "review": (_("Reviews"), [_("Day"), _("Review"), _("Stars")], _review),
    }


def _day(row: Evidence, currency: str) -> list[EvidenceRow]:
    day = [EvidenceRow(_date(row)), EvidenceRow(row.name)]
    return day if row.amount_minor is None else [*day, _amount(row, currency)]


def _post(row: Evidence, currency: str) -> list[EvidenceRow]:
    return [_words(row), EvidenceRow(_date(row)), _number(row), _amount(row, currency)]


def _answer(row: Evidence, currency: str) -> list[EvidenceRow]:
    return [EvidenceRow(_date(row)), _words(row), EvidenceRow(_("answered") if row.what == "answer" else _("asked"))]


def _vote(row: Evidence, currency: str) -> list[EvidenceRow]:
    said = _("helpful") if row.what == "helpful" else _("not helpful")
    who = EvidenceRow(row.name or _("somebody"), _subject_href(row))
    return [EvidenceRow(_date(row)), who, EvidenceRow(said, note="" if row.counts else _("does not count"))]


def _reader(row: Evidence, currency: str) -> list[EvidenceRow]:
    strength = "—" if row.strength is None else value_text(row.strength, unit="score")
    return [
        EvidenceRow(row.name, _subject_href(row)),
        EvidenceRow(_date(row)),
        _number(row),
        EvidenceRow(strength, numeric=True),
    ]


def _review(row: Evidence, currency: str) -> list[EvidenceRow]:
    review = _words(row)
    return [EvidenceRow(_date(row)), EvidenceRow(review.text, review.href, note=row.name), _number(row)]


def _words(row: Evidence) -> EvidenceRow:
    if not row.thread_id:
        return EvidenceRow(_("words you may not see"))
    thread = reverse("portal:thread", args=[row.thread_id])
    return EvidenceRow(row.post, f"{thread}#post-{row.post_id}" if row.post_id else thread)


def _subject_href(row: Evidence) -> str:
    return reverse("console:person", args=[row.subject[1]]) if row.subject and row.subject[0] == "person" else ""


def _amount(row: Evidence, currency: str) -> EvidenceRow:
    return EvidenceRow("" if row.amount_minor is None else money(row.amount_minor, currency=currency), numeric=True)


def _number(row: Evidence) -> EvidenceRow:
    return EvidenceRow("" if row.number is None else f"{row.number:,}", numeric=True)


def _date(row: Evidence) -> str:
    return date_format(row.at, "j M Y")
