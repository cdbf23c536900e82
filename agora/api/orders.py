"""Orders: what was bought, when, by whom, and what came back of it."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db.models import Prefetch
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from pydantic import BaseModel

from agora.api.fields import Id, Moment
from agora.api.keys import viewer
from agora.api.paging import Cursor, Limit, PageOutput, paged
from agora.api.routing import NounRouter
from agora.commerce.models import Order, OrderLine, Return

router = NounRouter("orders")


class OrderSummary(BaseModel):
    """An order; `buyer` is the id of an identity, `person` the one behind it, both null where nobody knows."""

    id: int
    source: str
    origin_id: str
    buyer: int | None
    person: int | None
    at: datetime
    currency: str
    total_minor: int
    country: str


class LineOutput(BaseModel):
    """One product in an order; unit price and cost are minor units with up to four decimals, told as text."""

    product: int
    quantity: int
    unit_price_minor: Decimal
    unit_cost_minor: Decimal | None
    amount_minor: int


class ReturnOutput(BaseModel):
    """What came back of an order; the total is what was paid back, positive."""

    id: int
    origin_id: str
    at: datetime
    total_minor: int
    reason: str


class OrderOutput(OrderSummary):
    """An order with its lines and returns."""

    lines: list[LineOutput]
    returns: list[ReturnOutput]


@router.reads("", PageOutput[OrderSummary], title="List orders", ability="see console")
def list_orders(
    request: HttpRequest,
    *,
    cursor: Cursor = None,
    limit: Limit = 50,
    person: Id | None = None,
    since: Moment | None = None,
    until: Moment | None = None,
) -> PageOutput[OrderSummary]:
    """Orders from the newest back, optionally of one person, at or after `since` and before `until`."""
    filters = {"buyer__person": person, "at__gte": since, "at__lt": until}
    orders = Order.objects.visible_to(viewer(request)).select_related("source", "buyer")
    orders = orders.filter(**{name: value for name, value in filters.items() if value is not None})
    items, following = paged(orders, _row, by="-at", cursor=cursor, limit=limit)
    return PageOutput[OrderSummary](items=items, next=following)


@router.reads("/{id}", OrderOutput, title="Get an order", ability="see console")
def get_order(request: HttpRequest, id: Id) -> OrderOutput:
    """One order, with its lines and what came back of it."""
    by = viewer(request)
    orders = Order.objects.visible_to(by).select_related("source", "buyer")
    backs = Prefetch("returns", Return.objects.visible_to(by))
    order = get_object_or_404(orders.prefetch_related("lines", backs), pk=id)
    lines, returns = [_line(line) for line in order.lines.all()], [_return(back) for back in order.returns.all()]
    return OrderOutput(**_row(order).model_dump(), lines=lines, returns=returns)


def _row(order: Order) -> OrderSummary:
    return OrderSummary(
        id=order.pk,
        source=order.source.slug,
        origin_id=order.origin_id,
        buyer=order.buyer_id,
        person=order.buyer.person_id if order.buyer else None,
        at=order.at,
        currency=order.currency,
        total_minor=order.total_minor,
        country=order.country,
    )


def _line(line: OrderLine) -> LineOutput:
    return LineOutput(
        product=line.product_id,
        quantity=line.quantity,
        unit_price_minor=line.unit_price_minor,
        unit_cost_minor=line.unit_cost_minor,
        amount_minor=line.amount_minor,
    )


def _return(back: Return) -> ReturnOutput:
    return ReturnOutput(
        id=back.pk, origin_id=back.origin_id, at=back.at, total_minor=back.total_minor, reason=back.reason
    )
