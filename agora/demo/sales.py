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
from agora.demo.bicycles import SimLine, World


def record(company: World, shop: Source) -> int:
    """Record products, orders, returns, contracts and touches; returns how many orders."""
    recorded = recording.record(
        Batch(
            source=shop, buyers=_buyers(company), products=_products(company), orders=_orders(company),
            returns=_returns(company), subscriptions=_contracts(company),
            touches=[NewTouch(t.key, t.person, t.kind, t.at, t.summary) for t in company.touches],
        )
    )  # fmt: skip
    if recorded.refusals:
        raise ValueError(f"The simulated world has a wrong row: {recorded.refusals[0]}")
    return len(recorded.orders)


def say_who_called(company: World, shop: Source, accounts: Mapping[str, Account]) -> None:
    """Put the employee's name to each touch."""
    by: dict[str, list[str]] = {}
    for touch in company.touches:
        by.setdefault(touch.staff, []).append(touch.key)
    for handle, keys in by.items():
        Touch.objects.filter(source=shop, origin_id__in=keys).update(by=accounts.get(handle))


def _buyers(company: World) -> list[NewBuyer]:
    named = {order.buyer for order in company.orders} | {contract.buyer for contract in company.subscriptions}
    named |= {touch.person for touch in company.touches}
    return [
        NewBuyer(person.key, person.name, person.country, person.email or "")
        for person in company.people
        if person.key in named
    ]


def _products(company: World) -> list[NewProduct]:
    return [
        NewProduct(
            product.sku, product.name, company.currency, product.price_minor, product.unit_cost_minor,
            None if product.margin_rate is None else Decimal(str(product.margin_rate)), product.category,
            product.description,
        )
        for product in company.products
    ]  # fmt: skip


def _orders(company: World) -> list[NewOrder]:
    country = {person.key: person.country for person in company.people}
    return [
        NewOrder(
            order.key, order.at, company.currency, _lines(order.lines), order.buyer, country.get(order.buyer or "", "")
        )
        for order in company.orders
    ]


def _returns(company: World) -> list[NewReturn]:
    buyer = {order.key: order.buyer for order in company.orders}
    return [
        NewReturn(
            back.key, back.at, company.currency, _lines(back.lines), buyer[back.order_key], back.order_key, back.reason
        )
        for back in company.returns
    ]


def _contracts(company: World) -> list[NewSubscription]:
    return [
        NewSubscription(
            contract.key, contract.plan_sku, contract.started, company.currency, contract.buyer,
            [NewSubscriptionEvent(event.kind, event.at, event.amount_minor) for event in contract.events],
        )
        for contract in company.subscriptions
    ]  # fmt: skip


def _lines(lines: Iterable[SimLine]) -> list[NewLine]:
    return [NewLine(line.sku, line.quantity, line.unit_price_minor) for line in lines]
