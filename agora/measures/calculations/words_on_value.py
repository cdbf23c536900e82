"""What a value run says about itself: what each figure rests on, whose words carried half, what cannot be said."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from agora.measures.calculations.ledger import Ledger
from agora.measures.panels import SaleKind, SalesPanel
from agora.measures.panels.arrow import moment_of
from agora.measures.results import Json
from agora_analytics.value import FIRM, UNKNOWN_BUYER, AllocationBand
from agora_analytics.value import Ledger as Accounts

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
# "Bought almost nothing": own value below this part of the median buyer's.
ALMOST_NOTHING = 0.1
NO_SALES = "No sale has come in yet: there is no margin to share."
NO_WORDS = "No reading, vote or reply by a known person has come in yet: nobody's words can have moved a sale."
NOT_SETTLED = (
    "Purchases do not follow readings more closely than chance would: whether words moved sales cannot be said yet, "
    "and every interval of social value begins at nothing."
)
NOT_CLAIMED = "Whether words moved sales cannot be said, and every interval of social value begins at nothing: {why}."
ASSUMED = "How much would have been bought anyway is assumed, not measured: no control group exists yet."


def concerned(ledger: Ledger) -> Bools:
    """Return whom the ledger says something about: who bought, or whose words somebody met, (people,)."""
    out = np.zeros(ledger.subjects.size, dtype=np.bool_)
    out[ledger.sales.buyer[ledger.sales.buyer != UNKNOWN_BUYER]] = True
    out[ledger.exposures.author[ledger.exposures.author != FIRM]] = True
    return out


def basis_of_own(ledger: Ledger, money: SalesPanel, inside: Bools) -> Json:
    """Return per person how many lines and orders they bought, and the share on an assumed margin, (people,) each."""
    people = ledger.subjects.size
    own_sales = np.flatnonzero(inside & (ledger.sales.buyer != UNKNOWN_BUYER))
    buyer = ledger.sales.buyer[own_sales].astype(np.int64)
    _, first = np.unique(money.occasion[own_sales] * len(SaleKind) + money.kind[own_sales], return_index=True)
    return {
        "sales": np.bincount(buyer[first], minlength=people),
        "lines": np.bincount(buyer, minlength=people),
        "assumed_share": _assumed(buyer, np.abs(money.margin[own_sales]), money.assumed[own_sales], people),
    }


def basis_of_given(ledger: Ledger, money: SalesPanel, band: AllocationBand, inside: Bools) -> Json:
    """Return per person the sales, buyers, posts and exposures behind their social value, and the band of rules."""
    shared, people = ledger.entries, ledger.subjects.size
    rows = np.flatnonzero((shared.author != FIRM) & (shared.amount_minor != 0) & inside[shared.sale])
    author, sale = shared.author[rows].astype(np.int64), shared.sale[rows]
    theirs = ledger.exposures.author
    return {
        "sales": _distinct(author, sale, people),
        "buyers": _distinct(author, ledger.sales.buyer[sale].astype(np.int64), people),
        "posts": _distinct(author, shared.content[rows], people),
        "exposures": np.bincount(theirs[theirs != FIRM], minlength=people),
        "assumed_share": _assumed(author, np.abs(shared.amount_minor[rows]), money.assumed[sale], people),
        "rule_low": band.low,
        "rule_high": band.high,
    }


def half_of_it(ledger: Ledger, accounts: Accounts) -> Json:
    """Return how few people's words carried half of all social value, and how many of them bought almost nothing."""
    credit = np.maximum(accounts.given, 0)
    order = np.argsort(-credit, kind="stable")
    reach = np.cumsum(credit[order])
    if not reach.size or reach[-1] == 0:
        return {"people": 0, "almost_nothing": 0, "voices": 0}
    few = order[: int(np.searchsorted(reach, reach[-1] / 2)) + 1]
    bought = accounts.own[accounts.own > 0]
    little = ALMOST_NOTHING * float(np.median(bought)) if bought.size else 0.0
    return {
        "people": int(few.size),
        "almost_nothing": int((accounts.own[few] <= little).sum()),
        "voices": int((credit > 0).sum()),
        "settled": ledger.settled,
    }


def period_of(money: SalesPanel, inside: Bools) -> Json:
    """Return the days of the first and the last sale counted."""
    if not inside.any():
        return {}
    days = money.at[inside]
    return {"from": moment_of(float(days.min())).isoformat(), "to": moment_of(float(days.max())).isoformat()}


def cannot_say(ledger: Ledger, money: SalesPanel) -> list[str]:
    """Return in plain words what this run cannot say."""
    if not money.size:
        return [NO_SALES]
    if not ledger.exposures.size:
        return [NO_WORDS]
    timing = ledger.timing
    doubt = NOT_CLAIMED.format(why=timing.why) if timing and not timing.claimable else NOT_SETTLED
    return ([] if ledger.settled else [doubt]) + (
        [ASSUMED] if ledger.accounts.incrementality.origin == "assumed" else []
    )


def _assumed(who: Ints, size: Ints, assumed: Bools, people: int) -> NDArray[np.float64]:
    total = np.bincount(who, weights=size, minlength=people)
    part = np.bincount(who, weights=size * assumed, minlength=people)
    return np.divide(part, total, out=np.zeros(people), where=total > 0).round(4)


def _distinct(author: Ints, what: Ints, people: int) -> Ints:
    """How many different `what` each author has, (people,)."""
    span = int(what.max(initial=0)) + 1
    return np.bincount(np.unique(author * span + what) // span, minlength=people)
