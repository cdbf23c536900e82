"""What commerce tells of a person: orders, returns, what happened to subscriptions, touches."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet, TextField, Value
from django.db.models.functions import Concat

from agora.commerce.models import Order, OrderLine, Return, ReturnLine, SubscriptionEvent, Touch
from agora.people.models import Person
from agora.people.timeline import Moment, teller

LINES_TOLD = 3


@teller
def orders(person: Person, before: datetime | None, limit: int) -> list[Moment]:
    """Return what the person bought."""
    told = _newest(Order.objects.filter(buyer__person=person), before, limit)
    return [
        Moment(o.at, "bought", f"Order {o.origin_id}", _body(o.goods), amount_minor=o.total_minor, currency=o.currency)
        for o in told.annotate(goods=_goods(OrderLine.objects.filter(order=OuterRef("pk"))))
    ]


@teller
def returns(person: Person, before: datetime | None, limit: int) -> list[Moment]:
    """Return what the person sent back; the amount is negative."""
    told = _newest(Return.objects.filter(buyer__person=person), before, limit)
    return [
        Moment(
            r.at,
            "bought",
            f"Return {r.origin_id}" + (f": {r.reason}" if r.reason else ""),
            _body(r.goods),
            amount_minor=-r.total_minor,
            currency=r.currency,
        )
        for r in told.annotate(goods=_goods(ReturnLine.objects.filter(of=OuterRef("pk"))))
    ]


@teller
def subscriptions(person: Person, before: datetime | None, limit: int) -> list[Moment]:
    """Return what happened to the person's subscriptions."""
    events = SubscriptionEvent.objects.filter(subscription__buyer__person=person)
    told = _newest(events.select_related("subscription__product"), before, limit)
    return [
        Moment(
            event.at,
            "bought",
            f"{event.subscription.product.name} {event.get_kind_display()}",
            amount_minor=event.amount_minor or None,
            currency=event.subscription.currency,
        )
        for event in told
    ]


@teller
def touches(person: Person, before: datetime | None, limit: int) -> list[Moment]:
    """Return when we spoke with the person."""
    told = _newest(Touch.objects.filter(identity__person=person).select_related("by"), before, limit)
    return [
        Moment(t.at, "did", t.get_medium_display().capitalize() + (f" by {t.by}" if t.by else ""), t.summary)
        for t in told
    ]


def _newest(rows: QuerySet[Any], before: datetime | None, limit: int) -> QuerySet[Any]:
    if before:
        rows = rows.filter(at__lt=before)
    return rows.order_by("-at", "-pk")[:limit]


def _goods(lines: QuerySet[Any]) -> ArraySubquery:
    """One line more than is told, to know whether there are more."""
    said = Concat(F("quantity"), Value(" × "), F("product__name"), output_field=TextField())
    return ArraySubquery(lines.order_by("line").annotate(said=said).values("said")[: LINES_TOLD + 1])


def _body(goods: list[str]) -> str:
    return ", ".join(goods[:LINES_TOLD]) + (" and more" if len(goods) > LINES_TOLD else "")
