"""Scores: measured values with their intervals, the run that made them and what they rest on.

Those in money are for who may see value; the others are for everybody who works here.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from pydantic import AfterValidator, BaseModel, Field

from agora.api.fields import Id, Name
from agora.api.keys import viewer
from agora.api.paging import Cursor, Limit, Page, paged
from agora.api.routing import Noun
from agora.measures.catalogue import CATALOGUE
from agora.measures.explaining import Explanation, explain
from agora.measures.models import Score

router = Noun("scores")


def _measured(told: str) -> str:
    if told not in CATALOGUE:
        raise ValueError(f"A measure is one of {', '.join(CATALOGUE)}.")
    return told


MeasureName = Annotated[str, AfterValidator(_measured), Field(json_schema_extra={"enum": [*CATALOGUE]})]
SubjectKind = Literal["person", "identity", "product", "post"]


class ScoreShown(BaseModel):
    """A measured value; money is in minor units of `currency`, `low` and `high` bound it where that can be said."""

    id: int
    measure: str
    subject_kind: str
    subject_id: int
    label: str
    value: float
    low: float | None
    high: float | None
    unit: str
    currency: str
    basis: dict[str, Any]
    run: int


class PartShown(BaseModel):
    """One sale's part in a score: for credited value also whose words in which post, and their share of the sale."""

    at: datetime
    amount_minor: int
    sale_kind: str
    sale: str
    product: str
    buyer: str
    author: str
    post_id: int | None
    thread_id: int | None
    weight: float | None
    assumed: bool


class EvidenceShown(BaseModel):
    """A record a score rests on that is no sale; `what` is day, post, answer, question, helpful, unhelpful, reader or review.

    number: stars, sales, meetings or orders; counts: false for what was left out of the score.
    """

    what: str
    at: datetime
    name: str
    subject: tuple[str, int] | None
    post_id: int | None
    thread_id: int | None
    number: int | None
    amount_minor: int | None
    strength: float | None
    counts: bool


class AccountShown(BaseModel):
    """A score that another one is made of; "taken" and "brought" are what words move of a lifetime value."""

    measure: str
    amount_minor: int


class ExplanationShown(BaseModel):
    """What a score rests on; for sums of sales: parts + rest_minor + changed_minor is total_minor exactly.

    evidence: the first of evidence_count records that are no sales; law: parameters of the fitted law or prior by name.
    """

    score: ScoreShown
    sentences: list[str]
    total_minor: int | None
    parts: list[PartShown]
    rest_minor: int
    rest_count: int
    changed_minor: int
    accounts: list[AccountShown]
    evidence: list[EvidenceShown]
    evidence_count: int
    law: dict[str, float | str]


@router.reads("", Page[ScoreShown], title="List scores", ability="see console")
def list_scores(
    request: HttpRequest,
    *,
    cursor: Cursor = None,
    limit: Limit = 50,
    measure: MeasureName | None = None,
    subject_kind: SubjectKind | None = None,
    subject_id: Id | None = None,
    label: Name | None = None,
) -> Page[ScoreShown]:
    """Current scores, in money only if you may see value; of one measure from the highest down, else as they were made."""
    wanted = {"measure": measure, "subject_kind": subject_kind, "subject_id": subject_id, "label": label}
    scores = Score.objects.shown_to(viewer(request)).current().select_related("run")
    scores = scores.filter(**{name: value for name, value in wanted.items() if value is not None})
    items, following = paged(scores, shown, by="-value" if measure else "id", cursor=cursor, limit=limit)
    return Page[ScoreShown](items=items, next=following)


@router.reads("/{id}", ScoreShown, title="Get a score", ability="see console")
def get_score(request: HttpRequest, id: Id) -> ScoreShown:
    """One score, of a current run or an earlier one."""
    scores = Score.objects.shown_to(viewer(request)).select_related("run")
    return shown(get_object_or_404(scores, pk=id))


@router.reads("/{id}/explanation", ExplanationShown, title="Explain a score", ability="see console")
def explain_score(request: HttpRequest, id: Id) -> ExplanationShown:
    """What a score rests on: the sales, words, votes and weights, the largest one by one and the others as a sum."""
    account = viewer(request)
    score = get_object_or_404(Score.objects.shown_to(account).select_related("run"), pk=id)
    return _explained(explain(score, account))


def shown(score: Score) -> ScoreShown:
    """Return a score (with its run) as the API shows it."""
    measure = CATALOGUE.get(score.measure)
    unit = measure.unit if measure else ""
    return ScoreShown(
        id=score.pk, measure=score.measure, subject_kind=score.subject_kind, subject_id=score.subject_id,
        label=score.label, value=score.value, low=score.low, high=score.high, unit=unit,
        currency=score.run.outcome.get("currency", "") if unit == "money" else "", basis=score.basis, run=score.run_id,
    )  # fmt: skip


def _explained(found: Explanation) -> ExplanationShown:
    return ExplanationShown(
        score=shown(found.scored.score),
        sentences=list(found.sentences),
        total_minor=found.total_minor,
        parts=[PartShown.model_validate(part, from_attributes=True) for part in found.parts],
        rest_minor=found.rest_minor,
        rest_count=found.rest_count,
        changed_minor=found.changed_minor,
        accounts=[AccountShown(measure=measure, amount_minor=amount) for measure, amount in found.accounts],
        evidence=[EvidenceShown.model_validate(row, from_attributes=True) for row in found.evidence],
        evidence_count=found.evidence_count,
        law=dict(found.law),
    )
