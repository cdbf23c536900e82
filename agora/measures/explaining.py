"""Every score opens: to the sales, posts and weights it rests on, and the run that made it.

The parts of a money score add up to it exactly: the largest are shown one by one, the others as one sum, and what
changed since the run (a merged person, a corrected margin) as a sum of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import Abs

from agora.accounts.models import Viewer
from agora.commerce.models import OrderLine, ReturnLine, SubscriptionEvent
from agora.measures.models import Credit, Run, Score
from agora.measures.own_sales import OwnSales, own_sales
from agora.measures.scores import Scored, scored
from agora.people.models import Identity

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Part:
    """One sale's part in a score: for credits also whose words, which post and which share of the sale."""

    at: datetime
    amount_minor: int
    sale_kind: str
    sale: str = ""
    product: str = ""
    buyer: str = ""
    author: str = ""
    post_id: int | None = None
    post: str = ""
    thread_id: int | None = None
    weight: float | None = None
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a score rests on; for money: sum of `parts` + `rest_minor` + `changed_minor` == `total_minor`, exactly.

    `accounts` are (measure, amount) where a score is made of other scores, such as net of own, received and social.
    """

    scored: Scored
    total_minor: int | None = None
    parts: tuple[Part, ...] = ()
    rest_minor: int = 0
    rest_count: int = 0
    changed_minor: int = 0
    accounts: tuple[tuple[str, int], ...] = ()
    sentences: tuple[str, ...] = ()

    @property
    def run(self) -> Run:
        """The run that made the score."""
        return self.scored.run


def explain(score: Score, viewer: Viewer, *, limit: int = SHOWN) -> Explanation:
    """Return what `score` rests on, in a bounded number of queries.

    Raises Score.DoesNotExist where the viewer may not see the score.
    """
    score = Score.objects.visible_to(viewer).select_related("run").get(pk=score.pk)
    opened = _OPENERS.get(score.measure, _plain)(scored(score), viewer, limit)
    return replace(opened, sentences=tuple(_sentences(opened.scored)))


def _credits(shown: Scored, viewer: Viewer, limit: int) -> Explanation:
    ids = identities_of(shown.score)
    side = {"buyer__in": ids} if shown.measure.name == "recv" else {"author__in": ids}
    rows: QuerySet[Credit] = Credit.objects.visible_to(viewer).filter(run=shown.run, **side)
    found = rows.aggregate(total=Sum("amount_minor"), count=Count("pk"))
    largest = list(
        rows.select_related("buyer", "author", "post__thread").order_by(Abs("amount_minor").desc(), "pk")[:limit]
    )
    return _added_up(shown, credit_parts(largest), total=found["total"] or 0, count=found["count"])


def _own(shown: Scored, viewer: Viewer, limit: int) -> Explanation:
    made: OwnSales = own_sales(identities_of(shown.score), run=shown.run, limit=limit)
    kinds = {(row.kind, row.id) for row in made.rows}
    named = sale_names(kinds)
    parts = [
        Part(row.at, row.margin_minor, row.kind, *named.get((row.kind, row.id), ("", "")), assumed=row.assumed)
        for row in made.rows
    ]
    return _added_up(shown, parts, total=made.total_minor, count=made.count)


def _net(shown: Scored, viewer: Viewer, limit: int) -> Explanation:
    rows = Score.objects.visible_to(viewer).filter(
        run=shown.run, subject_kind=shown.score.subject_kind, subject_id=shown.score.subject_id
    )
    known = {row.measure: round(row.value) for row in rows}
    accounts = (("own", known["own"]), ("recv", -known["recv"]), ("csv", known["csv"]))
    return Explanation(shown, total_minor=round(shown.value), accounts=accounts)


def _plain(shown: Scored, viewer: Viewer, limit: int) -> Explanation:
    return Explanation(shown, total_minor=round(shown.value) if shown.measure.unit == "money" else None)


_OPENERS = {"csv": _credits, "recv": _credits, "own": _own, "net": _net}


def _added_up(shown: Scored, parts: Sequence[Part], *, total: int, count: int) -> Explanation:
    seen = sum(part.amount_minor for part in parts)
    return Explanation(
        shown,
        total_minor=round(shown.value),
        parts=tuple(parts),
        rest_minor=total - seen,
        rest_count=count - len(parts),
        changed_minor=round(shown.value) - total,
    )


def credit_parts(rows: Sequence[Credit]) -> list[Part]:
    """Return ledger entries (with buyer, author, post and thread fetched) as parts, in at most three queries."""
    named = sale_names({(row.sale_kind, row.sale_id) for row in rows})
    return [
        Part(
            row.at, row.amount_minor, row.sale_kind, *named.get((row.sale_kind, row.sale_id), ("", "")),
            buyer=str(row.buyer), author=str(row.author) if row.author else "the company", post_id=row.post_id,
            post=row.post.thread.title, thread_id=row.post.thread_id, weight=row.weight,
        )
        for row in rows
    ]  # fmt: skip


def identities_of(score: Score) -> list[int]:
    """Return the identities behind the subject of a score."""
    if score.subject_kind == "identity":
        return [score.subject_id]
    return list(Identity.objects.filter(person=score.subject_id).values_list("pk", flat=True))


def sale_names(sales: set[tuple[str, int]]) -> dict[tuple[str, int], tuple[str, str]]:
    """Return for each (kind, id) of a sale the number of its order and the name of its product."""
    lookups: dict[str, tuple[Any, str, str]] = {
        "line": (OrderLine, "order__origin_id", "product__name"),
        "return": (ReturnLine, "of__origin_id", "product__name"),
        "event": (SubscriptionEvent, "subscription__origin_id", "subscription__product__name"),
    }
    named: dict[tuple[str, int], tuple[str, str]] = {}
    for kind, (model, number, product) in lookups.items():
        if pks := [pk for of, pk in sales if of == kind]:
            rows = model.objects.filter(pk__in=pks).values_list("pk", number, product)
            named |= {(kind, pk): (order, name) for pk, order, name in rows}
    return named


def _sentences(shown: Scored) -> list[str]:
    basis, said = shown.basis, []
    if "posts" in basis and "buyers" in basis:
        said.append(
            f"{_count(basis['sales'], 'sale')} of {_count(basis['buyers'], 'buyer')} leaned on"
            f" {_count(basis['posts'], 'post')}; {_count(basis['exposures'], 'time')} somebody met these words."
        )
    if basis.get("assumed_share"):
        said.append(
            f"{basis['assumed_share']:.0%} of it rests on the company-wide margin rate, which is an assumption."
        )
    if shown.measure.name == "gross":
        said.append("These sums overlap between people: they do not add up to the margin.")
    if "purchases" in basis:
        said.append(_purchases(basis))
    if "votes" in basis:
        said.append(f"{basis['helpful']} of {_count(basis['votes'], 'vote')} found it helpful.")
    if basis.get("exchanged"):
        said.append(
            f"{_count(basis['exchanged'], 'vote')} did not count: given and returned between the same two people."
        )
    if "reviews" in basis:
        said.append(f"It rests on {_count(basis['reviews'], 'review')}, pulled towards the average of all products.")
    if "answers" in basis:
        said.append(f"{_count(basis['answers'], 'answer')} given, {_count(basis['questions'], 'question')} asked.")
    return [*said, *_of_run(shown)]


def _purchases(basis: dict[str, Any]) -> str:
    if not basis["purchases"]:
        return "Nothing was ever bought: what is ahead comes from words alone."
    if basis.get("one_time"):
        return "Bought on one day only: what a next purchase would be lies far towards everybody's average."
    return f"It rests on {_count(basis['purchases'], 'day')} with purchases."


def _of_run(shown: Scored) -> list[str]:
    if shown.measure.run != "value" or shown.measure.name == "own":
        return []
    caused = shown.run.parameters.get("incrementality")
    return [_CAUSED[caused["origin"]].format(share=f"{caused['share']:.0%}")] if caused else []


_CAUSED = {
    "assumed": "Of what leans on words, {share} is credited to them: an assumption, not a measurement.",
    "matched": "Of what leans on words, {share} is credited to them, as a matched sample found.",
    "experiment": "Of what leans on words, {share} is credited to them, as an experiment found.",
}


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
