"""What the door for money refuses before it asks the database, with the reason in plain words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Protocol, TypeVar

from agora.commerce.batches import (
    NewLine,
    NewOrder,
    NewProduct,
    NewReturn,
    NewSubscription,
    NewTouch,
    Refusal,
)
from agora.commerce.models import SubscriptionEvent, Touch
from agora.core import clock

LONGEST_ID = 120
LARGEST_QUANTITY = 10**12
LARGEST_PRICE = 10**14
LARGEST_AMOUNT = 2**63 - 1
_CURRENCY = re.compile(r"[A-Z]{3}")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_ONE = Decimal(1)
_FOUR_DECIMALS = Decimal("0.0001")


class Named(Protocol):
    """Anything with an id from its source."""

    @property
    def origin_id(self) -> str: ...


Row = TypeVar("Row", bound=Named)


def sift(what: str, rows: Iterable[Row], fault: Callable[[Row], str]) -> tuple[dict[str, Row], list[Refusal]]:
    """Return the good rows by origin id (the last one of an id counts), and a refusal for each bad one."""
    good: dict[str, Row] = {}
    refused = []
    for row in rows:
        if reason := wrong_id(row.origin_id) or fault(row):
            refused.append(Refusal(what, row.origin_id, reason))
        else:
            good[row.origin_id] = row
    return good, refused


def amount_minor(quantity: int, unit_price_minor: Decimal | int) -> int:
    """Return quantity × unit price in whole minor units, rounded half to even, as every amount of a line is."""
    if isinstance(unit_price_minor, int):
        return quantity * unit_price_minor
    return int((quantity * unit_price_minor).quantize(_ONE, ROUND_HALF_EVEN))


def wrong_id(origin_id: str) -> str:
    """Say what is wrong with an id, or nothing."""
    if not origin_id:
        return "It has no id."
    if len(origin_id) > LONGEST_ID:
        return f"Its id is longer than {LONGEST_ID} characters."
    return "Its id holds a character that cannot be stored." if _UNSTORABLE.search(origin_id) else ""


def wrong_product(product: NewProduct) -> str:
    """Say what is wrong with a product, or nothing."""
    for amount in (product.price_minor, product.unit_cost_minor):
        if amount is not None and abs(amount) > LARGEST_AMOUNT:
            return f"{amount} is too large."
    if product.margin_rate is not None and not -9 < product.margin_rate <= 1:
        return f"A margin rate is a share of the price, at most 1; {product.margin_rate} is not."
    return wrong_currency(product.currency)


def wrong_order(order: NewOrder) -> str:
    """Say what is wrong with an order, or nothing."""
    return _wrong_sale(order) or _wrong_lines(order.lines, discounts=True)


def wrong_return(back: NewReturn) -> str:
    """Say what is wrong with a return, or nothing."""
    return _wrong_sale(back) or _wrong_lines(back.lines, discounts=False) or (back.order and wrong_id(back.order)) or ""


def wrong_subscription(subscription: NewSubscription) -> str:
    """Say what is wrong with a subscription, or nothing."""
    kinds = set(SubscriptionEvent.Kind.values)
    for event in subscription.events:
        if event.kind not in kinds:
            return f"{event.kind!r} is no kind of event; choose one of {', '.join(sorted(kinds))}."
        if abs(event.amount_minor) > LARGEST_AMOUNT:
            return f"{event.amount_minor} is too large."
        if reason := _wrong_moment(event.at):
            return reason
    return (
        _wrong_zone(subscription.started_at)
        or wrong_currency(subscription.currency)
        or _wrong_buyer(subscription.buyer)
    )


def wrong_touch(touch: NewTouch) -> str:
    """Say what is wrong with a touch, or nothing."""
    if touch.medium not in Touch.Medium.values:
        return f"{touch.medium!r} is no medium; choose one of {', '.join(Touch.Medium.values)}."
    return _wrong_moment(touch.at) or wrong_id(touch.buyer)


def _wrong_sale(sale: NewOrder | NewReturn) -> str:
    return _wrong_moment(sale.at) or wrong_currency(sale.currency) or _wrong_buyer(sale.buyer)


def _wrong_buyer(buyer: str | None) -> str:
    return wrong_id(buyer).replace("Its id", "Its buyer's id") if buyer else ""


def _wrong_moment(at: datetime) -> str:
    return _wrong_zone(at) or (f"Its time {at:%Y-%m-%d %H:%M} lies in the future." if at > clock.latest() else "")


def _wrong_zone(at: datetime) -> str:
    return "" if at.tzinfo else f"Its time {at:%Y-%m-%d %H:%M} has no time zone."


def wrong_currency(currency: str) -> str:
    """Say what is wrong with the code of a currency, or nothing."""
    return "" if _CURRENCY.fullmatch(currency) else f"{currency[:20]!r} is not a currency code such as EUR."


def _wrong_lines(lines: Sequence[NewLine], *, discounts: bool) -> str:
    if not lines:
        return "It has no lines."
    total = 0
    for number, line in enumerate(lines, start=1):
        if reason := _wrong_line(line, discounts=discounts):
            return f"Line {number}: {reason}"
        total += amount_minor(line.quantity, line.unit_price_minor)
    return "Its total is too large." if abs(total) > LARGEST_AMOUNT else ""


def _wrong_line(line: NewLine, *, discounts: bool) -> str:
    if not 0 < line.quantity <= LARGEST_QUANTITY:
        return f"A quantity is positive (what came back is a return) and at most {LARGEST_QUANTITY:,}; not {line.quantity}."
    prices: tuple[Decimal | int, ...] = (line.unit_price_minor, line.unit_cost_minor or 0)
    for price in prices:
        if reason := _wrong_price(price):
            return reason
    if line.unit_price_minor < 0 and not discounts:
        return "A return is told in positive prices."
    if abs(amount_minor(line.quantity, line.unit_price_minor)) > LARGEST_AMOUNT:
        return "Its amount is too large."
    return ""


def _wrong_price(price: Decimal | int) -> str:
    if isinstance(price, Decimal) and not price.is_finite():
        return f"{price} is not a price."
    if not -LARGEST_PRICE < price < LARGEST_PRICE:
        return f"A price of {price} is too large."
    if isinstance(price, Decimal) and price != price.quantize(_FOUR_DECIMALS):
        return f"{price} is finer than four decimals of a minor unit."
    return ""
