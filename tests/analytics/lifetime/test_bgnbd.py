import numpy as np
import pytest
from scipy.special import beta, gamma

from agora.analytics.arrays import Floats
from agora.analytics.lifetime import BgNbdParameters, expected_purchases, fit_bgnbd, log_likelihood
from tests.analytics.lifetime.cdnow import WEEKS_HELD_OUT, calibration, held_out

PUBLISHED = BgNbdParameters(r=0.243, alpha=4.414, a=0.793, b=2.426)


def simulated(customers: int, *, truth: BgNbdParameters, seed: int) -> tuple[Floats, Floats, Floats]:
    rng = np.random.default_rng(seed)
    age = rng.uniform(20.0, 60.0, customers)
    x, t_x = np.zeros(customers), np.zeros(customers)
    for i in range(customers):
        pace, dropout = rng.gamma(truth.r, 1 / truth.alpha), rng.beta(truth.a, truth.b)
        now = rng.exponential(1 / pace)
        while now <= age[i]:
            x[i], t_x[i] = x[i] + 1, now
            if rng.random() < dropout:
                break
            now += rng.exponential(1 / pace)
    return x, t_x, age


def test_the_published_cdnow_fit_is_reproduced() -> None:
    data = calibration()
    fit = fit_bgnbd(data.frequency, data.recency, data.age)
    assert (data.customer.size, int(data.frequency.sum()), fit.cells) == (2357, 2457, 1016)
    assert np.round(fit.parameters.vector, 3).tolist() == pytest.approx([0.243, 4.414, 0.793, 2.426], abs=1e-9)
    assert fit.log_likelihood == pytest.approx(-9582.43, abs=0.005)
    assert fit.identified


def test_the_cdnow_forecast_comes_near_what_the_customers_then_did() -> None:
    data, bought = calibration(), held_out()
    fit = fit_bgnbd(data.frequency, data.recency, data.age)
    ahead = expected_purchases(
        fit.parameters, frequency=data.frequency, recency=data.recency, age=data.age, horizon=WEEKS_HELD_OUT
    )
    repeats = data.frequency.sum()
    assert repeats + ahead.sum() == pytest.approx(repeats + bought.sum(), rel=0.06)  # the paper: 4 % too low
    assert np.abs(ahead - bought).mean() < np.abs(bought.mean() - bought).mean()
    for count in range(7):
        of_count = data.frequency == count
        assert ahead[of_count].mean() == pytest.approx(bought[of_count].mean(), abs=0.4)


def test_the_likelihood_is_the_formula_of_the_paper() -> None:
    r, alpha, a, b = PUBLISHED.vector
    x, t_x, t = 3, 10.0, 20.0
    lives = beta(a, b + x) / beta(a, b) * (alpha + t) ** -(r + x)
    left = beta(a + 1, b + x - 1) / beta(a, b) * (alpha + t_x) ** -(r + x)
    expected = np.log(gamma(r + x) * alpha**r / gamma(r) * (lives + left))
    assert log_likelihood(PUBLISHED, [x], [t_x], [t]) == pytest.approx(expected, abs=1e-12)
    never = r * np.log(alpha / (alpha + t))
    assert log_likelihood(PUBLISHED, [0], [0.0], [t]) == pytest.approx(never, abs=1e-12)


def test_the_fit_is_a_maximum_in_every_direction() -> None:
    rows = simulated(1500, truth=PUBLISHED, seed=3)
    fit = fit_bgnbd(*rows)
    for name in ("r", "alpha", "a", "b"):
        for factor in (0.97, 1.03):
            moved = dict(zip(("r", "alpha", "a", "b"), fit.parameters.vector, strict=True))
            moved[name] *= factor
            assert log_likelihood(BgNbdParameters(**moved), *rows) < fit.log_likelihood


def test_known_parameters_are_recovered_within_their_standard_errors() -> None:
    truth = BgNbdParameters(r=0.8, alpha=6.0, a=0.9, b=2.5)
    fit = fit_bgnbd(*simulated(6000, truth=truth, seed=11))
    away = (np.array(fit.parameters.vector) - np.array(truth.vector)) / fit.standard_errors
    assert np.all(np.abs(away) < 3)
    assert np.all(fit.standard_errors < 0.5 * np.array(truth.vector))


def test_a_search_that_starts_on_some_customers_ends_at_the_optimum_of_all() -> None:
    rng = np.random.default_rng(0)
    x, t_x, t = simulated(50_000, truth=PUBLISHED, seed=5)
    shuffled = rng.permutation(t.size)
    many = fit_bgnbd(x, t_x, t)
    again = fit_bgnbd(x[shuffled], t_x[shuffled], t[shuffled])
    assert many.cells > 40_000
    np.testing.assert_allclose(many.parameters.vector, again.parameters.vector, rtol=1e-6)
    for factor in (0.999, 1.001):
        r, alpha, a, b = many.parameters.vector
        assert log_likelihood(BgNbdParameters(r * factor, alpha, a, b), x, t_x, t) < many.log_likelihood


def test_weights_stand_for_repeated_rows() -> None:
    x, t_x, t = simulated(400, truth=PUBLISHED, seed=1)
    times = np.arange(400) % 3 + 1
    once = fit_bgnbd(x, t_x, t, weight=times)
    written_out = fit_bgnbd(np.repeat(x, times), np.repeat(t_x, times), np.repeat(t, times))
    assert once.log_likelihood == pytest.approx(written_out.log_likelihood, rel=1e-10)
    assert once.customers == written_out.customers == times.sum()
    np.testing.assert_allclose(once.parameters.vector, written_out.parameters.vector, rtol=1e-4)


def test_parameters_travel_as_json() -> None:
    assert BgNbdParameters.from_json(PUBLISHED.to_json()) == PUBLISHED


def test_parameters_below_zero_are_refused() -> None:
    with pytest.raises(ValueError, match="above 0"):
        BgNbdParameters(r=-1.0, alpha=1.0, a=1.0, b=1.0)


@pytest.mark.parametrize(
    ("x", "t_x", "t", "message"),
    [
        ([], [], [], "no customers"),
        ([0, 0], [0.0, 0.0], [5.0, 6.0], "nobody bought again"),
        ([1, 2], [1.0, 9.0], [5.0, 6.0], r"row 1 \(9.0\): recency exceeds age"),
        ([1, -2], [1.0, 1.0], [5.0, 6.0], "row 1 .*negative"),
        ([0, 1], [3.0, 1.0], [5.0, 6.0], "row 0 .*without a repeat"),
        ([1, 1], [1.0, 0.0], [5.0, 6.0], "row 1 .*merge purchases of one day"),
        ([1], [1.0], [0.0], "row 0 .*above 0"),
        ([1.5], [1.0], [2.0], "row 0: 1.5 is not a whole number"),
        ([1, 1], [1.0, np.nan], [2.0, 2.0], "recency, row 1: nan"),
        ([1, 1], [1.0], [2.0, 2.0], "expected 2 rows"),
    ],
)
def test_impossible_rows_are_refused_by_name_and_with_the_cure(
    x: list[float], t_x: list[float], t: list[float], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        fit_bgnbd(x, t_x, t)


def test_data_that_cannot_say_says_so() -> None:
    fit = fit_bgnbd([1, 1, 1], [9.99, 9.99, 9.99], [10.0, 10.0, 10.0])
    assert not fit.identified
    assert np.all(np.isnan(fit.standard_errors))
