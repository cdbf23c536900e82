"""THE door for money: every order, return, subscription and touch of every source comes in here, one or ten million.

Set-based (COPY into staging tables, then one statement per noun) and idempotent by constraint: the same batch again
changes nothing, a sale told with other lines gets those lines, and a bad row is refused without the good ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from django.db import transaction

from agora.commerce import checking
from agora.commerce.batches import Batch, NewOrder, NewProduct, NewReturn, NewSubscription, NewTouch, Recorded, Refusal
from agora.commerce.events import ProductsRecorded, SalesRecorded
from agora.commerce.staging import buyers, contracts, matching, products, sales
from agora.core.events import publish
from agora.people import erasing

Sale = TypeVar("Sale", NewOrder, NewReturn, NewSubscription)


@dataclass(slots=True)
class _Good:
    """The rows of a batch that can be recorded, by origin id, and the refusals of the others."""

    products: dict[str, NewProduct]
    orders: dict[str, NewOrder]
    returns: dict[str, NewReturn]
    subscriptions: dict[str, NewSubscription]
    touches: dict[str, NewTouch]
    refusals: list[Refusal] = field(default_factory=list)

    @property
    def sales(self) -> Iterable[NewOrder | NewReturn | NewSubscription]:
        return [*self.orders.values(), *self.returns.values(), *self.subscriptions.values()]


@transaction.atomic
def record(batch: Batch) -> Recorded:
    """Record a batch; rows that are wrong or name an unknown product come back as refusals, the others are in."""
    batch = _without_erased(_with_good_buyers(batch, refusals := []))
    good = _sift(batch)
    new_products, changed_products = products.products(batch, good.products)
    catalogue = _catalogue(batch, good)
    known, arrived = buyers.identities(batch, _named(good))
    persons = buyers.hold(batch, good.sales, known)
    refusals += [*good.refusals, *buyers.emails(batch, known)]
    orders = sales.record(sales.ORDERS, batch, good.orders, known, catalogue)
    returns = sales.record(sales.RETURNS, batch, good.returns, known, catalogue)
    if orders.all or returns.all:
        matching.settle(returns=[*returns.all, *orders.unsettled], orders=orders.all)
    subscriptions, events = contracts.subscriptions(batch, good.subscriptions, known, catalogue)
    recorded = Recorded(
        orders=tuple(orders.created),
        orders_changed=tuple(orders.changed),
        returns=tuple(returns.created),
        returns_changed=tuple(returns.changed),
        subscriptions=tuple(subscriptions),
        products=len(new_products),
        products_changed=len(changed_products),
        buyers=arrived,
        persons=persons,
        lines=orders.lines + returns.lines,
        subscription_events=events,
        touches=contracts.touches(batch, good.touches, known),
        refusals=tuple(refusals),
    )
    _tell(batch, recorded, named=known, items=[*new_products, *changed_products])
    return recorded


def _sift(batch: Batch) -> _Good:
    told, wrong_products = checking.sift("product", batch.products, checking.wrong_product)
    orders, wrong_orders = checking.sift("order", batch.orders, checking.wrong_order)
    returns, wrong_returns = checking.sift("return", batch.returns, checking.wrong_return)
    contracted, wrong_contracts = checking.sift("subscription", batch.subscriptions, checking.wrong_subscription)
    touched, wrong_touches = checking.sift("touch", batch.touches, checking.wrong_touch)
    refusals = [*wrong_products, *wrong_orders, *wrong_returns, *wrong_contracts, *wrong_touches]
    return _Good(told, orders, returns, contracted, touched, refusals)


def _catalogue(batch: Batch, good: _Good) -> dict[str, int]:
    """Return the ids of all products named; sales that name an unknown one move to the refusals."""
    sold: list[NewOrder | NewReturn] = [*good.orders.values(), *good.returns.values()]
    wanted = {line.product for sale in sold for line in sale.lines}
    wanted |= {subscription.product for subscription in good.subscriptions.values()}
    known = products.known(batch, {product for product in wanted if not checking.wrong_id(product)})
    if len(known) < len(wanted):
        _refuse(good, "order", good.orders, known)
        _refuse(good, "return", good.returns, known)
        _refuse(good, "subscription", good.subscriptions, known)
    return known


def _refuse(good: _Good, what: str, told: dict[str, Sale], known: Mapping[str, int]) -> None:
    for origin_id, sale in list(told.items()):
        named = [sale.product] if isinstance(sale, NewSubscription) else [line.product for line in sale.lines]
        if lost := [product for product in named if product not in known]:
            good.refusals.append(Refusal(what, origin_id, f"Its product {lost[0][:80]!r} is unknown."))
            del told[origin_id]


def _with_good_buyers(batch: Batch, refusals: list[Refusal]) -> Batch:
    told, wrong = checking.sift("buyer", batch.buyers, lambda buyer: "")
    refusals.extend(wrong)
    return replace(batch, buyers=list(told.values()))


def _named(good: _Good) -> Iterable[str]:
    yield from (sale.buyer for sale in good.sales if sale.buyer)
    yield from (touch.buyer for touch in good.touches.values())


def _without_erased(batch: Batch) -> Batch:
    """Drop what names an erased buyer; the sale itself stays, as one to an unknown buyer."""
    named = {buyer.origin_id for buyer in batch.buyers} | {touch.buyer for touch in batch.touches}
    told: list[NewOrder | NewReturn | NewSubscription] = [*batch.orders, *batch.returns, *batch.subscriptions]
    named |= {sale.buyer for sale in told if sale.buyer}
    gone = erasing.erased(batch.source, kind=buyers.KIND, origin_ids=named)
    if not gone:
        return batch
    return replace(
        batch,
        buyers=[buyer for buyer in batch.buyers if buyer.origin_id not in gone],
        orders=[replace(order, buyer=None) if order.buyer in gone else order for order in batch.orders],
        returns=[replace(back, buyer=None) if back.buyer in gone else back for back in batch.returns],
        subscriptions=[replace(s, buyer=None) if s.buyer in gone else s for s in batch.subscriptions],
        touches=[touch for touch in batch.touches if touch.buyer not in gone],
    )


def _tell(batch: Batch, recorded: Recorded, *, named: Mapping[str, int], items: list[int]) -> None:
    orders, returns = [*recorded.orders, *recorded.orders_changed], [*recorded.returns, *recorded.returns_changed]
    if orders or returns or recorded.subscriptions:
        publish(
            SalesRecorded(
                source_id=batch.source.pk,
                orders=orders,
                returns=returns,
                subscriptions=list(recorded.subscriptions),
                buyers=sorted(named.values()),
            )
        )
    if items:
        publish(ProductsRecorded(products=items))
