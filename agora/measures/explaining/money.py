"""Own, received, social, net and touched value: sale by sale."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import Abs

from agora.accounts.models import Viewer
from agora.commerce import margins
from agora.commerce.models import OrderLine, ReturnLine, SubscriptionEvent
from agora.conversations.models import Reaction
from agora.core.copying import fetch
from agora.measures.explaining.explanation import Explanation, Part, added_up, identities_of, posts_seen
from agora.measures.models import Credit, Score
from agora.measures.own_sales import own_sales
from agora.measures.panels.arrow import SUBJECT
from agora.measures.panels.money import KINDS, SaleKind
from agora.measures.scores import MeasuredScore
from agora.people.models import Identity

SaleKey = tuple[str, int]  # the kind of a sale and its id
SaleNames = dict[SaleKey, tuple[str, str]]  # the number of its order and the name of its product
# For each kind of a sale: its model, and where the number of its order and the name of its product are found.
SALES_OF = {
    "line": (OrderLine, "order__origin_id", "product__name"),
    "return": (ReturnLine, "of__origin_id", "product__name"),
    "event": (SubscriptionEvent, "subscription__origin_id", "subscription__product__name"),
}
READER, AUTHOR, BUYER, SALE_BUYER = (SUBJECT.format(alias) for alias in ("r", "a", "b", "j"))
# The same rule as the ledger's: whoever met the words within the horizon before buying, but for votes that were
# exchanged. The steps are MATERIALIZED because PostgreSQL would otherwise work `up` and `back` out for every exposure.
MET = f"""
up AS MATERIALIZED (
 SELECT DISTINCT x.actor_id AS reader, p.author_id AS author FROM conversations_post p
 JOIN conversations_reaction x ON x.post_id = p.id
 WHERE p.author_id = ANY(%(authors)s) AND x.kind = ANY(%(helps)s)),
back AS MATERIALIZED (
 SELECT DISTINCT p.author_id AS reader, x.actor_id AS author FROM conversations_reaction x
 JOIN conversations_post p ON p.id = x.post_id
 WHERE x.actor_id = ANY(%(authors)s) AND x.kind = ANY(%(helps)s)),
met AS MATERIALIZED (
 SELECT {READER} AS who, e.at, e.post_id FROM conversations_exposure e
 JOIN people_identity r ON r.id = e.reader_id JOIN people_identity a ON a.id = e.author_id
 WHERE e.author_id = ANY(%(authors)s) AND NOT r.is_ours AND NOT a.is_ours AND {READER} <> {AUTHOR}
 AND NOT (e.kind = 'vote'
  AND (e.reader_id, e.author_id) IN (SELECT reader, author FROM up JOIN back USING (reader, author))))"""
# All identities of those who met the words: a person buys under another identity than they read with. Subjects below
# zero are identities that nobody is held for.
READERS = f"""
WITH {MET}
SELECT i.id FROM people_identity i JOIN (SELECT DISTINCT who FROM met) m ON i.person_id = m.who
UNION SELECT -who FROM met WHERE who < 0"""
# A refund stands at the moment of its sale, for the words before that sale carried it; one that refunds no sale of its
# buyer gets no moment, and so touches nobody. Of the words met before a sale the last are named.
TOUCHED = f"""
WITH {MET},
sale AS MATERIALIZED (
 SELECT m.what, m.id, m.at, m.margin_minor, m.basis, m.buyer_id, {BUYER} AS who,
  CASE WHEN m.what = 'return' THEN (
   SELECT o.at FROM commerce_orderline l
   JOIN commerce_order o ON o.id = l.order_id JOIN people_identity j ON j.id = o.buyer_id
   WHERE l.id = m.takes_back AND {SALE_BUYER} = {BUYER}) ELSE m.at END AS moment
 FROM ({margins.MOVEMENTS}) m JOIN people_identity b ON b.id = m.buyer_id
 WHERE m.buyer_id = ANY(%(buyers)s) AND m.currency = %(currency)s
 AND m.at >= coalesce(%(since)s::timestamptz, '-infinity') AND m.at < coalesce(%(until)s::timestamptz, 'infinity')),
leaned AS (
 SELECT s.what, s.id, s.at, s.margin_minor, s.basis, s.buyer_id,
  (array_agg(met.post_id ORDER BY met.at DESC))[1] AS post
 FROM sale s
 JOIN met ON met.who = s.who AND met.at < s.moment AND met.at >= s.moment - %(days)s * interval '1 day'
 GROUP BY 1, 2, 3, 4, 5, 6)
SELECT what, id, at, margin_minor, basis = '{margins.ASSUMED}', buyer_id, post,
 sum(margin_minor) OVER ()::bigint, count(*) OVER ()
