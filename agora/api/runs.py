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
from agora.api.paging import Cursor, Limit, PageOutput, paged
from agora.api.routing import NounRouter
from agora.measures.models import Run

router = NounRouter("runs")
RunMeasure = Literal["helpfulness", "influence", "incrementality", "value", "lifetime"]


class RunOutput(BaseModel):
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


@router.reads("", PageOutput[RunOutput], title="List runs", ability="see value")
def list_runs(
    request: HttpRequest, *, cursor: Cursor = None, limit: Limit = 50, measure: RunMeasure | None = None
) -> PageOutput[RunOutput]:
    """Runs from the newest back, optionally of one measure."""
    runs = Run.objects.visible_to(viewer(request))
    if measure:
        runs = runs.filter(measure=measure)
    items, following = paged(runs, _run_output, by="-started_at", cursor=cursor, limit=limit)
    return PageOutput[RunOutput](items=items, next=following)


@router.reads("/{id}", RunOutput, title="Get a run", ability="see value")
def get_run(request: HttpRequest, id: Id) -> RunOutput:
    """One run."""
    return _run_output(get_object_or_404(Run.objects.visible_to(viewer(request)), pk=id))


def _run_output(run: Run) -> RunOutput:
    return RunOutput(
        id=run.pk,
        measure=run.measure,
        state=run.state,
        is_current=run.is_current,
        started_at=run.started_at,
        finished_at=run.finished_at,
        engine=run.engine,
        code_version=run.code_version,
        inputs=run.inputs,
        parameters=run.parameters,
        outcome=run.outcome,
        problem=run.problem,
    )
