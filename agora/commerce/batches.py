"""What comes to the door for money: plain values that name each other by the ids their source gave them.

Amounts are minor units of the currency; a unit price or cost may have up to four decimals of a minor unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from agora.core.models import Import, Source


@dataclass(frozen=True, slots=True)
class NewBuyer:
    """A customer by the number the source gives them; `country` is an ISO 3166 code of two letters, or empty."""

    origin_id: str
    name: str = ""
    country: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class NewProduct:
    """A product; what is empty or None here leaves what is known of it as it is."""

    origin_id: str
    name: str
    currency: str
    price_minor: int | None = None
    unit_cost_minor: int | None = None
    margin_rate: Decimal | None = None
    category: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class NewLine:
    """A product (by origin id) with its quantity (positive) and price; a negative price is a discount."""

    product: str
    quantity: int
    unit_price_minor: Decimal | int
    unit_cost_minor: Decimal | int | None = None


@dataclass(frozen=True, slots=True)
class NewOrder:
    """A purchase with all its lines; `buyer` is a buyer's origin id, or None where nobody knows."""

    origin_id: str
    at: datetime
    currency: str
    lines: Sequence[NewLine]
    buyer: str | None = None
    country: str = ""


@dataclass(frozen=True, slots=True)
class NewReturn:
    """What came back, in positive quantities and prices; `order` is the order's origin id, where the source says it."""

    origin_id: str
    at: datetime
    currency: str
    lines: Sequence[NewLine]
    buyer: str | None = None
    order: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class NewSubscriptionEvent:
    """What happened to a subscription: `kind` is a SubscriptionEvent.Kind, `amount_minor` the money it brought."""

    kind: str
    at: datetime
    amount_minor: int = 0


@dataclass(frozen=True, slots=True)
class NewSubscription:
    """A contract that renews; events told earlier stay when a later batch tells only the new ones."""

    origin_id: str
    product: str
    started_at: datetime
    currency: str
    buyer: str | None = None
    events: Sequence[NewSubscriptionEvent] = ()


@dataclass(frozen=True, slots=True)
class NewTouch:
    """A call, meeting, mail or letter with `buyer`: `medium` is a Touch.Medium."""

    origin_id: str
    buyer: str
    medium: str
    at: datetime
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """Money of one source, recorded together."""

    source: Source
    buyers: Sequence[NewBuyer] = ()
    products: Sequence[NewProduct] = ()
    orders: Sequence[NewOrder] = ()
    returns: Sequence[NewReturn] = ()
    subscriptions: Sequence[NewSubscription] = ()
    touches: Sequence[NewTouch] = ()
    of_import: Import | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that could not be recorded: which, and why in plain words."""

    what: str
    origin_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """What the door did with a batch: ids of new and of changed rows, counts of the rest, and what it refused."""

    orders: tuple[int, ...] = ()
    orders_changed: tuple[int, ...] = ()
    returns: tuple[int, ...] = ()
    returns_changed: tuple[int, ...] = ()
    subscriptions: tuple[int, ...] = ()
    products: int = 0
    products_changed: int = 0
    buyers: int = 0
    persons: int = 0
    lines: int = 0
    subscription_events: int = 0
    touches: int = 0
    refusals: tuple[Refusal, ...] = ()
