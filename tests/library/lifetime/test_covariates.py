"""Covariates: the likelihood is that of each kind of customer apart, and what went into a world comes out of it."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest

from agora_analytics.errors import InvalidInput, NotEnoughData
from agora_analytics.lifetime import BetaGeo, CovariateFit, ModifiedBetaGeo, fit_covariates

TRUTH = {"r": 0.6, "alpha": 6.0, "a": 0.7, "b": 2.5}
OFTEN, SOONER = 0.5, 0.8
SIZE = 3000


@cache
def world(kind: type[BetaGeo]) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """Customers with a card buy more often; those who came by a discount leave sooner."""
    luck = np.random.default_rng(2)
    card, discount, age = luck.integers(0, 2, SIZE), luck.integers(0, 2, SIZE), luck.uniform(30, 80, SIZE)
    frequency, recency = np.zeros(SIZE, dtype=np.int64), np.zeros(SIZE)
    for one in range(4):
        rows = np.flatnonzero(card + 2 * discount == one)
        alpha, a = TRUTH["alpha"] * np.exp(-OFTEN * (one % 2)), TRUTH["a"] * np.exp(SOONER * (one // 2))
        law = kind.of(r=TRUTH["r"], alpha=float(alpha), a=float(a), b=TRUTH["b"])
        frequency[rows], recency[rows] = law.draw(age[rows], seed=one)
    return {"frequency": frequency, "recency": recency, "T": age}, {"card": card}, {"discount": discount}


@cache
def fitted(kind: type[BetaGeo]) -> CovariateFit:
    histories, card, discount = world(kind)
    return fit_covariates(kind(), histories, buying=card, leaving=discount)


@pytest.mark.parametrize("kind", [BetaGeo, ModifiedBetaGeo])
def test_what_went_in_comes_out_within_its_error(kind: type[BetaGeo]) -> None:
    fit = fitted(kind)
    assert (fit.covariate, fit.on) == (("card", "discount"), ("buying", "leaving"))
    assert np.all(np.abs(fit.effect - [OFTEN, SOONER]) < 2.5 * fit.standard_error)
    assert np.all(fit.standard_error < 0.1)
    assert fit.p_value < 1e-9
    law = fit.model.parameters_
    assert (law["r"], law["alpha"]) == pytest.approx((TRUTH["r"], TRUTH["alpha"]), rel=0.2)
    assert law["a"] / (law["a"] + law["b"]) == pytest.approx(TRUTH["a"] / (TRUTH["a"] + TRUTH["b"]), rel=0.2)
    assert fit.to_pandas().columns.tolist()[:3] == ["covariate", "on", "effect"]


@pytest.mark.parametrize("kind", [BetaGeo, ModifiedBetaGeo])
def test_the_likelihood_is_that_of_each_kind_of_customer_apart(kind: type[BetaGeo]) -> None:
    (histories, card, discount), fit = world(kind), fitted(kind)
    columns = [histories[name] for name in ("frequency", "recency", "T")]
    apart = [
        law.log_likelihood(*(column[rows] for column in columns))
        for law, rows in fit.models(SIZE, buying=card, leaving=discount)
    ]
    assert len(apart) == 4
    assert sum(apart) == pytest.approx(fit.log_likelihood, abs=1e-6)
    assert fit.log_likelihood > fit.without


def test_forecasts_are_those_of_each_customers_own_law() -> None:
    (histories, card, discount), fit = world(BetaGeo), fitted(BetaGeo)
    whole = fit.expected_purchases(20.0, histories, buying=card, leaving=discount)
    alive = fit.probability_alive(histories, buying=card, leaving=discount)
    row = int(np.flatnonzero((card["card"] == 1) & (discount["discount"] == 1) & (histories["frequency"] > 0))[0])
    more, ready = np.exp(-fit.effect[0]), np.exp(fit.effect[1])
    law = fit.model.at(alpha=fit.model.parameters_["alpha"] * more, a=fit.model.parameters_["a"] * ready)
    one = [[histories[name][row]] for name in ("frequency", "recency", "T")]
    assert whole[row] == pytest.approx(law.expected_purchases(20.0, *one)[0], rel=1e-9)
    assert alive[row] == pytest.approx(law.probability_alive(*one)[0], rel=1e-9)


def test_units_of_covariates_do_not_matter_and_nameless_ones_are_called_by_their_place() -> None:
    histories, card, _ = world(BetaGeo)
    plain = fit_covariates(BetaGeo(), histories, buying=card)
    scaled = fit_covariates(BetaGeo(), histories, buying=card["card"] * 1000.0 + 7.0)
    assert scaled.covariate == ("buying 0",)
    assert scaled.effect * 1000 == pytest.approx(plain.effect, rel=1e-3)
    assert scaled.log_likelihood == pytest.approx(plain.log_likelihood, abs=1e-3)


def test_covariates_that_teach_nothing_are_refused() -> None:
    histories, card, discount = world(BetaGeo)
    with pytest.raises(NotEnoughData, match="no covariates"):
        fit_covariates(BetaGeo(), histories)
    with pytest.raises(InvalidInput, match="card: is the same for everybody"):
        fit_covariates(BetaGeo(), histories, buying={"card": np.ones(SIZE)})
    with pytest.raises(InvalidInput, match="buying: expected rows and columns, 3000 rows"):
        fit_covariates(BetaGeo(), histories, buying=[1.0, 0.0])
    with pytest.raises(InvalidInput, match="leaving: was fitted to 1 covariates, got 0"):
        fitted(BetaGeo).probability_alive(histories, buying=card)
    assert discount
