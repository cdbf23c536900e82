import numpy as np
import pytest

from agora_analytics.errors import InvalidInput, NotEnoughData
from agora_analytics.lifetime import (
    BetaGeo,
    BuyTillYouDie,
    Discount,
    GammaGamma,
    ModifiedBetaGeo,
    ParetoNBD,
    customer_equity,
    lifetime_value,
)
from agora_analytics.lifetime.process import draw_intervals

BUYING = BetaGeo.of(r=0.8, alpha=6.0, a=0.9, b=2.5)
MODELS = [BUYING, ModifiedBetaGeo.of(r=0.8, alpha=6.0, a=0.9, b=2.5), ParetoNBD.of(r=0.8, alpha=6.0, s=0.9, beta=12.0)]
SPENDING = GammaGamma.of(p=6.25, q=3.74, gamma=15.44)
HISTORIES = {
    "frequency": [0, 3, 10, 10],
    "recency": [0.0, 20.0, 29.9, 5.0],
    "age": [30.0, 30.0, 30.0, 30.0],
    "mean_amount": [0.0, 30.0, 50.0, 50.0],
}


def unsure(model: BetaGeo | GammaGamma, spread: float) -> BetaGeo | GammaGamma:
    moved = model.at()
    moved.log_covariance_ = np.eye(len(model.names)) * spread**2
    return moved


def test_clv_is_margin_times_spend_times_discounted_purchases() -> None:
    ahead = lifetime_value(BUYING, SPENDING, **HISTORIES, margin=0.3, rate=Discount.continuous(0.0027))
    np.testing.assert_allclose(ahead.value, 0.3 * ahead.amount * ahead.purchases)
    assert ahead.amount_is_population_mean.tolist() == [True, False, False, False]
    assert ahead.amount[0] == pytest.approx(SPENDING.population_mean)
    assert ahead.value[2] > ahead.value[1] > ahead.value[0] > ahead.value[3]


@pytest.mark.parametrize("buying", MODELS)
def test_the_simulated_lives_have_the_expected_mean(buying: BuyTillYouDie) -> None:
    ahead = lifetime_value(buying, SPENDING, **HISTORIES, margin=1.0, rate=Discount.continuous(0.01), horizon=104.0)
    laws = np.tile(buying.vector, (40_000, 1)), np.tile(SPENDING.vector, (40_000, 1))
    columns = [np.array(HISTORIES[name], dtype=float) for name in ("recency", "age", "mean_amount")]
    drawn, together = draw_intervals(
        buying.kind, np.array(HISTORIES["frequency"]), *columns, *laws, 0.01, 104.0, 0.8, np.arange(4), np.ones(4)
    )
    np.testing.assert_allclose(drawn[2], ahead.value, rtol=0.03, atol=0.05)
    assert together.mean() == pytest.approx(drawn[2].sum())


def test_what_all_bring_together_is_surer_than_what_each_brings() -> None:
    many = {name: np.tile(column, 200) for name, column in HISTORIES.items()}
    ahead = lifetime_value(BUYING, SPENDING, **many, margin=0.3, rate=Discount.continuous(0.0027), horizon=52)
    equity = customer_equity(ahead)
    assert equity.value == pytest.approx(ahead.value.sum())
    assert equity.low < equity.value < equity.high
    assert equity.high - equity.low < (ahead.high - ahead.low).sum() / 2


def test_customers_still_to_come_count_net_of_what_winning_them_costs() -> None:
    ahead = lifetime_value(BUYING, SPENDING, **HISTORIES, margin=0.3, rate=Discount.continuous(0.01), horizon=52)
    today = customer_equity(ahead)
    more = customer_equity(ahead, arriving=[10, 20], value_each=8.0, cost_each=3.0, rate=Discount.continuous(0.01))
    assert more.future == pytest.approx(5 * (10 * np.exp(-0.01) + 20 * np.exp(-0.02)))
    assert more.value == pytest.approx(today.value + more.future)
    assert (more.current, more.high) == (today.current, pytest.approx(today.high + more.future))


def test_a_customer_who_has_left_is_worth_nothing_between_nothing_and_nothing() -> None:
    ahead = lifetime_value(BUYING, SPENDING, **HISTORIES, margin=0.3, rate=Discount.continuous(0.0027), horizon=52)
    assert (ahead.low[3], ahead.high[3]) == (0, 0)
    assert ahead.nothing[3] > 0.95
    assert ahead.low[2] < ahead.value[2] < ahead.high[2]


