"""The lifetime run: what each customer will still buy, whether they are still one, and what their words bring ahead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agora.measures.calculations import lifetime_social as social
from agora.measures.engines import Engine
from agora.measures.panels import Reader, SaleKind, SalesPanel, Subjects, sales
from agora.measures.panels.accounts import CREDIT_DAYS, AccountsPanel, CreditedPanel, accounts, credited
from agora.measures.panels.arrow import moment_of
from agora.measures.progress import Progress
from agora.measures.results import Json, Result, ScoreBlock
from agora_analytics.errors import NotConverged
from agora_analytics.lifetime import (
    BetaGeo,
    CustomerSummary,
    Discount,
    GammaGamma,
    LifetimeValue,
    ModifiedBetaGeo,
    Recommendation,
    customer_equity,
    lifetime_value,
    recommend_model,
)

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
WEEK = 7.0
MODELS = ("ModifiedBetaGeo", "BetaGeo")
TOO_FEW = (
    "Only {found} customers have bought on more than one day; repeat rates cannot be learnt from fewer than {least}, "
    "so nobody's lifetime value can be said yet."
)
LOST = "The purchases fit no law of coming back, so nobody's lifetime value can be said:"
DEPENDENT = (
    "Customers who buy often spend differently per purchase, which the model does not expect: amounts may be off."
)
UNIDENTIFIED = "The data do not pin the model down; intervals leave out how unsure its parameters are."
CONTRACTS = "Contracts are not in lifetime value: it looks at orders only."
ONE_TIME = (
    "Of the {count:,} who bought on one day only it is known when and for how much, nothing else: whether one of them"
    " is still a customer is said as of all who are like that."
)
BLIND = (
    "{model} takes everybody who bought on one day only for a customer still: whether these {count:,} are cannot be"
    " said, and what they will bring is said too high."
)
ACQUISITION = "Customers still to be won are not counted in customer equity."


@dataclass(frozen=True, slots=True)
class FittedLaws:
    """Histories of the customers, the two laws fitted to them and why the first, and what follows per customer."""

    histories: CustomerSummary
    recommendation: Recommendation
    buying: BetaGeo
    spending: GammaGamma
    ahead: LifetimeValue

    @property
    def one_time(self) -> NDArray[np.bool_]:
        """Who bought on one day only, (customers,)."""
        once: NDArray[np.bool_] = self.histories.frequency == 0
        return once

    @property
    def blind(self) -> bool:
        """Whether the law cannot see one-time buyers leave: it knows no purchase after which they might have."""
        return self.recommendation.name == "BetaGeo"


def parameters() -> Json:
    """What is declared rather than found."""
    return {
        "horizon_weeks": 156.0,
        "yearly_discount": 0.10,
        "level": 0.8,
        "least_repeaters": 50,
        "models": list(MODELS),
        "compared": 20_000,
        "sharpest_dropout": 300.0,
        "draws": 256,
        "seed": 0,
        "alive_draws": 40,
        "alive_seed": 1,
        "content_half_life_days": 180.0,
        "credit_days": CREDIT_DAYS,
    }


def read(reader: Reader) -> tuple[SalesPanel, AccountsPanel, CreditedPanel]:
    """Return the money, and what the newest value run says of people and posts."""
    return sales(reader), accounts(reader), credited(reader)


def calculate(
    money: SalesPanel,
    value_accounts: AccountsPanel,
    words: CreditedPanel,
    *,
    engine: Engine,
    progress: Progress,
    **declared: Any,
) -> Result:
    """Fit the law that suits to purchase days and Gamma-Gamma to their margins; discount ahead from the last sale's
    day.

    With fewer than `least_repeaters` customers who came back nothing is scored, and the outcome says why.
    """
    progress("summing up purchases")
    buyers = Subjects.of(money.buyer)
    code, day, margin = purchase_days(money, buyers)
    histories = _histories(code, day, margin, end=until(money), engine=engine)
    repeaters = int((histories.frequency > 0).sum())
    inputs: Json = {
        "sales": money.size,
        "customers": int(histories.customer.size),
        "repeat_customers": repeaters,
        "credited_posts": int(words.post.size),
        "as_of": moment_of(until(money)).isoformat(),
        "value_run": words.run,
        "credited_since": moment_of(words.since).isoformat(),
    }
    if repeaters < declared["least_repeaters"]:
        why = TOO_FEW.format(found=repeaters, least=declared["least_repeaters"])
        return Result(inputs, {"currency": money.currency, "cannot_say": [why]})
    progress("fitting who comes back")
    every_mean = np.bincount(code, weights=margin)[histories.customer] / (histories.frequency + 1)
    try:
        fitted = fit(histories, every_mean, **declared)
    except NotConverged as lost:
        return Result(inputs, {"currency": money.currency, "cannot_say": [f"{LOST} {lost}"]})
    progress("looking ahead")
    return _result(fitted, buyers, money, value_accounts, words, inputs=inputs, declared=declared)


def purchase_days(money: SalesPanel, buyers: Subjects) -> tuple[Ints, Floats, Floats]:
    """Return customer code, day and margin of each day with purchases; what came back is taken off its day.

    A day whose purchases all came back is no purchase.
    """
    mine = np.flatnonzero((money.buyer != 0) & (money.kind != SaleKind.EVENT))
    back = money.refund_of[mine]
    astray = (money.kind[mine] == SaleKind.RETURN) & (back < 0)
    mine, back = mine[~astray], back[~astray]
    day = np.floor(np.where(back < 0, money.at[mine], money.at[back])).astype(np.int64)
    first = int(day.min(initial=0))
    span = int(day.max(initial=0)) - first + 1
    days, place = np.unique(buyers.codes(money.buyer[mine]) * span + day - first, return_inverse=True)
    margin = np.bincount(place, weights=money.margin[mine], minlength=days.size).astype(np.float64)
    gained = margin > 0
    return days[gained] // span, (days[gained] % span + first).astype(np.float64), margin[gained]


def _histories(code: Ints, day: Floats, margin: Floats, *, end: float, engine: Engine) -> CustomerSummary:
    if code.size:
        histories: CustomerSummary = engine.customer_summary(code, day, margin, end=end, unit=WEEK)
        return histories
    nothing = np.zeros(0)
    return CustomerSummary(code, code, nothing, nothing, nothing)


def fit(
    histories: CustomerSummary,
    every_mean: Floats,
    *,
    horizon_weeks: float,
    yearly_discount: float,
    level: float,
    draws: int,
    seed: int,
    sharpest_dropout: float,
    **others: Any,
) -> FittedLaws:
    """Return the fitted laws and every customer's value ahead.

    every_mean (n,): mean margin over all of a customer's purchase days, the first one too: somebody who bought once
    for ten cents is not expected to spend what everybody does.
    """
    x, t_x, t = histories.frequency, histories.recency, histories.age
    recommendation = choose(histories, models=others["models"], compared=others["compared"])
    law: BetaGeo = ModifiedBetaGeo() if recommendation.name == "ModifiedBetaGeo" else BetaGeo()
    buying, spending = (
        _with_bounded_dropout(law.fit(x, t_x, t), sharpest=sharpest_dropout),
        GammaGamma().fit(x + 1, every_mean),
    )
    repeat = spending.expected_amount(x, histories.mean_amount)
    every = spending.expected_amount(x + 1, every_mean)
    ahead = lifetime_value(
        buying,
        spending,
        frequency=x,
        recency=t_x,
        age=t,
        mean_amount=histories.mean_amount,
        margin=1.0,
        amount_factor=every / repeat,
        rate=Discount.yearly(yearly_discount, unit=WEEK),
        horizon=horizon_weeks,
        level=level,
        draws=draws,
        seed=seed,
    )
    return FittedLaws(histories, recommendation, buying, spending, ahead)


def choose(histories: CustomerSummary, *, models: Sequence[str], compared: int) -> Recommendation:
    """Return which of `models` suits the customers; of a great many, evenly chosen ones are asked."""
    rows = np.flatnonzero(np.arange(histories.frequency.size) % max(histories.frequency.size // compared, 1) == 0)
    columns = (column[rows] for column in (histories.frequency, histories.recency, histories.age))
    return recommend_model(*columns, among=models)


def _with_bounded_dropout(buying: BetaGeo, *, sharpest: float) -> BetaGeo:
    """The fit with a dropout law no sharper than numbers can carry; the likelihood is flat there.

    Where everybody is alike in dropping out, a and b run to the bound together and only a / (a + b) is known.
    """
    a, b = buying.parameters_["a"], buying.parameters_["b"]
    scale = min(sharpest / (a + b), 1.0)
    return buying.at(a=a * scale, b=b * scale)


def _result(
    fitted: FittedLaws,
    buyers: Subjects,
    money: SalesPanel,
    value_accounts: AccountsPanel,
    words: CreditedPanel,
    *,
    inputs: Json,
    declared: Json,
) -> Result:
    ids, ahead, histories = buyers.ids[fitted.histories.customer], fitted.ahead, fitted.histories
    basis = {
        "purchases": histories.frequency + 1,
        "one_time": fitted.one_time,
        "recency_weeks": histories.recency.round(1),
        "age_weeks": histories.age.round(1),
    }
    together = social.combine(ids, ahead, value_accounts, words, until=until(money), parameters=declared)
    equity = customer_equity(ahead)
    return Result(
        inputs=inputs,
        outcome=_outcome(fitted, money, missing=together.missing)
        | {"equity": together.equity | {"low": equity.low, "high": equity.high}},
        scores=[
            _alive(fitted, ids, basis, declared),
            *together.blocks(basis),
        ],
    )


def _alive(fitted: FittedLaws, ids: Ints, basis: Json, declared: Json) -> ScoreBlock:
    """Whether they are still customers; of whom the law cannot say that, nothing is said."""
    rows = np.flatnonzero(~fitted.one_time) if fitted.blind else np.arange(ids.size)
    low, high = alive_between(
        fitted, level=declared["level"], draws=declared["alive_draws"], seed=declared["alive_seed"]
    )
    return ScoreBlock(
        "alive",
        ids[rows],
        fitted.ahead.probability_alive[rows],
        low[rows],
        high[rows],
        basis={name: column[rows] for name, column in basis.items()},
    )


def alive_between(fitted: FittedLaws, *, level: float, draws: int, seed: int) -> tuple[Floats, Floats]:
    """Return the ends of everybody's probability to be a customer, as far as the fitted parameters may be off."""
    buying, histories, alive = fitted.buying, fitted.histories, fitted.ahead.probability_alive
    if not buying.identified_:
        return alive, alive
    purchase_history = (histories.frequency, histories.recency, histories.age)
    rng = np.random.default_rng(seed)
    laws = [
        type(buying).of(**dict(zip(buying.parameters_, one, strict=True))) for one in buying.parameter_draws(draws, rng)
    ]
    rows = np.sort([law.probability_alive(*purchase_history) for law in laws], axis=0)
    low, high = (rows[round(at * (draws - 1))] for at in ((1 - level) / 2, (1 + level) / 2))
    return np.minimum(low, alive), np.maximum(high, alive)


