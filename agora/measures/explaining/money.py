"""Own, received, social, net and touched value: sale by sale."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import Abs

from agora.accounts.models import Viewer
from agora.commerce import margins
from agora.commerce.models import OrderLine, ReturnLine, SubscriptionEvent
from agora.conversations.models import Reaction
from agora.core.copying import fetch
from agora.measures.explaining.explanation import Explanation, Part, added_up, identities_of, posts_seen
from agora.measures.models import Credit, Score
from agora.measures.own_sales import OwnSales, own_sales
from agora.measures.panels.arrow import SUBJECT
from agora.measures.panels.money import KINDS, SaleKind
from agora.measures.scores import Scored
from agora.people.models import Identity

SALES_OF = {
    "line": (OrderLine, "order__origin_id", "product__name"),
    "return": (ReturnLine, "of__origin_id", "product__name"),
    "event": (SubscriptionEvent, "subscription__origin_id", "subscription__product__name"),
}
# As the ledger does it: whoever met the words within the horizon before buying, but for votes that were exchanged; a
# refund follows its sale, and one that refunds no sale of its buyer touches nobody.
MET = f"""
up AS MATERIALIZED (
 SELECT DISTINCT x.actor_id AS reader, p.author_id AS author FROM conversations_post p
 JOIN conversations_reaction x ON x.post_id = p.id WHERE p.author_id = ANY(%(authors)s) AND x.kind = ANY(%(helps)s)),
back AS MATERIALIZED (
 SELECT DISTINCT p.author_id AS reader, x.actor_id AS author FROM conversations_reaction x
 JOIN conversations_post p ON p.id = x.post_id WHERE x.actor_id = ANY(%(authors)s) AND x.kind = ANY(%(helps)s)),
met AS MATERIALIZED (
 SELECT {SUBJECT.format("r")} AS who, e.at, e.post_id FROM conversations_exposure e
 JOIN people_identity r ON r.id = e.reader_id JOIN people_identity a ON a.id = e.author_id
 WHERE e.author_id = ANY(%(authors)s) AND NOT r.is_ours AND NOT a.is_ours AND {SUBJECT.format("r")} <> {SUBJECT.format("a")}
 AND NOT (e.kind = 'vote' AND (e.reader_id, e.author_id) IN (SELECT reader, author FROM up JOIN back USING (reader, author))))"""
READERS = f"""
WITH {MET}
SELECT i.id FROM people_identity i JOIN (SELECT DISTINCT who FROM met) m ON i.person_id = m.who
UNION SELECT -who FROM met WHERE who < 0"""
TOUCHED = f"""
WITH {MET},
sale AS MATERIALIZED (
 SELECT m.what, m.id, m.at, m.margin_minor, m.basis, m.buyer_id, {SUBJECT.format("b")} AS who,
  CASE WHEN m.what = 'return' THEN (
   SELECT o.at FROM commerce_orderline l JOIN commerce_order o ON o.id = l.order_id JOIN people_identity j ON j.id = o.buyer_id
   WHERE l.id = m.takes_back AND {SUBJECT.format("j")} = {SUBJECT.format("b")}) ELSE m.at END AS moment
 FROM ({margins.MOVEMENTS}) m JOIN people_identity b ON b.id = m.buyer_id
 WHERE m.buyer_id = ANY(%(buyers)s) AND m.currency = %(currency)s
 AND m.at >= coalesce(%(since)s::timestamptz, '-infinity') AND m.at < coalesce(%(until)s::timestamptz, 'infinity')),
leaned AS (
 SELECT s.what, s.id, s.at, s.margin_minor, s.basis, s.buyer_id, (array_agg(met.post_id ORDER BY met.at DESC))[1] AS post
 FROM sale s JOIN met ON met.who = s.who AND met.at < s.moment AND met.at >= s.moment - %(days)s * interval '1 day'
 GROUP BY 1, 2, 3, 4, 5, 6)
