"""Panels of adoption: who met words about which product, and who bought it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from agora.conversations.models import Exposure
from agora.measures.panels.arrow import Reader
from agora.measures.panels.subjects import NOBODY, identities

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

MEETING_KINDS = tuple(Exposure.Kind.values)  # the order gives each its code
_CODES = ", ".join(f"'{kind}'" for kind in MEETING_KINDS)
MEETINGS = f"""
SELECT e.id, e.reader_id AS reader, e.author_id AS author, t.product_id AS product,
 (array_position(ARRAY[{_CODES}], e.kind::text) - 1)::bigint AS kind, e.at
FROM conversations_exposure e JOIN conversations_post p ON p.id = e.post_id
JOIN conversations_thread t ON t.id = p.thread_id WHERE t.product_id IS NOT NULL"""
PURCHASES = """
SELECT l.id, o.buyer_id AS buyer, l.product_id AS product, o.at
FROM commerce_orderline l JOIN commerce_order o ON o.id = l.order_id WHERE o.buyer_id IS NOT NULL AND l.quantity > 0
UNION ALL SELECT e.id, s.buyer_id, s.product_id, e.at
FROM commerce_subscriptionevent e JOIN commerce_subscription s ON s.id = e.subscription_id
WHERE s.buyer_id IS NOT NULL AND e.amount_minor > 0"""
CATEGORIES = """
SELECT id AS product, (dense_rank() OVER (ORDER BY category))::bigint AS category FROM commerce_product ORDER BY id"""


@dataclass(frozen=True, slots=True)
class MeetingsPanel:
    """One row each time somebody met another's words about a product: the reader's subject, and how (MEETING_KINDS)."""

    reader: Ints
    product: Ints
    kind: Ints
    at: Floats


@dataclass(frozen=True, slots=True)
class PurchasesPanel:
    """One row per order line and subscription payment of a known buyer: the buyer's subject, the product, the day."""

    buyer: Ints
    product: Ints
    at: Floats


@dataclass(frozen=True, slots=True)
class CategoriesPanel:
    """One row per product: the code of its category."""

    product: Ints
    category: Ints


def meetings(reader: Reader) -> MeetingsPanel:
    """Return who met words about a product; their own words, and what our own people read, are left out."""
    who = identities(reader)
    read = reader.columns(MEETINGS, by=["at", "id"])
    one, other = who.subjects(read["reader"]), who.subjects(read["author"])
    rows = np.flatnonzero((one != NOBODY) & (one != other) & ~who.are_ours(read["reader"]))
    return MeetingsPanel(one[rows], read["product"][rows], read["kind"][rows], read["at"][rows])


def purchases(reader: Reader) -> PurchasesPanel:
    """Return who bought which product when."""
    who = identities(reader)
    read = reader.columns(PURCHASES, by=["at", "id"])
    buyer = who.subjects(read["buyer"])
    rows = np.flatnonzero(buyer != NOBODY)
    return PurchasesPanel(buyer[rows], read["product"][rows], read["at"][rows])


def categories(reader: Reader) -> CategoriesPanel:
    """Return the category of every product."""
    return CategoriesPanel(**reader.columns(CATEGORIES))
