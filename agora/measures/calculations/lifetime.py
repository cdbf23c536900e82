"""The lifetime run: what each customer will still buy, whether they are still one, and what their words bring ahead."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from agora.analytics.lifetime import (
    BgNbdFit,
    GammaGammaFit,
    LifetimeValue,
    PurchaseSummary,
    expected_spend,
    fit_bgnbd,
    fit_gamma_gamma,
    lifetime_value,
    summarise_purchases,
)  # fmt: skip
from agora.measures.calculations import lifetime_social as social
from agora.measures.panels import SaleKind, SalesPanel, Subjects, sales, snapshot
from agora.measures.panels.arrow import digest, moment_of
from agora.measures.panels.standing import CreditedPanel, StandingPanel, credited, standing
from agora.measures.results import Json, Result, ScoreBlock

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
WEEK = 7.0
HORIZON_WEEKS = 156.0
YEARLY_DISCOUNT = 0.10
LEVEL = 0.8
LEAST_REPEATERS = 50
SHARPEST_DROPOUT = 300.0
TOO_FEW = (
    "Only {found} customers have bought on more than one day; repeat rates cannot be learnt from fewer than {least}, "
    "so nobody's lifetime value can be said yet."
)
DEPENDENT = (
    "Customers who buy often spend differently per purchase, which the model does not expect: amounts may be off."
)
UNIDENTIFIED = "The data do not pin the model down; intervals leave out how unsure its parameters are."
CONTRACTS = "Contracts are not in lifetime value: it looks at orders only."
ACQUISITION = "Customers still to be won are not counted in customer equity."


@dataclass(frozen=True, slots=True)
class Fitted:
    """Histories of the customers, the two laws fitted to them, and what follows per customer."""

    histories: PurchaseSummary
    buying: BgNbdFit
    spending: GammaGammaFit
    ahead: LifetimeValue


def calculate(
    *,
    horizon_weeks: float = HORIZON_WEEKS,
    yearly_discount: float = YEARLY_DISCOUNT,
    least_repeaters: int = LEAST_REPEATERS,
) -> Result:
    """Fit BG/NBD to purchase days and Gamma-Gamma to their margins; discount `horizon_weeks` ahead from the last sale.

    With fewer than `least_repeaters` customers who came back nothing is scored, and the outcome says why.
    """
    with snapshot() as reader:
        money, known, words = sales(reader), standing(reader), credited(reader)
    buyers = Subjects.of(money.buyer)
    code, day, margin = purchase_days(money, buyers)
    histories = summarise_purchases(code, day, margin, until=_until(money), unit=WEEK)
    repeaters = int((histories.frequency > 0).sum())
    inputs: Json = {
        "sales": money.size, "customers": int(histories.customer.size), "repeat_customers": repeaters,
        "credited_posts": int(words.post.size), "digest": digest(money, words),
    }  # fmt: skip
    parameters: Json = {
        "horizon_weeks": horizon_weeks, "yearly_discount": yearly_discount, "level": LEVEL,
        "content_half_life_days": social.CONTENT_HALF_LIFE_DAYS, "as_of": moment_of(_until(money)).isoformat(),
    }  # fmt: skip
    if repeaters < least_repeaters:
        why = TOO_FEW.format(found=repeaters, least=least_repeaters)
        return Result(inputs, {"currency": money.currency, "cannot_say": [why]}, parameters=parameters)
    every_mean = np.bincount(code, weights=margin)[histories.customer] / (histories.frequency + 1)
    fitted = fit(histories, every_mean, weeks=horizon_weeks, rate=float(np.log1p(yearly_discount)) / (365.25 / WEEK))
    return _result(fitted, buyers, money, known, words, inputs=inputs, parameters=parameters)


def purchase_days(money: SalesPanel, buyers: Subjects) -> tuple[Ints, Floats, Floats]:
    """Return customer code, day and margin of each day with purchases; what came back is taken off its day.

    A day whose purchases all came back is no purchase.
    """
    mine = np.flatnonzero((money.buyer != 0) & (money.kind != SaleKind.EVENT))
    back = money.refund_of[mine]
    astray = (money.kind[mine] == SaleKind.RETURN) & (back < 0)
    mine, back = mine[~astray], back[~astray]
    day = np.floor(np.where(back < 0, money.at[mine], money.at[back]))
    code, gain = buyers.codes(money.buyer[mine]), money.margin[mine].astype(np.float64)
    days, place = np.unique(np.column_stack([code.astype(np.float64), day]), axis=0, return_inverse=True)
    margin = np.zeros(days.shape[0])
    np.add.at(margin, place.reshape(-1), gain)
    gained = margin > 0
    return days[gained, 0].astype(np.int64), days[gained, 1], margin[gained]


def fit(histories: PurchaseSummary, every_mean: Floats, *, weeks: float, rate: float) -> Fitted:
    """Return the fitted laws and every customer's value ahead; rate: continuous discount per week.

    every_mean (n,): mean margin over all of a customer's purchase days, the first one too: somebody who bought once
    for ten cents is not expected to spend what everybody does.
    """
    x, t_x, t = histories.frequency, histories.recency, histories.age
    buying, spending = _tame(fit_bgnbd(x, t_x, t)), fit_gamma_gamma(x + 1, every_mean)
    repeat = expected_spend(spending.parameters, frequency=x, mean_spend=histories.mean_spend)
    every = expected_spend(spending.parameters, frequency=x + 1, mean_spend=every_mean)
    ahead = lifetime_value(
        buying, spending, frequency=x, recency=t_x, age=t, mean_spend=histories.mean_spend, margin=every / repeat,
        rate=rate, horizon=weeks, level=LEVEL,
    )  # fmt: skip
    return Fitted(histories, buying, spending, ahead)


def _tame(buying: BgNbdFit) -> BgNbdFit:
    """The fit with a dropout law no sharper than numbers can carry; the likelihood is flat there.

    Where everybody is alike in dropping out, a and b run to the bound together and only a / (a + b) is known.
    """
    a, b = buying.parameters.a, buying.parameters.b
    scale = min(SHARPEST_DROPOUT / (a + b), 1.0)
    return replace(buying, parameters=replace(buying.parameters, a=a * scale, b=b * scale))


def _result(
    fitted: Fitted,
    buyers: Subjects,
    money: SalesPanel,
    known: StandingPanel,
    words: CreditedPanel,
    *,
    inputs: Json,
    parameters: Json,
) -> Result:
    ids, ahead, histories = buyers.ids[fitted.histories.customer], fitted.ahead, fitted.histories
    basis: list[Json] = [{"purchases": times + 1, "one_time": times == 0} for times in histories.frequency.tolist()]
    together = social.combine(ids, ahead, known, words, until=_until(money), parameters=parameters)
    return Result(
        inputs=inputs,
        parameters=parameters,
        outcome=_outcome(fitted, money, missing=together.missing)
        | {"equity": together.equity | {"low": ahead.all_low, "high": ahead.all_high}},
        scores=[
            ScoreBlock("alive", ids, ahead.p_alive, basis=basis),
            *together.blocks(basis),
        ],
    )


def _outcome(fitted: Fitted, money: SalesPanel, *, missing: list[str]) -> Json:
    spending, buying = fitted.spending, fitted.buying
    doubts = {
        DEPENDENT: spending.independence_doubtful,
        UNIDENTIFIED: not (buying.identified and spending.identified),
        CONTRACTS: bool((money.kind == SaleKind.EVENT).any()),
        ACQUISITION: True,
    }
    return {
        "currency": money.currency,
        "fitted": {
            "bgnbd": dict(zip(("r", "alpha", "a", "b"), buying.parameters.vector, strict=True)),
            "gamma_gamma": dict(zip(("p", "q", "gamma"), spending.parameters.vector, strict=True)),
            "log_likelihood": buying.log_likelihood,
            "spend_frequency_correlation": spending.correlation,
        },
        "assumed": {"margin_share": money.assumed_share, "rate": money.rate, "rate_stated": money.rate_stated},
        "still_customers": float(fitted.ahead.p_alive.sum()),
        "cannot_say": [*missing, *(doubt for doubt, there in doubts.items() if there)],
    }


def _until(money: SalesPanel) -> float:
    return float(np.floor(money.at.max(initial=0.0)) + 1)
