"""Runs as pages show them: what was calculated, when, with which parameters, how it ended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agora.accounts.models import Viewer
from agora.measures import jobs
from agora.measures.models import Run

RECENT = 8
_TONES = {"done": "good", "failed": "bad", "running": "note"}


@dataclass(frozen=True, slots=True)
class RunFact:
    """A name and a value, as components/facts.html draws them."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class RunCard:
    """A run in words."""

    pk: int
    measure: str
    state: str
    tone: str
    started: datetime
    seconds: float | None
    is_current: bool
    problem: str
    inputs: list[RunFact]
    parameters: list[RunFact]
    made_with: str
    cannot_say: list[str]


@dataclass(frozen=True, slots=True)
class CalculationStatus:
    """What is being calculated or waits for a worker; `text` says since when."""

    label: str
    text: str


def run_card(run: Run) -> RunCard:
    """Return a run in words."""
    seconds = (run.finished_at - run.started_at).total_seconds() if run.finished_at else None
    return RunCard(
        pk=run.pk,
        measure=run.measure,
        state=_states().get(run.state, run.state),
        tone=_TONES.get(run.state, ""),
        started=run.started_at,
        seconds=seconds,
        is_current=run.is_current,
        problem=run.problem,
        inputs=list(_facts(run.inputs)),
        parameters=list(_facts(run.parameters)),
        made_with=f"Agora {run.code_version} · {run.engine}",
        cannot_say=list(run.outcome.get("cannot_say", [])),
    )


def recent_runs(viewer: Viewer) -> list[RunCard]:
    """Return the newest runs."""
    return [run_card(run) for run in Run.objects.visible_to(viewer).order_by("-started_at", "-pk")[:RECENT]]


def calculation_status(viewer: Viewer) -> CalculationStatus | None:
    """Return what is calculated now or waits for a worker, or None."""
    waiting = jobs.waiting()
    if not waiting:
        return None
    running = Run.objects.visible_to(viewer).filter(state="running").order_by("started_at").first()
    if running:
        since = date_format(running.started_at, "H:i:s")
        return CalculationStatus(
            _("Calculating %(measure)s") % {"measure": running.measure}, _("since %(time)s") % {"time": since}
        )
    return CalculationStatus(_("Waiting for a worker"), _("%(count)d in the queue") % {"count": waiting})


def period(run: Run | None) -> str:
    """Say in words which sales a value run counted."""
    bounds = run.outcome.get("period") if run else None
    if not bounds:
        return ""
    start, end = (
        date_format(moment, "j M Y") for moment in map(parse_datetime, (bounds["from"], bounds["to"])) if moment
    )
    return _("%(start)s to %(end)s") % {"start": start, "end": end}


def _facts(values: Mapping[str, Any]) -> Iterator[RunFact]:
    for name, value in values.items():
        yield RunFact(name.replace("_", " "), _as_text(value))


def _as_text(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {_as_text(part)}" for name, part in value.items() if part is not None)
    if isinstance(value, list):
        return ", ".join(map(_as_text, value))
    if isinstance(value, int | float):
        return f"{value:,}"
    moment = parse_datetime(value) if isinstance(value, str) and "T" in value else None
    return date_format(moment, "j M Y, H:i") if moment else str(value)


def _states() -> dict[str, str]:
    return {"running": _("running"), "done": _("finished"), "failed": _("failed")}


def subject_href(kind: str, pk: int) -> str:
    """Return the console's page of what a score is about; nothing where there is none."""
    pages = {"person": "console:person", "product": "console:product", "post": "portal:post"}
    return reverse(pages[kind], args=[pk]) if kind in pages else ""
