"""The panel of money: every order line, return line and subscription event with its margin."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from agora.commerce.models import MarginRate
from agora.measures.panels.arrow import DAYS, SUBJECT, Reader

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

MARGIN = """(CASE WHEN {cost} IS NOT NULL THEN {amount} - round({quantity} * {cost})
 WHEN p.margin_rate IS NOT NULL THEN round({amount} * p.margin_rate) ELSE round({amount} * {{rate}}) END)::bigint"""
ASSUMED = "({cost} IS NULL AND p.margin_rate IS NULL)"
LINE = {"cost": "coalesce(l.unit_cost_minor, p.unit_cost_minor)", "amount": "l.amount_minor", "quantity": "l.quantity"}
BACK = {
    "cost": "coalesce(l.unit_cost_minor, p.unit_cost_minor)",
    "amount": "b.amount_minor",
    "quantity": "b.quantity",
}
EVENT = {"cost": "NULL::numeric", "amount": "v.amount_minor", "quantity": "1"}
# Every sale with its margin; {{rate}} is the company-wide margin rate.
SALE = f"""sale AS (
 SELECT 0 AS kind, l.id, o.id AS occasion, o.buyer_id, o.at, o.currency, l.amount_minor AS amount,
  {MARGIN.format(**LINE)} AS margin, {ASSUMED.format(**LINE)} AS assumed, 0::bigint AS refund_of
 FROM commerce_orderline l JOIN commerce_order o ON o.id = l.order_id JOIN commerce_product p ON p.id = l.product_id
UNION ALL
 SELECT 1, b.id, r.id, CASE WHEN l.id IS NULL THEN r.buyer_id ELSE o.buyer_id END, r.at, r.currency, -b.amount_minor,
  -{MARGIN.format(**BACK)}, {ASSUMED.format(**BACK)}, coalesce(l.id, 0)
 FROM commerce_returnline b JOIN commerce_return r ON r.id = b.of_id JOIN commerce_product p ON p.id = b.product_id
 LEFT JOIN commerce_orderline l ON l.id = b.order_line_id LEFT JOIN commerce_order o ON o.id = l.order_id
UNION ALL
 SELECT 2, v.id, s.id, s.buyer_id, v.at, s.currency, v.amount_minor,
  {MARGIN.format(**EVENT)}, {ASSUMED.format(**EVENT)}, 0
 FROM commerce_subscriptionevent v JOIN commerce_subscription s ON s.id = v.subscription_id
 JOIN commerce_product p ON p.id = s.product_id WHERE v.amount_minor <> 0)"""
SALES = f"""
WITH {SALE} SELECT s.kind::bigint, s.id, s.occasion, (CASE WHEN i.id IS NULL THEN 0 ELSE {SUBJECT.format("i")} END)::bigint AS buyer,
 coalesce(s.buyer_id, 0)::bigint AS buyer_identity, {DAYS.format("s.at")} AS at, s.amount, s.margin, s.assumed, s.refund_of
FROM sale s LEFT JOIN people_identity i ON i.id = s.buyer_id
WHERE s.currency = '{{currency}}' ORDER BY s.kind, s.id"""
# The currency of this company's books, or where nothing was sold in it, that of most orders.
CURRENCIES = """
SELECT currency::text, count(*)::bigint AS orders FROM commerce_order GROUP BY 1 ORDER BY (currency = '{own}') DESC, 2 DESC, 1"""


class SaleKind(IntEnum):
    """What a row of the sales panel is; `stored` is its name in the ledger's entries."""

    LINE = 0
    RETURN = 1
    EVENT = 2

    @property
    def stored(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class SalesPanel:
    """One row per sale or refund: subject and identity of the buyer (0: unknown), day, amount, margin, what it refunds.

    `refund_of` is a row number of this panel or -1; `occasion` the order, return or subscription; amounts of refunds
    are negative. `assumed` rows rest on the company-wide margin rate. `elsewhere` counts orders in other currencies.
    """

    currency: str
    elsewhere: int
    rate: float
    rate_stated: bool
    kind: Ints
    id: Ints
    occasion: Ints
    buyer: Ints
    buyer_identity: Ints
    at: Floats
    amount: Ints
    margin: Ints
    assumed: NDArray[np.bool_]
    refund_of: Ints

    @property
    def size(self) -> int:
        """How many rows."""
        return int(self.id.size)

    @property
    def assumed_share(self) -> float:
        """The share of the margin, by size, that rests on the company-wide rate."""
        size = np.abs(self.margin)
        return float(size[self.assumed].sum() / size.sum()) if size.sum() else 0.0


def sales(reader: Reader) -> SalesPanel:
    """Return all money in the currency of the books; unknown buyers are 0."""
    found = reader.columns(CURRENCIES.format(own=settings.CURRENCY))
    currency = str(found["currency"][0]) if found["currency"].size else settings.CURRENCY
    rate, stated = MarginRate.current()
    read = reader.columns(SALES.format(rate=f"{rate:f}::numeric", currency=currency.replace("'", "")))
    return SalesPanel(
        currency=currency, elsewhere=int(found["orders"][1:].sum()), rate=float(rate), rate_stated=stated,
        kind=read["kind"], id=read["id"], occasion=read["occasion"], buyer=read["buyer"],
        buyer_identity=read["buyer_identity"], at=read["at"], amount=read["amount"], margin=read["margin"],
        assumed=read["assumed"].astype(np.bool_), refund_of=_rows_of(read["refund_of"], read["kind"], read["id"]),
    )  # fmt: skip


def _rows_of(lines: Ints, kind: Ints, ids: Ints) -> Ints:
    """The rows of the order lines named (0: none), in a panel sorted by kind and id."""
    known = ids[kind == SaleKind.LINE]
    if not known.size:
        return np.full(lines.size, -1, dtype=np.int64)
    place = np.minimum(np.searchsorted(known, lines), known.size - 1)
    return np.where((lines != 0) & (known[place] == lines), place, -1).astype(np.int64)
