"""Contracts: both published survival tables, and payments still to come."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agora_analytics.errors import InvalidInput, NotConverged, NotEnoughData
from agora_analytics.lifetime import BetaDiscreteWeibull, ShiftedBetaGeometric
from tests.library.pages import numbers, table

REGULAR = [1000, 631, 468, 382, 326, 289, 262, 241, 223, 207, 194, 183, 173]
HIGH_END = [1000, 869, 743, 653, 593, 551, 517, 491, 468, 445, 427, 409, 394]


def test_the_published_fits_are_reproduced() -> None:
    rows = table("subscriptions", "Worked table")
    assert len(rows) == 4
    for cohort, years, *shown in rows:
        survivors = {"Regular": REGULAR, "High End": HIGH_END}[cohort]
        fit = ShiftedBetaGeometric().fit(survivors[: int(years) + 1])
        alpha, beta, likelihood = (number for cell in shown for number in numbers(cell))
        assert fit.parameters_ == pytest.approx({"alpha": alpha, "beta": beta}, abs=0.0006)
        assert fit.log_likelihood_ == pytest.approx(likelihood, abs=0.0006)


@pytest.mark.parametrize("years", [4, 7])
def test_weibull_comes_nearer_to_the_high_end_after_twelve_years(years: int) -> None:
    plain = ShiftedBetaGeometric().fit(HIGH_END[: years + 1]).survival([12])[0]
    weibull = BetaDiscreteWeibull().fit(HIGH_END[: years + 1]).survival([12])[0]
    assert abs(weibull - 0.394) < abs(plain - 0.394)
    assert weibull == pytest.approx(0.394, abs=0.012)


def test_the_tables_of_the_page_are_what_the_code_computes() -> None:
    rows = table("subscriptions", "Both survival tables")
    assert len(rows) == 12
    fits = [
        model().fit(cohort[:5])
        for cohort in (REGULAR, HIGH_END)
        for model in (ShiftedBetaGeometric, BetaDiscreteWeibull)
    ]
    for cells in rows:
        year, *shown = (float(cell) for cell in cells)
        at = [REGULAR[int(year)] / 10, *(100 * fit.survival([year])[0] for fit in fits[:2])]
        at += [HIGH_END[int(year)] / 10, *(100 * fit.survival([year])[0] for fit in fits[2:])]
        assert at == pytest.approx(shown, abs=0.051)


def test_lifetimes_of_the_published_subscriber() -> None:
    model = ShiftedBetaGeometric.of(alpha=0.704, beta=1.182)
    assert model.discounted_expected_lifetime(0.10) == pytest.approx(3.695, abs=0.0005)
    residual = model.discounted_expected_residual_lifetime(np.arange(5), 0.10)
    assert residual == pytest.approx([2.965, 4.103, 4.870, 5.442, 5.894], abs=0.0005)


@settings(max_examples=40, deadline=None)
@given(st.floats(0.1, 5), st.floats(0.1, 9), st.integers(0, 20), st.floats(0.02, 0.5))
def test_the_closed_form_is_the_sum_over_periods(alpha: float, beta: float, renewals: int, rate: float) -> None:
    plain = ShiftedBetaGeometric.of(alpha=alpha, beta=beta)
    weibull = BetaDiscreteWeibull.of(alpha=alpha, beta=beta, c=1.0)
    closed = plain.discounted_expected_residual_lifetime([renewals], rate)
    assert weibull.discounted_expected_residual_lifetime([renewals], rate) == pytest.approx(closed, rel=1e-7)
    t = np.arange(1, 6)
    assert plain.retention(t) == pytest.approx((beta + t - 1) / (alpha + beta + t - 1))
    assert plain.survival([0]) == pytest.approx(1)


def test_subscriptions_one_by_one_are_the_cohort() -> None:
    left = -np.diff(HIGH_END)
    age = np.concatenate([np.repeat(np.arange(1, 13), left), np.full(HIGH_END[-1], 12)])
    ended = np.arange(age.size) < left.sum()
    one_by_one, cohort = BetaDiscreteWeibull().fit_subscriptions(age, ended), BetaDiscreteWeibull().fit(HIGH_END)
    assert one_by_one.parameters_ == pytest.approx(cohort.parameters_, rel=1e-6)
    weighted = BetaDiscreteWeibull().fit_subscriptions(
        [*range(1, 13), 12], [*[True] * 12, False], weights=[*left, HIGH_END[-1]]
    )
    assert weighted.log_likelihood_ == pytest.approx(cohort.log_likelihood_)


def test_the_gradient_is_the_slope_of_the_likelihood() -> None:
    model, at = BetaDiscreteWeibull(), np.array([0.1, 0.2, -0.3])
    alive, left = np.array(HIGH_END[:-1], dtype=float), -np.diff(np.array(HIGH_END, dtype=float))

    def value(theta: np.ndarray) -> float:
        return model._mean(theta, alive, left, 1000.0)[0]

    slopes = [(value(at + step) - value(at - step)) / 2e-6 for step in 1e-6 * np.eye(3)]
    np.testing.assert_allclose(model._mean(at, alive, left, 1000.0)[1], slopes, rtol=1e-5)


@pytest.mark.parametrize("kind", [ShiftedBetaGeometric, BetaDiscreteWeibull])
def test_impossible_contracts_are_refused(kind: type[ShiftedBetaGeometric]) -> None:
    with pytest.raises(InvalidInput, match="survivors, row 2: more than before"):
        kind().fit([100, 80, 90, 70])
    with pytest.raises(InvalidInput, match="survivors, row 1: nan"):
        kind().fit([100, np.nan, 90, 80])
    with pytest.raises(NotEnoughData, match="nobody left"):
        kind().fit([100, 100, 100, 100])
    with pytest.raises(NotEnoughData, match="periods or more"):
        kind().fit([100, 90])
    with pytest.raises(InvalidInput, match="age, row 1: ended before"):
        kind().fit_subscriptions([4, 0], [False, True])
    with pytest.raises(InvalidInput, match="churned: give one"):
        kind().fit_subscriptions([4, 3], [2, 0])
    with pytest.raises(NotEnoughData, match="two subscriptions"):
        kind().fit_subscriptions([], [])
    with pytest.raises(InvalidInput, match="rate: must be above 0"):
        kind.of(**dict.fromkeys(kind.names, 1.0)).discounted_expected_residual_lifetime([1], 0.0)


def test_subscribers_who_are_all_alike_leave_the_spread_unsaid() -> None:
    fit = ShiftedBetaGeometric().fit([10_000, 8000, 6400, 5120, 4096])
    assert not fit.identified_
    assert fit.survival([8])[0] == pytest.approx(0.8**8, rel=0.01)
    with pytest.raises(NotConverged, match="not pinned down"):
        fit.confidence_intervals()
