"""Scores for pages: read, never computed here; every read passes `visible_to`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from agora.accounts.models import Viewer
from agora.core import clock
from agora.measures.catalogue import CATALOGUE, Measure
from agora.measures.models import Run, Score
from agora.measures.naming import names_of
from agora.measures.overview import Cell, MeasuredPerson, Point, Table, scatter, table

__all__ = [
    "Cell",
    "Equity",
    "MeasuredPerson",
    "MeasuredScore",
    "Point",
    "RankedSubject",
    "Table",
    "current_runs",
    "equity",
    "finding",
    "scatter",
    "scores_of",
    "table",
    "top",
    "unsaid",
]
LARGEST_TOP = 100
# A shop without a sale for so long has stopped, or its record ends there.
RECENT_DAYS = 60
NOT_MEASURED = "Nothing has been measured yet."
NO_MONEY = "No sale has come in yet, so nobody's words can have carried one."
NOT_SETTLED = "But purchases do not follow reading more than chance would: whether words moved them cannot be said yet."
NOBODY = "So far no sale leaned on anybody's words."


@dataclass(frozen=True, slots=True)
class MeasuredScore:
    """A score as a page shows it: the measure, its value and interval, its topic, the run, and what it rests on."""

    measure: Measure
    value: float
    low: float | None
    high: float | None
    label: str
    currency: str
    basis: dict[str, Any]
    run: Run
    row: Score


@dataclass(frozen=True, slots=True)
class RankedSubject:
    """A place in a ranking."""

    place: int
    kind: str
    id: int
    name: str
    score: MeasuredScore


@dataclass(frozen=True, slots=True)
class Equity:
    """Customer equity in minor units with its 80 % interval, and how much of it words will have moved.

    company: what the company's own words bring; gamma: near 1 when the two ways of predicting social value agree.
    """

    current: float
    low: float
    high: float
    moved_by_words: float
    company: float
    gamma: float | None
    still_customers: float
    currency: str
    cannot_say: tuple[str, ...]
    run: Run


def current_runs(viewer: Viewer) -> dict[str, Run]:
    """Return the run that pages read, by measure, as far as the viewer may see runs."""
    return {run.measure: run for run in Run.objects.visible_to(viewer).filter(is_current=True)}


def scores_of(viewer: Viewer, *, kind: str, id: int) -> list[MeasuredScore]:
    """Return the current scores of one person, identity, product or post shown to the viewer, in the catalogue's
    order.
    """
    rows = Score.objects.shown_to(viewer).current().filter(subject_kind=kind, subject_id=id).select_related("run")
    order = {name: place for place, name in enumerate(CATALOGUE)}
    listed = sorted((row for row in rows if row.measure in order), key=lambda row: (order[row.measure], -row.value))
    return [measured_score(row) for row in listed]


def top(
    viewer: Viewer, measure: str, *, limit: int = 10, kinds: Iterable[str] | None = None, label: str | None = None
) -> list[RankedSubject]:
    """Return the highest current scores of `measure` (at most 100), optionally of some kinds of subject or one
    topic.
    """
    run = Run.objects.filter(measure=CATALOGUE[measure].run, is_current=True).first()
    rows = Score.objects.visible_to(viewer).filter(run=run, measure=measure).select_related("run")
    if kinds is not None:
        rows = rows.filter(subject_kind__in=list(kinds))
    if label is not None:
        rows = rows.filter(label=label)
    highest = list(rows.order_by("-value", "pk")[: max(0, min(limit, LARGEST_TOP))])
    names = names_of((row.subject_kind, row.subject_id) for row in highest)
    return [
        RankedSubject(
            place, row.subject_kind, row.subject_id, names[row.subject_kind, row.subject_id], measured_score(row)
        )
        for place, row in enumerate(highest, start=1)
    ]


def finding(viewer: Viewer) -> str:
    """Return the one sentence that the value run amounts to, or honestly why there is none yet."""
    run = Run.objects.visible_to(viewer).latest_of("value")
    if run is None:
        return NOT_MEASURED
    if not run.inputs.get("sales"):
        return NO_MONEY
    half = run.outcome["finding"]
    if not half["people"]:
        return NOBODY
    sentence = f"Half of the value that words carried came from {_people(half['people'])}{_little(half)}."
    if half.get("settled"):
        return sentence
    return f"{sentence} {NOT_SETTLED}"


def equity(viewer: Viewer) -> Equity | None:
    """Return customer equity by the current lifetime run, or None where it could not be said (yet)."""
    run = Run.objects.visible_to(viewer).latest_of("lifetime")
    if run is None or "equity" not in run.outcome:
        return None
    figures = run.outcome["equity"]
    return Equity(
        current=figures["current"],
        low=figures["low"],
        high=figures["high"],
        moved_by_words=figures["moved_by_words"],
        company=figures["company"],
        gamma=figures["gamma"],
        still_customers=run.outcome["still_customers"],
        currency=run.outcome["currency"],
        cannot_say=unsaid(run),
        run=run,
    )


def unsaid(run: Run) -> tuple[str, ...]:
    """Return what a run cannot say; one that speaks of a day long past cannot say anything of today."""
    as_of = run.inputs.get("as_of")
    last = datetime.fromisoformat(as_of) - timedelta(days=1) if as_of else clock.now()
    old = f"The last sale is of {last.day} {last:%B %Y}: what customers will bring is said as of that day."
    return (*((old,) if last < clock.ago(days=RECENT_DAYS) else ()), *run.outcome["cannot_say"])


def measured_score(row: Score) -> MeasuredScore:
    """Return a score (with its run) as pages show it."""
    measure = CATALOGUE[row.measure]
    currency = row.run.outcome.get("currency", "") if measure.unit == "money" else ""
    return MeasuredScore(measure, row.value, row.low, row.high, row.label, currency, row.basis, row.run, row)


def _people(count: int) -> str:
    return "one person" if count == 1 else f"{count:,} people"


def _little(half: dict[str, Any]) -> str:
    people, little = half["people"], half["almost_nothing"]
    if not little:
        return ""
    if people == 1:
        return ", who bought almost nothing"
    if little == people:
        return ", who all bought almost nothing"
    return f", {little:,} of whom bought almost nothing" if little > 1 else ", one of whom bought almost nothing"
