"""The money of a simulated world, through the door for money."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from agora.accounts.models import Account
from agora.commerce import recording
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
)  # fmt: skip
from agora.commerce.models import Touch
from agora.core.models import Source
from agora_analytics.simulate import SimLine, World


def record(made: World, shop: Source) -> int:
    """Record products, orders, returns, contracts and touches; returns how many orders."""
    recorded = recording.record(
        Batch(
            source=shop, buyers=_buyers(made), products=_products(made), orders=_orders(made), returns=_returns(made),
            subscriptions=_contracts(made),
            touches=[NewTouch(t.key, t.person, t.kind, t.at, t.summary) for t in made.touches],
        )
    )  # fmt: skip
    if recorded.refusals:
        raise ValueError(f"The simulated world has a wrong row: {recorded.refusals[0]}")
    return len(recorded.orders)


def say_who_called(made: World, shop: Source, accounts: Mapping[str, Account]) -> None:
    """Put the employee's name to each touch."""
    by: dict[str, list[str]] = {}
    for touch in made.touches:
        by.setdefault(touch.staff, []).append(touch.key)
    for handle, keys in by.items():
        Touch.objects.filter(source=shop, origin_id__in=keys).update(by=accounts.get(handle))


def _buyers(made: World) -> list[NewBuyer]:
    named = {order.buyer for order in made.orders} | {contract.buyer for contract in made.subscriptions}
    named |= {touch.person for touch in made.touches}
    return [
        NewBuyer(person.key, person.name, person.country, person.email or "")
        for person in made.people
        if person.key in named
    ]


def _products(made: World) -> list[NewProduct]:
    return [
        NewProduct(
            product.sku, product.name, made.currency, product.price_minor, product.unit_cost_minor,
            None if product.margin_rate is None else Decimal(str(product.margin_rate)), product.category,
            product.description,
        )
        for product in made.products
    ]  # fmt: skip


def _orders(made: World) -> list[NewOrder]:
    country = {person.key: person.country for person in made.people}
    return [
        NewOrder(
            order.key, order.at, made.currency, _lines(order.lines), order.buyer, country.get(order.buyer or "", "")
        )
        for order in made.orders
    ]


def _returns(made: World) -> list[NewReturn]:
    buyer = {order.key: order.buyer for order in made.orders}
    return [
        NewReturn(
            back.key, back.at, made.currency, _lines(back.lines), buyer[back.order_key], back.order_key, back.reason
        )
        for back in made.returns
    ]


def _contracts(made: World) -> list[NewSubscription]:
    return [
        NewSubscription(
            contract.key, contract.plan_sku, contract.started, made.currency, contract.buyer,
            [NewSubscriptionEvent(event.kind, event.at, event.amount_minor) for event in contract.events],
        )
        for contract in made.subscriptions
    ]  # fmt: skip


def _lines(lines: Iterable[SimLine]) -> list[NewLine]:
    return [NewLine(line.sku, line.quantity, line.unit_price_minor) for line in lines]
