"""What is ahead: the days somebody bought on, the law fitted to everybody's, and the posts that still bring
something.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count, Max, Sum
from django.db.models.functions import Abs
from django.utils.dateparse import parse_datetime

from agora.accounts.models import Viewer
from agora.commerce import margins
from agora.core.copying import fetch
from agora.measures.explaining.explanation import Evidence, Explanation, identities_of, posts_seen
from agora.measures.models import Credit, Run, Score
from agora.measures.panels.arrow import SUBJECT
from agora.measures.scores import MeasuredScore

# As the run counts them: several purchases on a day are one, what came back is taken off its day, and a day whose
# purchases all came back is none. Contracts are left out.
DAYS = f"""
WITH moved AS (
 SELECT m.margin_minor, CASE WHEN m.what = 'return' THEN o.at ELSE m.at END AS at,
  coalesce(o.origin_id, b.origin_id) AS number
 FROM ({margins.ORDER_LINES} UNION ALL {margins.RETURN_LINES}) m
 LEFT JOIN commerce_order b ON m.what = 'order' AND b.id = m.of_id
 LEFT JOIN (commerce_orderline l JOIN commerce_order o ON o.id = l.order_id JOIN people_identity j ON j.id = o.buyer_id)
  ON m.what = 'return' AND l.id = m.takes_back AND {SUBJECT.format("j")} = %(who)s
 WHERE m.buyer_id = ANY(%(buyers)s) AND m.currency = %(currency)s AND m.at < %(until)s)
SELECT date_trunc('day', at, 'UTC') AS day, sum(margin_minor)::bigint,
 string_agg(DISTINCT number, ', '), count(DISTINCT number), count(*) OVER ()
FROM moved WHERE at IS NOT NULL GROUP BY 1 HAVING sum(margin_minor) > 0 ORDER BY 1 DESC LIMIT %(limit)s"""


def purchases(score: MeasuredScore, viewer: Viewer, limit: int) -> Explanation:
    """Open lifetime value, or the chance to be still a customer, to the days with purchases and the fitted laws.

    The days come with their margins only where the score itself is money.
    """
    in_money = score.measure.unit == "money"
    days, count = purchase_days(score, limit, in_money=in_money)
    return Explanation(
        score,
        total_minor=round(score.value) if in_money else None,
        evidence=tuple(days),
        evidence_count=count,
        stood=score.basis.get("purchases"),
        law=law_of(score.run, in_money=in_money),
    )


def purchase_days(score: MeasuredScore, limit: int, *, in_money: bool) -> tuple[list[Evidence], int]:
    """Return the latest days with purchases, and how many there are; margins only where money is shown."""
    row, run = score.row, score.run
    parameters = {
        **margins.company_rate().parameters,
        "buyers": identities_of(row),
        "limit": limit,
        "who": row.subject_id if row.subject_kind == "person" else -row.subject_id,
        "currency": run.outcome.get("currency", ""),
        "until": run.inputs.get("as_of") or run.started_at,
    }
    rows = fetch(DAYS, parameters)
    days = [
        Evidence("day", day, name=orders, number=number, amount_minor=margin if in_money else None)
        for day, margin, orders, number, _ in rows
    ]
    return days, rows[0][4] if rows else 0


def together(score: MeasuredScore, viewer: Viewer, limit: int) -> Explanation:
    """Open lifetime social value to what it is made of, and the posts whose credit it carries forward."""
    posts, count = _credited(score, viewer, limit)
    return Explanation(
        score,
        total_minor=round(score.value),
        accounts=_made_of(score, viewer),
        evidence=tuple(posts),
        evidence_count=count,
        stood=score.basis.get("posts"),
        law={name: value for name, value in _carried(score.run).items() if value is not None},
    )


def _made_of(score: MeasuredScore, viewer: Viewer) -> tuple[tuple[str, int], ...]:
    """Lifetime value, less what others' words bring of it, plus what own words bring; rounded so that they add up."""
    kind, pk, basis = score.row.subject_kind, score.row.subject_id, score.basis
    rows = Score.objects.shown_to(viewer).filter(run=score.run, measure="clv", subject_kind=kind, subject_id=pk)
    value = rows.values_list("value", flat=True).first()
    if value is None or "given" not in basis:
        return ()
    brought = round(basis["given"])
    return (("clv", round(value)), ("taken", round(score.value) - round(value) - brought), ("brought", brought))


def _credited(score: MeasuredScore, viewer: Viewer, limit: int) -> tuple[Sequence[Evidence], int]:
    inputs, ids = score.run.inputs, identities_of(score.row)
    if not inputs.get("value_run"):
        return [], 0
    rows = Credit.objects.visible_to(viewer).filter(
        run=inputs["value_run"], author__in=ids, at__gt=parse_datetime(inputs["credited_since"])
    )
    count = rows.aggregate(posts=Count("post", distinct=True))["posts"]
    by_post = rows.order_by().values("post").annotate(amount=Sum("amount_minor"), sales=Count("pk"), last=Max("at"))
    largest = list(by_post.order_by(Abs("amount").desc(), "post")[:limit])
    words = posts_seen(viewer, [row["post"] for row in largest])
    return [
        Evidence("post", row["last"], number=row["sales"], amount_minor=row["amount"], **words.get(row["post"], {}))
        for row in largest
    ], count


def law_of(run: Run, *, in_money: bool) -> dict[str, float | str]:
    """Return the laws that a lifetime run fitted: their names, and their parameters by the literature's names."""
    fitted = run.outcome.get("fitted")
    if not fitted:
        return {}
    amounts = {"amounts": "Gamma-Gamma", **fitted["gamma_gamma"]} if in_money else {}
    return {"purchases": fitted.get("model", "BG/NBD"), **fitted.get("buying", {}), **amounts}


def _carried(run: Run) -> dict[str, float | None]:
    return {
        "gamma": run.outcome.get("equity", {}).get("gamma"),
        "half-life of a post's pull, days": run.parameters.get("content_half_life_days"),
        "credit counted, days": run.parameters.get("credit_days"),
    }
