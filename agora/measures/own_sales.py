"""What somebody bought, line by line, with the margins that a run counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from agora.commerce.models import MarginRate
from agora.core.copying import fetch
from agora.measures.models import Run
from agora.measures.panels.money import SALE, SaleKind

THEIRS = f"""
WITH {SALE}
SELECT s.kind, s.id, s.at, s.margin, s.assumed, sum(s.margin) OVER ()::bigint, count(*) OVER ()
FROM sale s WHERE s.buyer_id = ANY(%(buyers)s) AND s.currency = %(currency)s
 AND s.at >= coalesce(%(since)s::timestamptz, '-infinity') AND s.at < coalesce(%(until)s::timestamptz, 'infinity')
ORDER BY abs(s.margin) DESC, s.kind, s.id LIMIT %(limit)s"""


@dataclass(frozen=True, slots=True)
class OwnSale:
    """A sale or refund (negative) with its margin in minor units; assumed: by the company-wide rate."""

    kind: str
    id: int
    at: datetime
    margin_minor: int
    assumed: bool


@dataclass(frozen=True, slots=True)
class OwnSales:
    """The largest sales of somebody, and sum and number of all of them."""

    rows: list[OwnSale]
    total_minor: int
    count: int


def own_sales(buyers: list[int], *, run: Run, limit: int) -> OwnSales:
    """Return the sales of the identities `buyers` in the run's currency and period, the largest first, in one query."""
    rate, _ = MarginRate.current()
    found = fetch(
        THEIRS.replace("{rate}", f"{rate:f}::numeric"),
        {
            "buyers": buyers, "currency": run.outcome["currency"], "limit": limit,
            "since": run.parameters.get("since"), "until": run.parameters.get("until"),
        },
    )  # fmt: skip
    rows = [OwnSale(SaleKind(kind).stored, pk, at, margin, assumed) for kind, pk, at, margin, assumed, *_ in found]
    return OwnSales(rows, *((found[0][5], found[0][6]) if found else (0, 0)))
