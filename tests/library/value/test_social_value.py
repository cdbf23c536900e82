import numpy as np
import pytest

from agora_analytics.errors import InvalidInput, NotEnoughData
from agora_analytics.value import (
    Exposures,
    Incrementality,
    Ledger,
    Sales,
    SocialValue,
    allocate,
    customer_social_value,
)
from agora_analytics.value.incrementality import Factor
from agora_analytics.value.resampling import POISSON, poisson_weight


def audience(buyers: int, factor: Factor | Incrementality) -> Ledger:
    """Person 0 moves everyone's purchase of 100.00; persons 1.. buy once."""
    who = np.arange(1, buyers + 1)
    sales = Sales.of(who, time=np.full(buyers, 10.0), margin_minor=np.full(buyers, 10_000), base_rate=0.0)
    met = Exposures.of(who, author=np.zeros(buyers), content=np.zeros(buyers), time=np.full(buyers, 9.0), decay=0.1)
    return allocate(sales, met, incrementality=factor, horizon=30.0)


def value(ledger: Ledger) -> SocialValue:
    return customer_social_value(ledger, draws=2000)


def test_the_weights_of_customers_are_poisson_with_mean_one() -> None:
    drawn = np.array([poisson_weight(c, d, 7, POISSON) for c in range(200) for d in range(200)])
    assert drawn.mean() == pytest.approx(1, abs=0.02)
    assert drawn.var() == pytest.approx(1, abs=0.03)
    assert np.mean(drawn == 0) == pytest.approx(np.exp(-1), abs=0.01)


def test_weights_of_two_customers_and_of_two_draws_are_unrelated() -> None:
    drawn = np.array([[poisson_weight(c, d, 0, POISSON) for d in range(400)] for c in range(60)], dtype=float)
    off = ~np.eye(60, dtype=bool)
    assert np.abs(np.corrcoef(drawn)[off]).mean() < 0.06
    assert np.abs(np.corrcoef(drawn[:, :60].T)[off]).mean() < 0.14


def test_the_interval_of_many_equal_buyers_is_the_binomial_one() -> None:
    made = value(audience(400, 1.0))
    assert made.given[0] == 4_000_000
    half = 1.2816 * np.sqrt(400) * 10_000
    assert made.given_low[0] == pytest.approx(4_000_000 - half, abs=0.15 * half)
    assert made.given_high[0] == pytest.approx(4_000_000 + half, abs=0.15 * half)


def test_buyers_who_move_together_are_resampled_together() -> None:
    ledger = audience(400, 1.0)
    apart = value(ledger)
    together = customer_social_value(ledger, draws=2000, community=np.arange(401) // 40)
    width = (together.given_high[0] - together.given_low[0]) / (apart.given_high[0] - apart.given_low[0])
    assert width == pytest.approx(np.sqrt(40), rel=0.2)
    with pytest.raises(NotEnoughData, match="one community"):
        customer_social_value(ledger, community=np.zeros(401))


def test_not_knowing_how_incremental_words_are_dominates_with_many_buyers() -> None:
    made = value(audience(400, 0.4))
    width = made.given_high[0] - made.given_low[0]
    sd = np.sqrt(0.4 * 0.6 / 21) / 0.4
    assert width == pytest.approx(2 * 1.28 * sd * made.given[0], rel=0.15)


def test_draws_of_a_posterior_are_carried_through() -> None:
    drawn = np.random.default_rng(2).normal(0.5, 0.1, 4000).clip(0, 1)
    made = value(audience(4000, Incrementality.of(drawn, origin="experiment")))
    assert made.origin == "experiment"
    assert made.given_high[0] / made.given[0] == pytest.approx(1 + 1.2816 * 0.2, rel=0.05)


def test_what_someone_bought_without_advice_is_a_fact_and_has_no_interval() -> None:
    sales = Sales.of([0], time=[5.0], margin_minor=[777], base_rate=0.1)
    none = Exposures.of([], author=[], content=[], time=[])
    made = value(allocate(sales, none, people=2))
    assert (made.net_low[0], made.net_high[0]) == (777, 777)
    assert (made.given_low[1], made.net_high[1]) == (0, 0)


def test_a_buyer_owes_more_or_less_as_kappa_is_more_or_less() -> None:
    made = value(audience(3, 0.4))
    assert 0 < made.net_low[1] < 6_000 < made.net_high[1] < 10_000


def test_the_same_seed_gives_the_same_interval() -> None:
    one, two = (value(audience(20, 0.4)) for _ in range(2))
    np.testing.assert_array_equal(one.given_low, two.given_low)
    other = customer_social_value(audience(20, 0.4), draws=2000, seed=1)
    assert np.any(one.given_low != other.given_low)


def test_impossible_levels_are_refused() -> None:
    with pytest.raises(InvalidInput, match="level"):
        customer_social_value(audience(3, 0.4), level=1.0)
    with pytest.raises(NotEnoughData, match="entries=True"):
        sales = Sales.of([0], time=[5.0], margin_minor=[777], base_rate=0.1)
        customer_social_value(allocate(sales, Exposures.of([], author=[], content=[], time=[]), entries=False))
