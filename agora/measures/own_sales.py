"""What somebody bought, line by line, with the margins that a run counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from agora.commerce import margins
from agora.core.copying import fetch
from agora.measures.models import Run
from agora.measures.panels.money import KINDS, SaleKind

THEIRS = f"""
SELECT m.what, m.id, m.at, m.margin_minor, m.basis = '{margins.ASSUMED}', sum(m.margin_minor) OVER ()::bigint,
 count(*) OVER ()
FROM ({margins.MOVEMENTS}) m WHERE m.buyer_id = ANY(%(buyers)s) AND m.currency = %(currency)s
 AND m.at >= coalesce(%(since)s::timestamptz, '-infinity') AND m.at < coalesce(%(until)s::timestamptz, 'infinity')
ORDER BY abs(m.margin_minor) DESC, m.what, m.id LIMIT %(limit)s"""


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
    movements = fetch(
        THEIRS,
        {
            **margins.company_rate().parameters,
            "buyers": buyers,
            "currency": run.outcome["currency"],
            "limit": limit,
            "since": run.parameters.get("since"),
            "until": run.parameters.get("until"),
        },
    )
    rows = [
        OwnSale(SaleKind(KINDS.index(what)).stored, pk, at, margin, assumed)
        for what, pk, at, margin, assumed, *_ in movements
    ]
    return OwnSales(rows, *((movements[0][5], movements[0][6]) if movements else (0, 0)))
