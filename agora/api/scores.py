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
from agora.api.paging import Cursor, Limit, PageOutput, paged
from agora.api.routing import NounRouter
from agora.measures.catalogue import CATALOGUE
from agora.measures.explaining import Explanation, explain
from agora.measures.models import Score

router = NounRouter("scores")


def _measure_name(name: str) -> str:
    if name not in CATALOGUE:
        raise ValueError(f"A measure is one of {', '.join(CATALOGUE)}.")
    return name


MeasureName = Annotated[str, AfterValidator(_measure_name), Field(json_schema_extra={"enum": [*CATALOGUE]})]
SubjectKind = Literal["person", "identity", "product", "post"]


class ScoreOutput(BaseModel):
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


class PartOutput(BaseModel):
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


class EvidenceOutput(BaseModel):
    """A record a score rests on that is no sale; `what` is day, post, answer, question, helpful, unhelpful, reader or
    review.

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


class AccountOutput(BaseModel):
    """A score that another one is made of; "taken" and "brought" are what words move of a lifetime value."""

    measure: str
    amount_minor: int


class ExplanationOutput(BaseModel):
    """What a score rests on; for sums of sales: parts + rest_minor + changed_minor is total_minor exactly.

    evidence: the first of evidence_count records that are no sales; law: parameters of the fitted law or prior by name.
    """

    score: ScoreOutput
    sentences: list[str]
    total_minor: int | None
    parts: list[PartOutput]
    rest_minor: int
    rest_count: int
    changed_minor: int
    accounts: list[AccountOutput]
    evidence: list[EvidenceOutput]
    evidence_count: int
    law: dict[str, float | str]


@router.reads("", PageOutput[ScoreOutput], title="List scores", ability="see console")
def list_scores(
    request: HttpRequest,
    *,
    cursor: Cursor = None,
    limit: Limit = 50,
    measure: MeasureName | None = None,
    subject_kind: SubjectKind | None = None,
    subject_id: Id | None = None,
    label: Name | None = None,
) -> PageOutput[ScoreOutput]:
    """Current scores, in money only if you may see value; of one measure from the highest down, else as they were
    made.
    """
    filters = {"measure": measure, "subject_kind": subject_kind, "subject_id": subject_id, "label": label}
    scores = Score.objects.shown_to(viewer(request)).current().select_related("run")
    scores = scores.filter(**{name: value for name, value in filters.items() if value is not None})
    items, following = paged(scores, score_output, by="-value" if measure else "id", cursor=cursor, limit=limit)
    return PageOutput[ScoreOutput](items=items, next=following)


@router.reads("/{id}", ScoreOutput, title="Get a score", ability="see console")
def get_score(request: HttpRequest, id: Id) -> ScoreOutput:
    """One score, of a current run or an earlier one."""
    scores = Score.objects.shown_to(viewer(request)).select_related("run")
    return score_output(get_object_or_404(scores, pk=id))


@router.reads("/{id}/explanation", ExplanationOutput, title="Explain a score", ability="see console")
def explain_score(request: HttpRequest, id: Id) -> ExplanationOutput:
    """What a score rests on: the sales, words, votes and weights, the largest one by one and the others as a sum."""
    account = viewer(request)
    score = get_object_or_404(Score.objects.shown_to(account).select_related("run"), pk=id)
    return _explanation_output(explain(score, account))


def score_output(score: Score) -> ScoreOutput:
    """Return a score (with its run) as the API shows it."""
    measure = CATALOGUE.get(score.measure)
    unit = measure.unit if measure else ""
    return ScoreOutput(
        id=score.pk,
        measure=score.measure,
        subject_kind=score.subject_kind,
        subject_id=score.subject_id,
        label=score.label,
        value=score.value,
        low=score.low,
        high=score.high,
        unit=unit,
        currency=score.run.outcome.get("currency", "") if unit == "money" else "",
        basis=score.basis,
        run=score.run_id,
    )


def _explanation_output(explanation: Explanation) -> ExplanationOutput:
    return ExplanationOutput(
        score=score_output(explanation.score.row),
        sentences=list(explanation.sentences),
        total_minor=explanation.total_minor,
        parts=[PartOutput.model_validate(part, from_attributes=True) for part in explanation.parts],
        rest_minor=explanation.rest_minor,
        rest_count=explanation.rest_count,
        changed_minor=explanation.changed_minor,
        accounts=[AccountOutput(measure=measure, amount_minor=amount) for measure, amount in explanation.accounts],
        evidence=[EvidenceOutput.model_validate(row, from_attributes=True) for row in explanation.evidence],
        evidence_count=explanation.evidence_count,
        law=dict(explanation.law),
    )
