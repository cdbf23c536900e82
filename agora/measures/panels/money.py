"""The panel of money: every order line, return line and subscription event with its margin."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from agora.commerce import margins
from agora.measures.panels.arrow import SUBJECT, Reader

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

KINDS = ("order", "return", "subscription")
MOVEMENTS = margins.MOVEMENTS.replace("%(company_rate)s", "{rate}")
SALES = f"""
SELECT (array_position(ARRAY['order', 'return', 'subscription'], m.what) - 1)::bigint AS kind,
 m.id, m.of_id AS occasion,
 (CASE WHEN i.id IS NULL THEN 0 ELSE {SUBJECT.format("i")} END)::bigint AS buyer,
 coalesce(m.buyer_id, 0)::bigint AS buyer_identity, m.at, m.amount_minor::bigint AS amount,
 m.margin_minor AS margin, m.basis = '{margins.ASSUMED}' AS assumed, coalesce(m.takes_back, 0) AS takes_back
FROM ({MOVEMENTS}) m LEFT JOIN people_identity i ON i.id = m.buyer_id
WHERE m.currency = '{{currency}}'"""
# The currency of this company's books, or where nothing was sold in it, that of most orders.
CURRENCIES = """
SELECT currency::text, count(*)::bigint AS orders FROM commerce_order
GROUP BY 1 ORDER BY (currency = '{own}') DESC, 2 DESC, 1"""


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
    """Return all money in the currency of the books; unknown buyers are 0.

    A refund whose buyer is not the buyer of its sale is one that refunds no sale we know.
    """
    currencies = reader.columns(CURRENCIES.format(own=settings.CURRENCY))
    currency = str(currencies["currency"][0]) if currencies["currency"].size else settings.CURRENCY
    company = margins.company_rate()
    columns = reader.columns(
        SALES.format(rate=f"{company.rate:f}", currency=currency.replace("'", "")), by=["kind", "id"]
    )
    return SalesPanel(
        currency=currency,
        elsewhere=int(currencies["orders"][1:].sum()),
        rate=float(company.rate),
        rate_stated=company.stated,
        kind=columns["kind"],
        id=columns["id"],
        occasion=columns["occasion"],
        buyer=columns["buyer"],
        buyer_identity=columns["buyer_identity"],
        at=columns["at"],
        amount=columns["amount"],
        margin=columns["margin"],
        assumed=columns["assumed"].astype(np.bool_),
        refund_of=_rows_of(columns["takes_back"], columns["kind"], columns["id"], columns["buyer"]),
    )


def _rows_of(lines: Ints, kind: Ints, ids: Ints, buyer: Ints) -> Ints:
    """The rows of the order lines named (0: none), in a panel sorted by kind and id."""
    line_ids = ids[kind == SaleKind.LINE]
    if not line_ids.size:
        return np.full(lines.size, -1, dtype=np.int64)
    place = np.minimum(np.searchsorted(line_ids, lines), line_ids.size - 1)
    same_buyer = (lines != 0) & (line_ids[place] == lines) & (buyer[place] == buyer)
    return np.where(same_buyer, place, -1).astype(np.int64)
