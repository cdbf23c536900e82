"""Populations are what their laws say, and what they keep of each customer agrees with what the customer did."""

import numpy as np
import pytest

from agora_analytics.errors import InvalidInput
from agora_analytics.lifetime import BetaGeo, BuyTillYouDie, ModifiedBetaGeo, ParetoNBD, ShiftedBetaGeometric
from agora_analytics.simulate import (
    BuyingPopulation,
    beta_geo_population,
    modified_beta_geo_population,
    pareto_population,
    shifted_beta_geometric_cohort,
)

LAW = {"r": 1.2, "alpha": 4.0, "a": 0.6, "b": 3.0}
TIMED = {"r": 1.2, "alpha": 4.0, "s": 0.7, "beta": 20.0}
AMOUNTS = {"p": 6.25, "q": 3.74, "gamma": 15.44}


def population(kind: type[BuyTillYouDie], customers: int, **named: object) -> BuyingPopulation:
    makes = {BetaGeo: beta_geo_population, ModifiedBetaGeo: modified_beta_geo_population, ParetoNBD: pareto_population}
    law = TIMED if kind is ParetoNBD else LAW
    return makes[kind](customers, **law, **{"until": 40.0, "seed": 1, **named})


@pytest.mark.parametrize("kind", [BetaGeo, ModifiedBetaGeo, ParetoNBD])
def test_repeat_purchases_are_as_frequent_as_the_model_has_them(kind: type[BuyTillYouDie]) -> None:
    made = population(kind, 20_000)
    repeats = np.bincount(made.customer) - 1
    model = kind.of(**(TIMED if kind is ParetoNBD else LAW))
    for count in range(6):
        assert np.mean(repeats == count) == pytest.approx(model.probability_of_count(count, [40.0])[0], abs=0.012)
    assert repeats.mean() == pytest.approx(model.expected_purchases_of_new([40.0])[0], rel=0.04)
    drawn = model.draw(np.full(20_000, 40.0), seed=2)[0]
    assert drawn.mean() == pytest.approx(repeats.mean(), rel=0.05)


@pytest.mark.parametrize("kind", [BetaGeo, ModifiedBetaGeo, ParetoNBD])
def test_nobody_buys_before_the_first_purchase_or_after_leaving(kind: type[BuyTillYouDie]) -> None:
    made = population(kind, 3000, arriving=20.0)
    assert np.all(np.diff(made.time) >= 0)
    assert np.all(made.time >= made.start[made.customer])
    assert np.all(made.time <= np.minimum(made.left, made.until)[made.customer])
    assert 0 < made.start.min() < made.start.max() <= 20
    assert np.isinf(made.left).any()
    assert (made.left <= 40).any()


def test_amounts_lie_around_each_customers_own_mean() -> None:
    made = population(BetaGeo, 20_000, amounts=AMOUNTS)
    assert made.mean_amount.mean() == pytest.approx(6.25 * 15.44 / 2.74, rel=0.03)
    ratio = made.amount / made.mean_amount[made.customer]
    assert ratio.mean() == pytest.approx(1, abs=0.01)
    assert ratio.var() == pytest.approx(1 / 6.25, rel=0.05)


@pytest.mark.parametrize("c", [1.0, 1.6])
def test_a_cohort_leaves_as_its_law_says(c: float) -> None:
    made = shifted_beta_geometric_cohort(50_000, alpha=0.7, beta=1.2, c=c, periods=8, seed=4)
    at = np.arange(9) ** c
    law = ShiftedBetaGeometric.of(alpha=0.7, beta=1.2).survival(at)
    np.testing.assert_allclose(made.survivors / 50_000, law, atol=0.008)
    assert made.probability.mean() == pytest.approx(0.7 / 1.9, abs=0.01)


def test_the_same_seed_gives_the_same_customers() -> None:
    one, two, other = (population(ParetoNBD, 50, seed=seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one.time, two.time)
    assert not np.array_equal(one.start, other.start) or not np.array_equal(one.time, other.time)


def test_impossible_laws_are_refused() -> None:
    with pytest.raises(InvalidInput, match="a: must be above 0"):
        beta_geo_population(10, **(LAW | {"a": 0.0}), until=5.0, seed=1)
    with pytest.raises(InvalidInput, match="until"):
        pareto_population(10, **TIMED, until=5.0, arriving=6.0, seed=1)
    with pytest.raises(InvalidInput, match="gamma: nan"):
        population(BetaGeo, 10, amounts=AMOUNTS | {"gamma": np.nan})
    with pytest.raises(InvalidInput, match="beta: must be above 0"):
        shifted_beta_geometric_cohort(10, alpha=1.0, beta=-1.0, periods=3, seed=1)
