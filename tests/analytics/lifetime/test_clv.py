import numpy as np
import pytest

from agora.analytics.lifetime import (
    BgNbdFit,
    BgNbdParameters,
    GammaGammaFit,
    GammaGammaParameters,
    lifetime_value,
)
from agora.analytics.lifetime.process import draw_intervals

BUYING = BgNbdParameters(r=0.8, alpha=6.0, a=0.9, b=2.5)
SPENDING = GammaGammaParameters(p=6.25, q=3.74, gamma=15.44)


def buying(*, spread: float = np.nan) -> BgNbdFit:
    return BgNbdFit(
        parameters=BUYING,
        log_likelihood=-1.0,
        customers=1.0,
        cells=1,
        log_covariance=np.eye(4) * spread**2,
        identified=True,
        evaluations=1,
    )


def spending(*, spread: float = np.nan) -> GammaGammaFit:
    return GammaGammaFit(
        parameters=SPENDING,
        log_likelihood=-1.0,
        customers=1,
        log_covariance=np.eye(3) * spread**2,
        correlation=0.0,
        identified=True,
    )


HISTORIES = {
    "frequency": [0, 3, 10, 10],
    "recency": [0.0, 20.0, 29.0, 5.0],
    "age": [30.0, 30.0, 30.0, 30.0],
    "mean_spend": [0.0, 30.0, 50.0, 50.0],
}


def test_clv_is_margin_times_spend_times_discounted_purchases() -> None:
    value = lifetime_value(buying(), spending(), **HISTORIES, margin=0.3, rate=0.0027)
    np.testing.assert_allclose(value.clv, 0.3 * value.spend * value.purchases)
    assert value.spend_is_population_mean.tolist() == [True, False, False, False]
    assert value.spend[0] == pytest.approx(SPENDING.population_mean)
    assert value.clv[2] > value.clv[1] > value.clv[0] > value.clv[3]


def test_the_simulated_lives_have_the_expected_mean() -> None:
    value = lifetime_value(buying(), spending(), **HISTORIES, margin=1.0, rate=0.01, horizon=104.0)
    laws = np.tile(BUYING.vector, (40_000, 1)), np.tile(SPENDING.vector, (40_000, 1))
    columns = [np.array(HISTORIES[name], dtype=float) for name in ("recency", "age", "mean_spend")]
    seeds = np.arange(4)
    drawn, together = draw_intervals(
        np.array(HISTORIES["frequency"]), *columns, *laws, 0.01, 104.0, 0.1, seeds, np.ones(4)
    )
    np.testing.assert_allclose(drawn[2], value.clv, rtol=0.03, atol=0.05)
    assert together.mean() == pytest.approx(drawn[2].sum())


def test_what_all_bring_together_is_surer_than_what_each_brings() -> None:
    many = {name: np.tile(column, 200) for name, column in HISTORIES.items()}
    value = lifetime_value(buying(), spending(), **many, margin=0.3, rate=0.0027, horizon=52)
    assert value.all_low < value.clv.sum() < value.all_high
    assert value.all_high - value.all_low < (value.high - value.low).sum() / 2


def test_a_customer_who_has_left_is_worth_nothing_between_nothing_and_nothing() -> None:
    value = lifetime_value(buying(), spending(), **HISTORIES, margin=0.3, rate=0.0027, horizon=52)
    assert (value.low[3], value.high[3]) == (0, 0)
    assert value.low[2] < value.clv[2] < value.high[2]


def test_the_interval_holds_four_fifths_of_what_active_customers_then_bring() -> None:
    rng = np.random.default_rng(1)
    half = rng.uniform(10.0, 30.0, 4000)
    pace = rng.gamma(BUYING.r + 12, 1 / (BUYING.alpha + half))
    dropout = rng.beta(BUYING.a, BUYING.b + 12, size=half.size)
    alive = rng.random(half.size)
    history = {
        "frequency": np.full(half.size, 12),
        "recency": half * 0.98,
        "age": half,
        "mean_spend": np.full(half.size, 30.0),
    }
    value = lifetime_value(buying(), spending(), **history, margin=1.0, rate=0.0, horizon=60.0)
    number = np.minimum(rng.poisson(pace * 60.0), rng.geometric(dropout)) * (alive < value.p_alive)
    size = 1 / rng.gamma(SPENDING.q + SPENDING.p * 12, 1 / (SPENDING.gamma + 12 * 30.0), size=half.size)
    brought = np.where(number > 0, rng.gamma(np.maximum(SPENDING.p * number, 1e-9), size), 0.0)
    assert 0.76 < np.mean((value.low <= brought) & (brought <= value.high)) < 0.88


def test_the_same_seed_gives_the_same_interval_whoever_else_is_in_the_list() -> None:
    all_four = lifetime_value(buying(spread=0.1), spending(spread=0.1), **HISTORIES, margin=0.3, rate=0.0027, seed=5)
    first_two = {name: column[:2] for name, column in HISTORIES.items()}
    two = lifetime_value(buying(spread=0.1), spending(spread=0.1), **first_two, margin=0.3, rate=0.0027, seed=5)
    np.testing.assert_array_equal(all_four.high[:2], two.high)
    other = lifetime_value(buying(spread=0.1), spending(spread=0.1), **HISTORIES, margin=0.3, rate=0.0027, seed=6)
    assert not np.array_equal(all_four.high, other.high)


def test_unsure_parameters_widen_the_interval() -> None:
    kwargs = {"margin": 0.3, "rate": 0.0027, "horizon": 52.0, "draws": 2000}
    sure = lifetime_value(buying(), spending(), **HISTORIES, **kwargs)
    unsure = lifetime_value(buying(spread=0.6), spending(spread=0.3), **HISTORIES, **kwargs)
    assert unsure.high[2] - unsure.low[2] > sure.high[2] - sure.low[2]


def test_very_busy_customers_take_no_longer_than_others() -> None:
    value = lifetime_value(
        buying(),
        spending(),
        frequency=[200_000],
        recency=[99.99999],
        age=[100.0],
        mean_spend=[10.0],
        margin=1.0,
        rate=0.001,
        horizon=100.0,
    )
    assert 0 < value.low[0] < value.high[0]
