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
        "horizon_days": 60.0, "rule": "hazard", "level": 0.8, "draws": 200,
    }  # fmt: skip


def read(reader: Reader) -> tuple[SalesPanel, ExposuresPanel, OriginsPanel]:
    """Return the money, who met whose words, and since when everybody is known."""
    return sales(reader), exposures(reader), origins(reader)


def calculate(
    money: SalesPanel,
    met: ExposuresPanel,
    first: OriginsPanel,
    *,
    engine: Engine,
    told: Progress,
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
    ledger = post_all(money, met, origins=first, inside=inside, engine=engine, told=told, **declared)
    made = ledger.accounts
    check(ledger, inside)
    told("comparing rules")
    band = band_of(ledger, engine)
    told("drawing intervals")
    sure = customer_social_value(
        made, effects=ledger.fit, timing=ledger.timing, include=inside, draws=declared["draws"], level=declared["level"]
    )
    entries = _entries(ledger, money, met, inside)
    return Result(
        inputs={
            "sales": money.size, "exposures": int(met.reader.size), "exposures_exchanged": int(met.exchanged.sum()),
            "subjects": ledger.subjects.size, "sales_in_other_currencies": money.elsewhere,
        },
        outcome=_outcome(ledger, money, made, entries, inside),
        scores=_scores(ledger, money, made, band=band, sure=sure, inside=inside),
        credits=entries,
    )  # fmt: skip


def check(ledger: Ledger, inside: NDArray[np.bool_]) -> None:
    """Raise CannotBalance unless every sum of the ledger agrees to the minor unit."""
    made, shared = ledger.accounts, ledger.entries
    parts = shared.own_minor + _sum_at(shared.sale, shared.amount_minor, shared.own_minor.size)
    agreements = {
        "net values, the company's credit and unknown buyers make the margin": (
            int(made.net.sum()) + made.firm + made.unknown, made.total,
        ),
        "what words were given is what buyers received": (int(made.given.sum()) + made.firm, int(made.received.sum())),
        "the margin is that of the sales": (made.total, int(ledger.sales.margin_minor[inside].sum())),
        "each sale is shared out whole": (int(np.abs(parts - ledger.sales.margin_minor).sum()), 0),
    }  # fmt: skip
    for claim, (one, other) in agreements.items():
        if one != other:
            raise CannotBalance(f"The ledger does not balance: {claim}, but {one} is not {other}.")


def band_of(ledger: Ledger, engine: Engine) -> AllocationBand:
    """Return how far other rules would move social value."""
    terms = ledger.terms | {"entries": False}
    given = np.array([engine.allocate(ledger.sales, ledger.exposures, rule=rule, **terms).given for rule in BAND_RULES])
    return AllocationBand(BAND_RULES, given, given.min(axis=0), given.max(axis=0))


def _entries(ledger: Ledger, money: SalesPanel, met: ExposuresPanel, inside: NDArray[np.bool_]) -> CreditBlock:
    shared = ledger.entries
    rows = np.flatnonzero((shared.amount_minor != 0) & inside[shared.sale])
    sale, exposure = shared.sale[rows], ledger.rows[shared.exposure[rows]]
    return CreditBlock(
        sale_kind=money.kind[sale], sale_id=money.id[sale], at=money.at[sale], buyer=money.buyer_identity[sale],
        author=met.voice[exposure], post=met.post[exposure], weight=shared.weight[rows], amount=shared.amount_minor[rows],
    )  # fmt: skip


def _scores(
    ledger: Ledger,
    money: SalesPanel,
    made: Accounts,
    *,
    band: AllocationBand,
    sure: SocialValue,
    inside: NDArray[np.bool_],
) -> list[ScoreBlock]:
    """Five measures of everybody who bought or whose words were met; readers who did neither have none."""
    who = np.flatnonzero(words.concerned(ledger))
    own, given = words.basis_of_own(ledger, money, inside), words.basis_of_given(ledger, money, band, inside)
    accounts = (
        # Own value is what was paid: its interval is itself. So is what words touched.
        ("own", made.own, made.own, made.own, own),
        ("csv", made.given, sure.given_low, sure.given_high, given),
        ("recv", made.received, sure.received_low, sure.received_high, own),
        ("net", made.net, sure.net_low, sure.net_high, given),
        ("gross", made.gross, made.gross, made.gross, given),
    )
    return [
        ScoreBlock(
            name, ledger.subjects.ids[who], value[who].astype(np.float64), np.minimum(low, value)[who].astype(np.float64),
            np.maximum(high, value)[who].astype(np.float64), basis={key: column[who] for key, column in basis.items()},
        )
        for name, value, low, high, basis in accounts
    ]  # fmt: skip


def _outcome(
    ledger: Ledger, money: SalesPanel, made: Accounts, entries: CreditBlock, inside: NDArray[np.bool_]
) -> Json:
    fit, timing = ledger.fit, ledger.timing
    return {
        "currency": money.currency,
        "totals": {
            "margin": made.total, "own": int(made.own.sum()), "given": int(made.given.sum()), "company": made.firm,
            "received": int(made.received.sum()), "net": int(made.net.sum()), "unknown_buyers": made.unknown,
        },
        "sales": int(inside.sum()), "balanced": True,
        "entries": int(entries.amount.size),
        "fitted": {
            "beta_per_day": float(fit.effect.sum()), "error": float(fit.error.sum()),
            "half_life_days": float(np.log(2) / fit.decay) if fit.decay else None,
            "gain": fit.gain, "settled": ledger.settled, "purchases": fit.purchases,
        },
        "timing": {} if timing is None else {
            "before": timing.before, "after": timing.after, "buyers": timing.buyers, "claimable": timing.claimable,
            "why": timing.why,
        },
        "assumed": {"margin_share": money.assumed_share, "rate": money.rate, "rate_stated": money.rate_stated},
        "period": words.period_of(money, inside),
        "finding": words.half_of_it(ledger, made),
        "cannot_say": words.cannot_say(ledger, money),
    }  # fmt: skip


def _sum_at(place: Ints, amount: Ints, size: int) -> Ints:
    out = np.zeros(size, dtype=np.int64)
    np.add.at(out, place, amount)
    return out