FROM leaned ORDER BY abs(margin_minor) DESC, what, id LIMIT %(limit)s"""


class TouchedSale(NamedTuple):
    """A row of TOUCHED: a sale, the words its buyer met last before it, and sum and number (`sales`) of all such."""

    kind: str
    id: int
    at: datetime
    margin_minor: int
    assumed: bool
    buyer: int
    post: int
    total_minor: int
    sales: int

    @property
    def key(self) -> SaleKey:
        """The sale as the ledger names it."""
        return SaleKind(KINDS.index(self.kind)).stored, self.id


def credits(score: MeasuredScore, viewer: Viewer, limit: int) -> Explanation:
    """Open what was received, or social value, to the entries of the ledger."""
    identities = identities_of(score.row)
    side = {"buyer__in": identities} if score.measure.name == "recv" else {"author__in": identities}
    entries: QuerySet[Credit] = Credit.objects.visible_to(viewer).filter(run=score.run, **side)
    sums = entries.aggregate(total=Sum("amount_minor"), count=Count("pk"))
    largest = list(entries.select_related("buyer", "author").order_by(Abs("amount_minor").desc(), "pk")[:limit])
    return added_up(score, _parts_of_entries(largest, viewer), total=sums["total"] or 0, count=sums["count"])


def own(score: MeasuredScore, viewer: Viewer, limit: int) -> Explanation:
    """Open own value to what was bought and what came back."""
    sales = own_sales(identities_of(score.row), run=score.run, limit=limit)
    names = sale_names({(sale.kind, sale.id) for sale in sales.rows})
    parts = [
        _sale_part(sale.at, sale.margin_minor, sale=(sale.kind, sale.id), names=names, assumed=sale.assumed)
        for sale in sales.rows
    ]
    return added_up(score, parts, total=sales.total_minor, count=sales.count)


def net(score: MeasuredScore, viewer: Viewer, limit: int) -> Explanation:
    """Open net value to the three accounts it is made of."""
    rows = Score.objects.shown_to(viewer).filter(
        run=score.run, subject_kind=score.row.subject_kind, subject_id=score.row.subject_id
    )
    amounts = {row.measure: round(row.value) for row in rows}
    accounts = (("own", amounts["own"]), ("recv", -amounts["recv"]), ("csv", amounts["csv"]))
    return Explanation(score, total_minor=round(score.value), accounts=accounts)


def touched(score: MeasuredScore, viewer: Viewer, limit: int) -> Explanation:
    """Open what was touched to the sales before which their buyers had met the words, with the words met last."""
    sales = _touched_sales(score, limit=limit)
    names, posts = sale_names({sale.key for sale in sales}), posts_seen(viewer, [sale.post for sale in sales])
    buyers = Identity.objects.select_related("person").in_bulk([sale.buyer for sale in sales])
    parts = [
        _sale_part(
            sale.at,
            sale.margin_minor,
            sale=sale.key,
            names=names,
            buyer=_buyer_name(buyers.get(sale.buyer)),
            assumed=sale.assumed,
            **posts.get(sale.post, {}),
        )
        for sale in sales
    ]
    # Every row carries the sums over all rows, those beyond the limit too; without a row both are nothing.
    total, count = (sales[0].total_minor, sales[0].sales) if sales else (0, 0)
    return added_up(score, parts, total=total, count=count)


def _touched_sales(score: MeasuredScore, *, limit: int) -> list[TouchedSale]:
    declared = score.run.parameters
    words = {"authors": identities_of(score.row), "helps": list(Reaction.HELPS)}
    # Asked on its own: with the buyers as a list PostgreSQL reads their sales by index instead of all sales.
    buyers = [pk for (pk,) in fetch(READERS, words)]
    parameters = {
        **words,
        **margins.company_rate().parameters,
        "buyers": buyers,
        "currency": score.currency,
        "since": declared.get("since"),
        "until": declared.get("until"),
        "days": declared["horizon_days"],
        "limit": limit,
    }
    return [TouchedSale(*row) for row in fetch(TOUCHED, parameters)]


def _parts_of_entries(entries: Sequence[Credit], viewer: Viewer) -> list[Part]:
    names = sale_names({(entry.sale_kind, entry.sale_id) for entry in entries})
    posts = posts_seen(viewer, [entry.post_id for entry in entries])
    return [
        _sale_part(
            entry.at,
            entry.amount_minor,
            sale=(entry.sale_kind, entry.sale_id),
            names=names,
            buyer=str(entry.buyer),
            author=str(entry.author) if entry.author else "the company",
            weight=entry.weight,
            **posts.get(entry.post_id, {}),
        )
        for entry in entries
    ]


def sale_names(sales: set[SaleKey]) -> SaleNames:
    """Return for each (kind, id) of a sale the number of its order and the name of its product."""
    names: SaleNames = {}
    for kind, (model, order_number, product_name) in SALES_OF.items():
        if pks := [pk for sale_kind, pk in sales if sale_kind == kind]:
            manager: Any = model._default_manager
            rows = manager.filter(pk__in=pks).values_list("pk", order_number, product_name)
            names |= {(kind, pk): (order, product) for pk, order, product in rows}
    return names


def _sale_part(at: datetime, amount_minor: int, *, sale: SaleKey, names: SaleNames, **others: Any) -> Part:
    # No name for a sale that went away with its import since the run.
    order, product = names.get(sale, ("", ""))
    return Part(at, amount_minor, sale_kind=sale[0], sale=order, product=product, **others)


def _buyer_name(buyer: Identity | None) -> str:
    return str(buyer.person or buyer) if buyer else ""