SELECT what, id, at, margin_minor, basis = '{margins.ASSUMED}', buyer_id, post, sum(margin_minor) OVER ()::bigint, count(*) OVER ()
FROM leaned ORDER BY abs(margin_minor) DESC, what, id LIMIT %(limit)s"""


def credits(shown: Scored, viewer: Viewer, limit: int) -> Explanation:
    """Open what was received, or social value, to the entries of the ledger."""
    ids = identities_of(shown.score)
    side = {"buyer__in": ids} if shown.measure.name == "recv" else {"author__in": ids}
    rows: QuerySet[Credit] = Credit.objects.visible_to(viewer).filter(run=shown.run, **side)
    found = rows.aggregate(total=Sum("amount_minor"), count=Count("pk"))
    largest = list(rows.select_related("buyer", "author").order_by(Abs("amount_minor").desc(), "pk")[:limit])
    return added_up(shown, _credited(largest, viewer), total=found["total"] or 0, count=found["count"])


def own(shown: Scored, viewer: Viewer, limit: int) -> Explanation:
    """Open own value to what was bought and what came back."""
    made: OwnSales = own_sales(identities_of(shown.score), run=shown.run, limit=limit)
    named = sale_names({(row.kind, row.id) for row in made.rows})
    parts = [
        Part(row.at, row.margin_minor, row.kind, *named.get((row.kind, row.id), ("", "")), assumed=row.assumed)
        for row in made.rows
    ]
    return added_up(shown, parts, total=made.total_minor, count=made.count)


def net(shown: Scored, viewer: Viewer, limit: int) -> Explanation:
    """Open net value to the three accounts it is made of."""
    rows = Score.objects.shown_to(viewer).filter(
        run=shown.run, subject_kind=shown.score.subject_kind, subject_id=shown.score.subject_id
    )
    known = {row.measure: round(row.value) for row in rows}
    accounts = (("own", known["own"]), ("recv", -known["recv"]), ("csv", known["csv"]))
    return Explanation(shown, total_minor=round(shown.value), accounts=accounts)


def touched(shown: Scored, viewer: Viewer, limit: int) -> Explanation:
    """Open what was touched to the sales before which their buyers had met the words, with the words met last."""
    declared = shown.run.parameters
    words = {"authors": identities_of(shown.score), "helps": list(Reaction.HELPS)}
    rows = fetch(
        TOUCHED,
        {
            **words, **margins.company_rate().parameters, "buyers": [pk for (pk,) in fetch(READERS, words)],
            "currency": shown.currency, "since": declared.get("since"), "until": declared.get("until"),
            "days": declared["horizon_days"], "limit": limit,
        },
    )  # fmt: skip
    kinds = {row[:2]: (SaleKind(KINDS.index(row[0])).stored, row[1]) for row in rows}
    named, posts = sale_names(set(kinds.values())), posts_seen(viewer, [row[6] for row in rows])
    buyers = Identity.objects.select_related("person").in_bulk([row[5] for row in rows])
    parts = [
        Part(
            at, margin, kinds[what, pk][0], *named.get(kinds[what, pk], ("", "")), buyer=_name(buyers.get(buyer)),
            assumed=assumed, **posts.get(post, {}),
        )
        for what, pk, at, margin, assumed, buyer, post, *_ in rows
    ]  # fmt: skip
    return added_up(shown, parts, total=rows[0][7] if rows else 0, count=rows[0][8] if rows else 0)


def _name(buyer: Identity | None) -> str:
    return str(buyer.person or buyer) if buyer else ""


def _credited(rows: Sequence[Credit], viewer: Viewer) -> list[Part]:
    named = sale_names({(row.sale_kind, row.sale_id) for row in rows})
    words = posts_seen(viewer, [row.post_id for row in rows])
    return [
        Part(
            row.at, row.amount_minor, row.sale_kind, *named.get((row.sale_kind, row.sale_id), ("", "")),
            buyer=str(row.buyer), author=str(row.author) if row.author else "the company", weight=row.weight,
            **words.get(row.post_id, {}),
        )
        for row in rows
    ]  # fmt: skip


def sale_names(sales: set[tuple[str, int]]) -> dict[tuple[str, int], tuple[str, str]]:
    """Return for each (kind, id) of a sale the number of its order and the name of its product."""
    named: dict[tuple[str, int], tuple[str, str]] = {}
    for kind, of in SALES_OF.items():
        if pks := [pk for sale, pk in sales if sale == kind]:
            model: Any = of[0]
            rows = model.objects.filter(pk__in=pks).values_list("pk", *of[1:])
            named |= {(kind, pk): (order, name) for pk, order, name in rows}
    return named