def _outcome(fitted: FittedLaws, money: SalesPanel, *, missing: list[str]) -> Json:
    spending, buying, recommendation = fitted.spending, fitted.buying, fitted.recommendation
    once = int(fitted.one_time.sum())
    doubts = {
        (BLIND if fitted.blind else ONE_TIME).format(model=recommendation.plain, count=once): once > 0,
        DEPENDENT: spending.doubtful_,
        UNIDENTIFIED: not (buying.identified_ and spending.identified_),
        CONTRACTS: bool((money.kind == SaleKind.EVENT).any()),
        ACQUISITION: True,
    }
    return {
        "currency": money.currency,
        "fitted": {
            "model": recommendation.plain,
            "why": recommendation.reason,
            "buying": buying.parameters_,
            "gamma_gamma": spending.parameters_,
            "log_likelihood": buying.log_likelihood_,
            "spend_frequency_correlation": spending.correlation_,
        },
        "assumed": {"margin_share": money.assumed_share, "rate": money.rate, "rate_stated": money.rate_stated},
        "still_customers": float(fitted.ahead.probability_alive.sum()),
        "cannot_say": [*missing, *(doubt for doubt, there in doubts.items() if there)],
    }


def until(money: SalesPanel) -> float:
    return float(np.floor(money.at.max(initial=0.0)) + 1)
