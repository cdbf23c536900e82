"""Batches that the tests of commerce share: a small shop with a lamp, a bell, and three people who buy."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from agora.commerce.batches import (
    Batch,
    NewBuyer,
    NewLine,
    NewOrder,
    NewProduct,
    NewReturn,
    NewSubscription,
    NewSubscriptionEvent,
    NewTouch,
)
from agora.commerce.models import Order, OrderLine, Product, Return, ReturnLine, Subscription, SubscriptionEvent
from agora.core.models import Source
from tests.cast import NOON

DAY = timedelta(days=1)


def shop_batch(shop: Source) -> Batch:
    """Two orders, a return of part of the first, a service contract and a call."""
    return Batch(
        source=shop,
        buyers=[NewBuyer("b1", "Ben", "GB", "Ben@Example.org"), NewBuyer("b2", "Cleo", "FR")],
        products=[
            NewProduct("lamp", "City lamp", "EUR", 2500, unit_cost_minor=1500),
            NewProduct("bell", "Bell", "EUR", 300, margin_rate=Decimal("0.4")),
            NewProduct("plan", "Service plan", "EUR"),
        ],
        orders=[
            NewOrder("o1", NOON, "EUR", [NewLine("lamp", 2, 2500), NewLine("bell", 5, Decimal("299.5"))], "b1", "GB"),
            NewOrder("o2", NOON + DAY, "EUR", [NewLine("bell", 1, 300, unit_cost_minor=100)]),
        ],
        returns=[NewReturn("r1", NOON + 3 * DAY, "EUR", [NewLine("lamp", 1, 2500)], "b1", reason="squeals")],
        subscriptions=[
            NewSubscription(
                "s1", "plan", NOON, "EUR", "b2",
                [NewSubscriptionEvent("start", NOON, 9900), NewSubscriptionEvent("renewal", NOON + 30 * DAY, 9900)],
            )
        ],
        touches=[NewTouch("t1", "b1", "call", NOON + 2 * DAY, "Asked about the lamp.")],
    )  # fmt: skip


def state() -> dict[str, list[tuple[object, ...]]]:
    """Everything recorded, without database ids: two states are equal when the same money is known."""

    def rows(values: object) -> list[tuple[object, ...]]:
        return sorted(map(tuple, values), key=repr)  # type: ignore[call-overload]

    sale = ("origin_id", "buyer__origin_id", "at", "currency", "total_minor")
    line = ("line", "product__origin_id", "quantity", "unit_price_minor", "amount_minor")
    back = ("order_line__order__origin_id", "order_line__line")
    return {
        "orders": rows(Order.objects.values_list(*sale, "country")),
        "lines": rows(OrderLine.objects.values_list("order__origin_id", *line, "unit_cost_minor")),
        "returns": rows(Return.objects.values_list(*sale, "reason", "order__origin_id")),
        "return lines": rows(ReturnLine.objects.values_list("of__origin_id", *line, *back)),
        "products": rows(Product.objects.values_list("origin_id", "name", "price_minor", "currency")),
        "subscriptions": rows(Subscription.objects.values_list("origin_id", "buyer__origin_id", "started_at")),
        "events": rows(SubscriptionEvent.objects.values_list("subscription__origin_id", "kind", "at", "amount_minor")),
    }
