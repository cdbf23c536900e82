"""Money in batches, through the one door for money."""

from __future__ import annotations

from collections.abc import Iterator, Sized
from dataclasses import asdict
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.db import transaction
from django.http import HttpRequest
from pydantic import BaseModel, Field, StringConstraints

from agora.api.fields import (
    LARGEST_PRICE,
    Body,
    Currency,
    Minor,
    Moment,
    Name,
    Note,
    RequestBody,
    ShortOriginId,
    Storable,
    Title,
)
from agora.api.replays import Key, once
from agora.api.routing import NounRouter
from agora.api.sending import RefusedRow, SourceBatch, bounded, origin
from agora.commerce import batches, recording
from agora.commerce.batches import Batch
from agora.commerce.checking import LARGEST_QUANTITY

router = NounRouter("sending in")
Price = Annotated[
    Decimal,
    Field(ge=-LARGEST_PRICE, le=LARGEST_PRICE, decimal_places=4, description="minor units, with up to four decimals"),
]
Rate = Annotated[Decimal, Field(gt=-9, le=1, decimal_places=4, description="a share of the price")]
Quantity = Annotated[int, Field(strict=True, ge=1, le=LARGEST_QUANTITY)]
Country = Annotated[str, StringConstraints(pattern=r"^([A-Z]{2})?$")]
Place = Annotated[str, StringConstraints(max_length=60), Storable]
Category = Annotated[str, StringConstraints(max_length=120), Storable]


class BuyerInput(RequestBody):
    """A customer by the number the source gives them; `country` is an ISO 3166 code of two letters."""

    origin_id: ShortOriginId
    name: Name = ""
    country: Country = ""
    email: Name = ""


class ProductInput(RequestBody):
    """A product; what is left out leaves what is known of it as it is."""

    origin_id: ShortOriginId
    name: Title
    currency: Currency
    price_minor: Minor | None = None
    unit_cost_minor: Minor | None = None
    margin_rate: Rate | None = None
    category: Category = ""
    description: Body = ""


class LineInput(RequestBody):
    """A product by its origin id, with quantity and price; a negative price is a discount."""

    product: ShortOriginId
    quantity: Quantity
    unit_price_minor: Price
    unit_cost_minor: Price | None = None


class OrderInput(RequestBody):
    """A purchase with all its lines; `buyer` is a buyer's origin id, or null where nobody knows."""

    origin_id: ShortOriginId
    at: Moment
    currency: Currency
    lines: list[LineInput] = Field(min_length=1)
    buyer: ShortOriginId | None = None
    country: Place = ""


class ReturnInput(RequestBody):
    """What came back, in positive quantities and prices; `order` is the order's origin id, where the source says it."""

    origin_id: ShortOriginId
    at: Moment
    currency: Currency
    lines: list[LineInput] = Field(min_length=1)
    buyer: ShortOriginId | None = None
    order: ShortOriginId | None = None
    reason: Name = ""


class SubscriptionEventInput(RequestBody):
    """What happened to a subscription, and the money it brought."""

    kind: Literal["start", "renewal", "upgrade", "downgrade", "cancel"]
    at: Moment
    amount_minor: Minor = 0


class SubscriptionInput(RequestBody):
    """A contract that renews; events told earlier stay."""

    origin_id: ShortOriginId
    product: ShortOriginId
    started_at: Moment
    currency: Currency
    buyer: ShortOriginId | None = None
    events: list[SubscriptionEventInput] = []


class TouchInput(RequestBody):
    """A call, meeting, mail or letter with a buyer."""

    origin_id: ShortOriginId
    buyer: ShortOriginId
    medium: Literal["call", "meeting", "mail", "letter"]
    at: Moment
    summary: Note | Literal[""] = ""


class MoneyInput(SourceBatch):
    """Money of one source: at most 5,000 rows in all, lines and events counted. Amounts are minor units."""

    buyers: list[BuyerInput] = []
    products: list[ProductInput] = []
    orders: list[OrderInput] = []
    returns: list[ReturnInput] = []
    subscriptions: list[SubscriptionInput] = []
    touches: list[TouchInput] = []


class MoneyReceipt(BaseModel):
    """What came of it: ids of new and of changed sales, how many of the rest are new, and the rows refused."""

    orders: list[int]
    orders_changed: list[int]
    returns: list[int]
    returns_changed: list[int]
    subscriptions: list[int]
    products: int
    products_changed: int
    buyers: int
    persons: int
    lines: int
    subscription_events: int
    touches: int
    refusals: list[RefusedRow]


@router.does("/money", MoneyReceipt, title="Send money in", scope="ingest", ability="configure")
def send_money(request: HttpRequest, payload: MoneyInput, key: Key = None) -> MoneyReceipt:
    """Record what was sold. The same rows again change nothing; a sale told with other lines gets those lines."""
    bounded(_rows(payload))
    return once(request, key, MoneyReceipt, lambda: _record(payload))


def _rows(payload: MoneyInput) -> Iterator[Sized]:
    yield from (
        payload.buyers,
        payload.products,
        payload.orders,
        payload.returns,
        payload.subscriptions,
        payload.touches,
    )
    yield from (order.lines for order in payload.orders)
    yield from (back.lines for back in payload.returns)
    yield from (subscription.events for subscription in payload.subscriptions)


@transaction.atomic
def _record(payload: MoneyInput) -> MoneyReceipt:
    batch = Batch(
        source=origin(payload),
        buyers=[batches.NewBuyer(**dict(row)) for row in payload.buyers],
        products=[batches.NewProduct(**dict(row)) for row in payload.products],
        orders=[batches.NewOrder(**_with_parts(row, "lines", batches.NewLine)) for row in payload.orders],
        returns=[batches.NewReturn(**_with_parts(row, "lines", batches.NewLine)) for row in payload.returns],
        subscriptions=[
            batches.NewSubscription(**_with_parts(row, "events", batches.NewSubscriptionEvent))
            for row in payload.subscriptions
        ],
        touches=[batches.NewTouch(**dict(row)) for row in payload.touches],
    )
    return MoneyReceipt.model_validate(asdict(recording.record(batch)))


def _with_parts(row: RequestBody, name: str, make: Any) -> dict[str, Any]:
    values = dict(row)
    return {**values, name: [make(**dict(part)) for part in values[name]]}
