"""Runs: which measure was calculated when, on what, with which parameters, and how it ended.

Their outcomes hold what all customers are worth, so they are for who may see value.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from pydantic import BaseModel

from agora.api.fields import Id
from agora.api.keys import viewer
from agora.api.paging import Cursor, Limit, Page, paged
from agora.api.routing import Noun
from agora.measures.models import Run

router = Noun("runs")
RunMeasure = Literal["helpfulness", "influence", "incrementality", "value", "lifetime"]


class RunShown(BaseModel):
    """One calculation of a measure; the current one is what pages show."""

    id: int
    measure: str
    state: str
    is_current: bool
    started_at: datetime
    finished_at: datetime | None
    engine: str
    code_version: str
    inputs: dict[str, Any]
    parameters: dict[str, Any]
    outcome: dict[str, Any]
    problem: str


@router.reads("", Page[RunShown], title="List runs", ability="see value")
def list_runs(
    request: HttpRequest, *, cursor: Cursor = None, limit: Limit = 50, measure: RunMeasure | None = None
) -> Page[RunShown]:
    """Runs from the newest back, optionally of one measure."""
    runs = Run.objects.visible_to(viewer(request))
    if measure:
        runs = runs.filter(measure=measure)
    items, following = paged(runs, _shown, by="-started_at", cursor=cursor, limit=limit)
    return Page[RunShown](items=items, next=following)


@router.reads("/{id}", RunShown, title="Get a run", ability="see value")
def get_run(request: HttpRequest, id: Id) -> RunShown:
    """One run."""
    return _shown(get_object_or_404(Run.objects.visible_to(viewer(request)), pk=id))


def _shown(run: Run) -> RunShown:
    return RunShown(
        id=run.pk, measure=run.measure, state=run.state, is_current=run.is_current, started_at=run.started_at,
        finished_at=run.finished_at, engine=run.engine, code_version=run.code_version, inputs=run.inputs,
        parameters=run.parameters, outcome=run.outcome, problem=run.problem,
    )  # fmt: skip
