"""What a value run says about itself: what each figure rests on, whose words carried half, what cannot be said."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from agora.analytics.value import FIRM, UNKNOWN_BUYER, RuleBand, Statement
from agora.measures.calculations.ledger import Ledger
from agora.measures.panels import SalesPanel
from agora.measures.panels.arrow import moment_of
from agora.measures.results import Json

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
KAPPA_DECLARED = (
    "How much would have been bought anyway is declared (kappa), not measured: no control group exists yet."
)


def concerned(ledger: Ledger) -> Bools:
    """Return whom the ledger says something about: who bought, or whose words somebody met, (people,)."""
    out = np.zeros(ledger.subjects.size, dtype=np.bool_)
    out[ledger.sales.buyer[ledger.sales.buyer != UNKNOWN_BUYER]] = True
    out[ledger.exposures.author[ledger.exposures.author != FIRM]] = True
    return out


def basis_of_own(ledger: Ledger, money: SalesPanel, inside: Bools) -> list[Json]:
    """Return per person how many lines and orders they bought, and the share on an assumed margin."""
    people = ledger.subjects.size
    known = np.flatnonzero(inside & (ledger.sales.buyer != UNKNOWN_BUYER))
    buyer, size = ledger.sales.buyer[known], np.abs(money.margin[known]).astype(np.float64)
    lines = np.bincount(buyer, minlength=people)
    occasion = np.unique(np.column_stack([buyer, money.kind[known], money.occasion[known]]), axis=0)
    orders = np.bincount(occasion[:, 0], minlength=people)
    total = np.bincount(buyer, weights=size, minlength=people)
    assumed = np.bincount(buyer, weights=size * money.assumed[known], minlength=people)
    share = np.divide(assumed, total, out=np.zeros(people), where=total > 0)
    return [
        {"sales": sales, "lines": count, "assumed_share": round(part, 4)}
        for sales, count, part in zip(orders.tolist(), lines.tolist(), share.tolist(), strict=True)
    ]


def basis_of_given(ledger: Ledger, money: SalesPanel, band: RuleBand, inside: Bools) -> list[Json]:
    """Return per person the sales, buyers, posts and exposures behind their social value, and the band of rules."""
    shared, people = ledger.allocation, ledger.subjects.size
    rows = np.flatnonzero((shared.author != FIRM) & (shared.amount_minor != 0) & inside[shared.sale])
    author, sale = shared.author[rows], shared.sale[rows]
    theirs = ledger.exposures.author
    met = np.bincount(theirs[theirs != FIRM], minlength=people)
    size = np.abs(shared.amount_minor[rows]).astype(np.float64)
    total = np.bincount(author, weights=size, minlength=people)
    assumed = np.bincount(author, weights=size * money.assumed[sale], minlength=people)
    share = np.divide(assumed, total, out=np.zeros(people), where=total > 0)
    columns = (
        _distinct(author, sale, people), _distinct(author, shared.buyer[sale], people),
        _distinct(author, shared.content[rows], people), met.tolist(), share.round(4).tolist(),
        band.low.tolist(), band.high.tolist(),
    )  # fmt: skip
    names = ("sales", "buyers", "posts", "exposures", "assumed_share", "rule_low", "rule_high")
    return [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]


def half_of_it(ledger: Ledger, made: Statement) -> Json:
    """Return how few people's words carried half of all social value, and how many of them bought almost nothing."""
    given = np.maximum(made.given, 0)
    order = np.argsort(-given, kind="stable")
    reach = np.cumsum(given[order])
    if not reach.size or reach[-1] == 0:
        return {"people": 0, "almost_nothing": 0, "voices": 0}
    few = order[: int(np.searchsorted(reach, reach[-1] / 2)) + 1]
    bought = made.own[made.own > 0]
    little = ALMOST_NOTHING * float(np.median(bought)) if bought.size else 0.0
    return {
        "people": int(few.size), "almost_nothing": int((made.own[few] <= little).sum()),
        "voices": int((given > 0).sum()), "settled": ledger.fit.settled,
    }  # fmt: skip


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
    return [KAPPA_DECLARED] if ledger.fit.settled else [NOT_SETTLED, KAPPA_DECLARED]


def _distinct(author: Ints, what: Ints, people: int) -> list[int]:
    pairs = np.unique(np.column_stack([author, what]), axis=0)
    return [int(count) for count in np.bincount(pairs[:, 0], minlength=people)]
