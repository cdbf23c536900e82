"""The value run: own, social, received, net and touched value of everybody who bought or whose words were met."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agora.measures.calculations import words_on_value as words
from agora.measures.calculations.ledger import Ledger, post_all
from agora.measures.engines import Engine
from agora.measures.models import Incrementality
from agora.measures.panels import ExposuresPanel, OriginsPanel, Reader, SalesPanel, exposures, origins, sales
from agora.measures.panels.arrow import day_of
from agora.measures.progress import Progress
from agora.measures.results import CannotBalance, CreditBlock, Json, Result, ScoreBlock
from agora_analytics.value import BAND_RULES, AllocationBand, SocialValue, customer_social_value
from agora_analytics.value import Ledger as Accounts

Ints = NDArray[np.int64]


def parameters() -> Json:
    """What is declared rather than found; the incrementality in force and where it comes from among it."""
    caused = Incrementality.objects.in_force()
    return {
        "incrementality": {"share": caused.share, "low": caused.low, "high": caused.high, "origin": str(caused.origin)},
        "horizon_days": 60.0,
        "rule": "hazard",
        "level": 0.8,
        "draws": 200,
    }


def read(reader: Reader) -> tuple[SalesPanel, ExposuresPanel, OriginsPanel]:
    """Return the money, who met whose words, and since when everybody is known."""
    return sales(reader), exposures(reader), origins(reader)


def calculate(
    money: SalesPanel,
    met: ExposuresPanel,
    first: OriginsPanel,
    *,
    engine: Engine,
    progress: Progress,
    since: datetime | None = None,
    until: datetime | None = None,
    **declared: Any,
) -> Result:
    """Share the margin of the sales in [since, until) (default: all of them) between buyers and words.

    Sales before `since` still teach how strongly words carry, and a refund follows the words of its sale whenever
    that was. Raises CannotBalance rather than store sums that do not agree.
    """
    start = day_of(since) if since else -np.inf
    end = day_of(until) if until else np.inf
    inside = (money.at >= start) & (money.at < end)
    ledger = post_all(money, met, origins=first, inside=inside, engine=engine, progress=progress, **declared)
    accounts = ledger.accounts
    check(ledger, inside)
    progress("comparing rules")
    band = band_of(ledger, engine)
    progress("drawing intervals")
    sure = customer_social_value(
        accounts,
        effects=ledger.fit,
        timing=ledger.timing,
        include=inside,
        draws=declared["draws"],
        level=declared["level"],
    )
    entries = _entries(ledger, money, met, inside)
    return Result(
        inputs={
            "sales": money.size,
            "exposures": int(met.reader.size),
            "exposures_exchanged": int(met.exchanged.sum()),
            "subjects": ledger.subjects.size,
            "sales_in_other_currencies": money.elsewhere,
        },
        outcome=_outcome(ledger, money, accounts, entries, inside),
        scores=_scores(ledger, money, accounts, band=band, sure=sure, inside=inside),
        credits=entries,
    )


def check(ledger: Ledger, inside: NDArray[np.bool_]) -> None:
    """Raise CannotBalance unless every sum of the ledger agrees to the minor unit."""
    accounts, shared = ledger.accounts, ledger.entries
    parts = shared.own_minor + _sum_at(shared.sale, shared.amount_minor, shared.own_minor.size)
    agreements = {
        "net values, the company's credit and unknown buyers make the margin": (
            int(accounts.net.sum()) + accounts.firm + accounts.unknown,
            accounts.total,
        ),
        "what words were given is what buyers received": (
            int(accounts.given.sum()) + accounts.firm,
            int(accounts.received.sum()),
        ),
        "the margin is that of the sales": (accounts.total, int(ledger.sales.margin_minor[inside].sum())),
        "each sale is shared out whole": (int(np.abs(parts - ledger.sales.margin_minor).sum()), 0),
    }
    for claim, (one, other) in agreements.items():
        if one != other:
            raise CannotBalance(f"The ledger does not balance: {claim}, but {one} is not {other}.")


def band_of(ledger: Ledger, engine: Engine) -> AllocationBand:
    """Return how far other rules would move social value."""
    terms = ledger.terms | {"entries": False}
    credit_by_rule = np.array(
        [engine.allocate(ledger.sales, ledger.exposures, rule=rule, **terms).given for rule in BAND_RULES]
    )
    return AllocationBand(BAND_RULES, credit_by_rule, credit_by_rule.min(axis=0), credit_by_rule.max(axis=0))


def _entries(ledger: Ledger, money: SalesPanel, met: ExposuresPanel, inside: NDArray[np.bool_]) -> CreditBlock:
    shared = ledger.entries
    rows = np.flatnonzero((shared.amount_minor != 0) & inside[shared.sale])
    sale, exposure = shared.sale[rows], ledger.rows[shared.exposure[rows]]
    return CreditBlock(
        sale_kind=money.kind[sale],
        sale_id=money.id[sale],
        at=money.at[sale],
        buyer=money.buyer_identity[sale],
        author=met.voice[exposure],
        post=met.post[exposure],
        weight=shared.weight[rows],
        amount=shared.amount_minor[rows],
    )


def _scores(
    ledger: Ledger,
    money: SalesPanel,
    accounts: Accounts,
    *,
    band: AllocationBand,
    sure: SocialValue,
    inside: NDArray[np.bool_],
) -> list[ScoreBlock]:
    """Five measures of everybody who bought or whose words were met; readers who did neither have none."""
    who = np.flatnonzero(words.concerned(ledger))
    own, social = words.basis_of_own(ledger, money, inside), words.basis_of_given(ledger, money, band, inside)
    measures = (
        # Own value is what was paid: its interval is itself. So is what words touched.
        ("own", accounts.own, accounts.own, accounts.own, own),
        ("csv", accounts.given, sure.given_low, sure.given_high, social),
        ("recv", accounts.received, sure.received_low, sure.received_high, own),
        ("net", accounts.net, sure.net_low, sure.net_high, social),
        ("gross", accounts.gross, accounts.gross, accounts.gross, social),
    )
    return [
        ScoreBlock(
            name,
            ledger.subjects.ids[who],
            value[who].astype(np.float64),
            np.minimum(low, value)[who].astype(np.float64),
            np.maximum(high, value)[who].astype(np.float64),
            basis={key: column[who] for key, column in basis.items()},
        )
        for name, value, low, high, basis in measures
    ]


def _outcome(
    ledger: Ledger, money: SalesPanel, accounts: Accounts, entries: CreditBlock, inside: NDArray[np.bool_]
) -> Json:
    fit, timing = ledger.fit, ledger.timing
    return {
        "currency": money.currency,
        "totals": {
            "margin": accounts.total,
            "own": int(accounts.own.sum()),
            "given": int(accounts.given.sum()),
            "company": accounts.firm,
            "received": int(accounts.received.sum()),
            "net": int(accounts.net.sum()),
            "unknown_buyers": accounts.unknown,
        },
        "sales": int(inside.sum()),
        "balanced": True,
        "entries": int(entries.amount.size),
        "fitted": {
            "beta_per_day": float(fit.effect.sum()),
            "error": float(fit.error.sum()),
            "half_life_days": float(np.log(2) / fit.decay) if fit.decay else None,
            "gain": fit.gain,
            "settled": ledger.settled,
            "purchases": fit.purchases,
        },
        "timing": {}
        if timing is None
        else {
            "before": timing.before,
            "after": timing.after,
            "buyers": timing.buyers,
            "claimable": timing.claimable,
            "why": timing.why,
        },
        "assumed": {"margin_share": money.assumed_share, "rate": money.rate, "rate_stated": money.rate_stated},
        "period": words.period_of(money, inside),
        "finding": words.half_of_it(ledger, accounts),
        "cannot_say": words.cannot_say(ledger, money),
    }


def _sum_at(place: Ints, amount: Ints, size: int) -> Ints:
    out = np.zeros(size, dtype=np.int64)
    np.add.at(out, place, amount)
    return out