def test_an_interval_starts_at_nothing_where_nothing_is_likelier_than_its_tail() -> None:
    ahead = lifetime_value(BUYING, SPENDING, **HISTORIES, margin=0.3, rate=0.0, horizon=60.0, draws=1000)
    starts = ahead.nothing > 0.1
    assert starts.tolist() == [True, True, False, True]
    assert np.all(ahead.low[starts] == 0)
    assert np.all(ahead.low[~starts] > 0)


def test_the_same_seed_gives_the_same_interval_whoever_else_is_in_the_list() -> None:
    laws = unsure(BUYING, 0.1), unsure(SPENDING, 0.1)
    all_four = lifetime_value(*laws, **HISTORIES, margin=0.3, rate=Discount.continuous(0.0027), seed=5)
    first_two = {name: column[:2] for name, column in HISTORIES.items()}
    two = lifetime_value(*laws, **first_two, margin=0.3, rate=Discount.continuous(0.0027), seed=5)
    np.testing.assert_array_equal(all_four.high[:2], two.high)
    other = lifetime_value(*laws, **HISTORIES, margin=0.3, rate=Discount.continuous(0.0027), seed=6)
    assert not np.array_equal(all_four.high, other.high)


def test_unsure_parameters_widen_the_interval() -> None:
    kwargs = {"margin": 0.3, "rate": Discount(0.0027), "horizon": 52.0, "draws": 2000}
    sure = lifetime_value(BUYING, SPENDING, **HISTORIES, **kwargs)
    wide = lifetime_value(unsure(BUYING, 0.6), unsure(SPENDING, 0.3), **HISTORIES, **kwargs)
    assert np.all(wide.high[1:3] - wide.low[1:3] != sure.high[1:3] - sure.low[1:3])
    together = customer_equity(wide), customer_equity(sure)
    assert together[0].high - together[0].low > together[1].high - together[1].low


def test_very_busy_customers_take_no_longer_than_others() -> None:
    busy = {"frequency": [200_000], "recency": [99.99999], "age": [100.0], "mean_amount": [10.0]}
    ahead = lifetime_value(BUYING, SPENDING, **busy, margin=1.0, rate=Discount.continuous(0.001), horizon=100.0)
    assert 0 < ahead.low[0] < ahead.high[0]


def test_what_cannot_be_valued_is_refused() -> None:
    for named, message in (
        ({"level": 1.0}, "level"),
        ({"draws": 1}, "draws"),
        ({"rate": 0.0}, "no end"),
        ({"margin": [0.1]}, "margin: expected 4"),
        ({"margin": 30}, r"margin: 30 is 3000% of the amount; give 0\.3 for 30 %"),
        ({"rate": 0.15}, r"rate: 0\.15 per what\?"),
        ({"amount_factor": 0.0}, "amount_factor"),
    ):
        with pytest.raises(InvalidInput, match=message):
            lifetime_value(BUYING, SPENDING, **HISTORIES, **({"margin": 1.0, "rate": Discount(0.01)} | named))
    nobody = lifetime_value(
        BUYING, SPENDING, **{name: [] for name in HISTORIES}, margin=1.0, rate=Discount.continuous(0.01)
    )
    with pytest.raises(NotEnoughData, match="no customers"):
        customer_equity(nobody)


def test_customers_named_by_a_key_live_the_same_lives_in_parts() -> None:
    rows = {"frequency": [2, 0, 5], "recency": [30.0, 0, 35], "age": [38.0, 20, 39], "mean_amount": [22.0, 0, 30]}
    law = BetaGeo.of(r=0.243, alpha=4.414, a=0.793, b=2.426), GammaGamma.of(p=6.25, q=3.74, gamma=15.44)
    how = {"margin": 0.3, "rate": Discount(0.0027), "horizon": 52.0}
    whole = lifetime_value(*law, **rows, **how, key=[11, 7, 5])
    part = lifetime_value(*law, **{name: column[1:] for name, column in rows.items()}, **how, key=[7, 5])
    np.testing.assert_array_equal(part.high, whole.high[1:])
    np.testing.assert_array_equal(part.low, whole.low[1:])
