"""Scores: measured values with their intervals, the run that made them and what they rest on.

Those in money are for who may see value; the others are for everybody who works here.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from pydantic import BaseModel

from agora.accounts.models import Account
from agora.api.fields import Id, Name
from agora.api.keys import viewer
from agora.api.paging import Cursor, Limit, Page, paged
from agora.api.routing import Noun
from agora.measures.catalogue import CATALOGUE
from agora.measures.explaining import Explanation, explain
from agora.measures.models import Score
from agora.measures.models.score import ScoreQuerySet

router = Noun("scores")
MeasureName = Literal[
    "own", "csv", "recv", "net", "gross", "clv", "clsv", "alive", "pagerank", "expertise", "helpfulness", "rating"
]
MONEY = frozenset(measure.name for measure in CATALOGUE.values() if measure.unit == "money")
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


class AccountShown(BaseModel):
    """A score that another one is made of."""

    measure: str
    amount_minor: int


class ExplanationShown(BaseModel):
    """What a score rests on; for money: parts + rest_minor + changed_minor is total_minor exactly."""

    score: ScoreShown
    sentences: list[str]
    total_minor: int | None
    parts: list[PartShown]
    rest_minor: int
    rest_count: int
    changed_minor: int
    accounts: list[AccountShown]


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
    scores = _seen(viewer(request)).current().select_related("run")
    scores = scores.filter(**{name: value for name, value in wanted.items() if value is not None})
    items, following = paged(scores, shown, by="-value" if measure else "id", cursor=cursor, limit=limit)
    return Page[ScoreShown](items=items, next=following)


@router.reads("/{id}", ScoreShown, title="Get a score", ability="see console")
def get_score(request: HttpRequest, id: Id) -> ScoreShown:
    """One score, of a current run or an earlier one."""
    scores = _seen(viewer(request)).select_related("run")
    return shown(get_object_or_404(scores, pk=id))


@router.reads("/{id}/explanation", ExplanationShown, title="Explain a score", ability="see console")
def explain_score(request: HttpRequest, id: Id) -> ExplanationShown:
    """What a score rests on: the sales, posts and weights, the largest one by one and the others as a sum."""
    account = viewer(request)
    score = get_object_or_404(_seen(account).select_related("run"), pk=id)
    return _explained(explain(score, account))


def may_see(account: Account, score: Score) -> bool:
    """Whether the account may see this score: one in money asks for "see value"."""
    return score.measure not in MONEY or account.may("see value")


def _seen(account: Account) -> ScoreQuerySet:
    scores: ScoreQuerySet = Score.objects.visible_to(account)
    return scores if account.may("see value") else scores.exclude(measure__in=MONEY)


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
    )
