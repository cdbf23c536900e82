import numpy as np
import pytest

from agora.analytics.lifetime import (
    GammaGammaParameters,
    expected_spend,
    fit_gamma_gamma,
    gamma_gamma_log_likelihood,
)
from tests.analytics.lifetime.cdnow import calibration

PUBLISHED = GammaGammaParameters(p=6.25, q=3.74, gamma=15.44)


def test_the_published_cdnow_fit_is_reproduced() -> None:
    data = calibration()
    fit = fit_gamma_gamma(data.frequency, data.mean_spend)
    assert fit.customers == 946
    assert fit.parameters.vector == pytest.approx(PUBLISHED.vector, abs=0.006)
    assert fit.log_likelihood == pytest.approx(-4055.92, abs=0.005)
    assert fit.parameters.population_mean == pytest.approx(35.17, abs=0.005)
    assert fit.correlation == pytest.approx(0.114, abs=0.0005)
    assert not fit.independence_doubtful


def test_few_purchases_are_pulled_to_the_mean_of_all() -> None:
    spend = expected_spend(PUBLISHED, frequency=[2, 1, 7, 0, 500], mean_spend=[22.35, 30, 35, 0, 90])
    assert spend[:3] == pytest.approx([24.66, 31.59, 35.01], abs=0.01)
    assert spend[3] == pytest.approx(PUBLISHED.population_mean)
    assert spend[4] == pytest.approx(90, rel=0.01)


def test_known_parameters_are_recovered() -> None:
    rng = np.random.default_rng(4)
    x = rng.integers(1, 9, 8000)
    rate = rng.gamma(3.5, 1 / 20.0, x.size)
    z = rng.gamma(5.0 * x, 1 / rate) / x
    fit = fit_gamma_gamma(x, z)
    away = (np.log(fit.parameters.vector) - np.log([5.0, 3.5, 20.0])) / np.sqrt(np.diag(fit.log_covariance))
    assert np.all(np.abs(away) < 3)


def test_the_unit_of_money_does_not_matter() -> None:
    rng = np.random.default_rng(5)
    x, z = rng.integers(1, 6, 500), rng.gamma(4.0, 9.0, 500)
    euros, cents = fit_gamma_gamma(x, z), fit_gamma_gamma(x, z * 100)
    assert cents.parameters.population_mean == pytest.approx(100 * euros.parameters.population_mean, rel=1e-6)


def test_spend_that_goes_with_frequency_raises_doubt() -> None:
    x = np.arange(1, 60)
    assert fit_gamma_gamma(x, 5.0 + x).independence_doubtful


def test_the_mean_over_customers_stays_finite_on_wild_amounts() -> None:
    z = np.exp(np.random.default_rng(2).normal(0, 4, 300))
    assert np.isfinite(fit_gamma_gamma(np.ones(300), z).parameters.population_mean)


def test_a_repeat_buyer_without_positive_spend_is_named() -> None:
    with pytest.raises(ValueError, match=r"row 2: mean spend -1\.0"):
        fit_gamma_gamma([0, 1, 2, 1, 1], [0, 5, -1, 3, 4])
    with pytest.raises(ValueError, match="row 1: mean spend"):
        expected_spend(PUBLISHED, frequency=[0, 1], mean_spend=[0, 0])
    with pytest.raises(ValueError, match="fewer than three"):
        fit_gamma_gamma([0, 1, 2], [0, 5, 6])


def test_parameters_travel_as_json_and_likelihoods_can_be_asked_for() -> None:
    assert GammaGammaParameters.from_json(PUBLISHED.to_json()) == PUBLISHED
    near = gamma_gamma_log_likelihood(PUBLISHED, frequency=[2, 2, 2], mean_spend=[30, 31, 32])
    far = gamma_gamma_log_likelihood(PUBLISHED, frequency=[2, 2, 2], mean_spend=[3000, 3100, 3200])
    assert near > far
