import numpy as np
import pytest

from agora.analytics.value import Exposures, LedgerParameters, Sales, allocate, statement, value_intervals
from agora.analytics.value.uncertainty import _POISSON, _customer_weight

SURE = LedgerParameters(beta=(1.0,), delta=(0.1,), kappa=(1.0,), horizon=30.0)
UNSURE = LedgerParameters(beta=(1.0,), delta=(0.1,), kappa=(0.4,), horizon=30.0)


def audience(buyers: int, parameters: LedgerParameters) -> tuple[object, ...]:
    """Person 0 moves everyone's purchase of 100.00; persons 1.. buy once."""
    who = np.arange(1, buyers + 1)
    sales = Sales.of(who, time=np.full(buyers, 10.0), margin_minor=np.full(buyers, 10_000))
    met = Exposures.of(who, author=np.zeros(buyers), content=np.zeros(buyers), kind=np.zeros(buyers), time=who * 0 + 9)
    made = allocate(sales, met, parameters, mu=0.0)
    point = statement(made, people=buyers + 1)
    return point, value_intervals(made, parameters, people=buyers + 1, draws=2000)


def test_the_weights_of_customers_are_poisson_with_mean_one() -> None:
    drawn = np.array([_customer_weight(c, d, 7, _POISSON) for c in range(200) for d in range(200)])
    assert drawn.mean() == pytest.approx(1, abs=0.02)
    assert drawn.var() == pytest.approx(1, abs=0.03)
    assert np.mean(drawn == 0) == pytest.approx(np.exp(-1), abs=0.01)


def test_weights_of_two_customers_and_of_two_draws_are_unrelated() -> None:
    drawn = np.array([[_customer_weight(c, d, 0, _POISSON) for d in range(400)] for c in range(60)], dtype=float)
    off = ~np.eye(60, dtype=bool)
    assert np.abs(np.corrcoef(drawn)[off]).mean() < 0.06
    assert np.abs(np.corrcoef(drawn[:, :60].T)[off]).mean() < 0.14


def test_the_interval_of_many_equal_buyers_is_the_binomial_one() -> None:
    point, made = audience(400, SURE)
    assert point.given[0] == 4_000_000
    half = 1.2816 * np.sqrt(400) * 10_000
    assert made.given_low[0] == pytest.approx(4_000_000 - half, abs=0.15 * half)
    assert made.given_high[0] == pytest.approx(4_000_000 + half, abs=0.15 * half)


def test_not_knowing_how_incremental_words_are_dominates_with_many_buyers() -> None:
    point, made = audience(400, UNSURE)
    width = made.given_high[0] - made.given_low[0]
    sd = np.sqrt(0.4 * 0.6 / 21) / 0.4
    assert width == pytest.approx(2 * 1.28 * sd * point.given[0], rel=0.15)


def test_what_someone_bought_without_advice_is_a_fact_and_has_no_interval() -> None:
    sales = Sales.of([0], time=[5.0], margin_minor=[777])
    none = Exposures.of([], author=[], content=[], kind=[], time=[])
    made = value_intervals(allocate(sales, none, SURE, mu=0.1), SURE, people=2)
    assert (made.net_low[0], made.net_high[0]) == (777, 777)
    assert (made.given_low[1], made.net_high[1]) == (0, 0)


def test_a_buyer_owes_more_or_less_as_kappa_is_more_or_less() -> None:
    _, made = audience(3, UNSURE)
    assert 0 < made.net_low[1] < 6_000 < made.net_high[1] < 10_000


def test_the_same_seed_gives_the_same_interval() -> None:
    assert np.array_equal(audience(20, UNSURE)[1].given_low, audience(20, UNSURE)[1].given_low)  # type: ignore[attr-defined]
