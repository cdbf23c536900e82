"""The value run: own, social, received, net and touched value of everybody who bought or whose words were met."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agora.analytics.value import RuleBand, Statement, ValueIntervals, rule_band, statement, value_intervals
from agora.measures.calculations import words_on_value as words
from agora.measures.calculations.ledger import HORIZON_DAYS, KAPPA, Ledger, post_all
from agora.measures.panels import ExposuresPanel, SalesPanel, exposures, origins, sales, snapshot
from agora.measures.panels.arrow import day_of, digest
from agora.measures.results import CannotBalance, CreditBlock, Json, Result, ScoreBlock

Ints = NDArray[np.int64]
DRAWS = 200
LEVEL = 0.8
# kappa is held as if known from this many observations, before the fit's own error is added.
CONCENTRATION = 20.0


def calculate(
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    kappa: float = KAPPA,
    horizon_days: float = HORIZON_DAYS,
) -> Result:
    """Share the margin of the sales in [since, until) (default: all of them) between buyers and words.

    Sales before `since` still teach how strongly words carry, and a refund follows the words of its sale whenever
    that was. Raises CannotBalance rather than store sums that do not agree.
    """
    with snapshot() as reader:
        money, met, first = sales(reader), exposures(reader), origins(reader)
    start = day_of(since) if since else -np.inf
    end = day_of(until) if until else np.inf
    inside = (money.at >= start) & (money.at < end)
    ledger = post_all(money, met, origins=first, kappa=kappa, horizon=horizon_days)
    made = statement(ledger.allocation, people=ledger.subjects.size, include=inside)
    check(made, ledger, inside)
    band, sure = spread_of(ledger, start=start, end=end, inside=inside)
    entries = _entries(ledger, money, met, inside)
    return Result(
        inputs={
            "sales": money.size, "exposures": int(met.reader.size), "exposures_exchanged": int(met.exchanged.sum()),
            "subjects": ledger.subjects.size, "sales_in_other_currencies": money.elsewhere, "digest": digest(money, met),
        },
        parameters={"kappa": kappa, "horizon_days": horizon_days, "rule": "hazard", "level": LEVEL, "draws": DRAWS},
        outcome=_outcome(ledger, money, made, entries, inside),
        scores=_scores(ledger, money, made, band=band, sure=sure, inside=inside),
        credits=entries,
    )  # fmt: skip


def check(made: Statement, ledger: Ledger, inside: NDArray[np.bool_]) -> None:
    """Raise CannotBalance unless every sum of the ledger agrees to the minor unit."""
    shared = ledger.allocation
    parts = shared.own_minor + _sum_at(shared.sale, shared.amount_minor, shared.own_minor.size)
    agreements = {
        "net values, the company's credit and unknown buyers make the margin": (
            int(made.net.sum()) + made.firm + made.unknown, made.total,
        ),
        "what words were given is what buyers received": (int(made.given.sum()) + made.firm, int(made.received.sum())),
        "the margin is that of the sales": (made.total, int(ledger.sales.margin_minor[inside].sum())),
        "each sale is shared out whole": (int(np.abs(parts - shared.margin_minor).sum()), 0),
    }  # fmt: skip
    for claim, (one, other) in agreements.items():
        if one != other:
            raise CannotBalance(f"The ledger does not balance: {claim}, but {one} is not {other}.")


def spread_of(
    ledger: Ledger, *, start: float, end: float, inside: NDArray[np.bool_]
) -> tuple[RuleBand, ValueIntervals]:
    """Return how far other rules would move social value, and its interval under this one.

    The fitted force's own error widens the interval as if kappa were known that much less.
    """
    people = ledger.subjects.size
    band = rule_band(
        ledger.sales, ledger.exposures, ledger.parameters, mu=ledger.fit.mu, people=people, start=start, end=end
    )
    sure = value_intervals(
        ledger.allocation, ledger.parameters, people=people, include=inside, draws=DRAWS, level=LEVEL,
        concentration=_concentration(ledger),
    )  # fmt: skip
    return band, sure


def _concentration(ledger: Ledger) -> float:
    kappa, fit = ledger.parameters.kappa[0], ledger.fit
    if not 0 < kappa < 1 or fit.beta <= 0:
        return CONCENTRATION
    spread = kappa * (1 - kappa) / (CONCENTRATION + 1) + (kappa * min(fit.error / fit.beta, 1.0)) ** 2
    return max(kappa * (1 - kappa) / spread - 1, 1.0)


def _entries(ledger: Ledger, money: SalesPanel, met: ExposuresPanel, inside: NDArray[np.bool_]) -> CreditBlock:
    shared = ledger.allocation
    rows = np.flatnonzero((shared.amount_minor != 0) & inside[shared.sale])
    sale, exposure = shared.sale[rows], ledger.rows[shared.exposure[rows]]
    return CreditBlock(
        sale_kind=money.kind[sale], sale_id=money.id[sale], at=money.at[sale], buyer=money.buyer_identity[sale],
        author=met.voice[exposure], post=met.post[exposure], weight=shared.weight[rows], amount=shared.amount_minor[rows],
    )  # fmt: skip


def _scores(
    ledger: Ledger,
    money: SalesPanel,
    made: Statement,
    *,
    band: RuleBand,
    sure: ValueIntervals,
    inside: NDArray[np.bool_],
) -> list[ScoreBlock]:
    """Five measures of everybody who bought or whose words were met; readers who did neither have none."""
    who = np.flatnonzero(words.concerned(ledger))
    ids = ledger.subjects.ids[who]
    bought, given = words.basis_of_own(ledger, money, inside), words.basis_of_given(ledger, money, band, inside)
    own_basis, given_basis = [bought[code] for code in who], [given[code] for code in who]
    # Where the data cannot tell the force of words from none, nothing may be all there is.
    low = sure.given_low if ledger.fit.settled else np.minimum(sure.given_low, 0.0)
    net_low = np.minimum(sure.net_low, made.net)
    own = made.own.astype(np.float64)
    return [
        ScoreBlock("own", ids, own[who], own[who], own[who], basis=own_basis),
        _block("csv", ids, made.given, who, low=low, high=np.maximum(sure.given_high, made.given), basis=given_basis),
        _block("recv", ids, made.received, who),
        _block("net", ids, made.net, who, low=net_low, high=np.maximum(sure.net_high, made.net), basis=given_basis),
        _block("gross", ids, made.gross, who, basis=given_basis),
    ]


def _block(
    measure: str,
    ids: Ints,
    value: Ints,
    who: Ints,
    *,
    low: Any = None,
    high: Any = None,
    basis: list[Json] | None = None,
) -> ScoreBlock:
    lowest, highest = (None if end is None else end[who] for end in (low, high))
    return ScoreBlock(measure, ids, value[who].astype(np.float64), lowest, highest, basis=basis)


def _outcome(
    ledger: Ledger, money: SalesPanel, made: Statement, entries: CreditBlock, inside: NDArray[np.bool_]
) -> Json:
    fit = ledger.fit
    return {
        "currency": money.currency,
        "totals": {
            "margin": made.total, "own": int(made.own.sum()), "given": int(made.given.sum()), "company": made.firm,
            "received": int(made.received.sum()), "net": int(made.net.sum()), "unknown_buyers": made.unknown,
        },
        "sales": int(inside.sum()), "balanced": True,
        "entries": int(entries.amount.size),
        "fitted": {
            "beta_per_day": fit.beta, "error": fit.error, "half_life_days": float(np.log(2) / fit.delta),
            "gain": fit.gain, "settled": fit.settled, "purchases": fit.purchases,
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
