import numpy as np
import pytest

from agora_analytics.errors import InvalidInput, NotEnoughData
from agora_analytics.lifetime import GammaGamma, spend_frequency_correlation
from tests.library.lifetime.cdnow import calibration

PUBLISHED = GammaGamma.of(p=6.25, q=3.74, gamma=15.44)


def test_the_published_cdnow_fit_is_reproduced() -> None:
    data = calibration()
    fit = GammaGamma().fit(data.frequency, data.mean_amount)
    assert fit.customers_ == 946
    assert fit.parameters_ == pytest.approx(PUBLISHED.parameters_, abs=0.006)
    assert fit.log_likelihood_ == pytest.approx(-4055.92, abs=0.005)
    assert fit.log_likelihood(data.frequency, data.mean_amount) == pytest.approx(fit.log_likelihood_, abs=1e-6)
    assert fit.population_mean == pytest.approx(35.17, abs=0.005)
    assert fit.correlation_ == pytest.approx(0.114, abs=0.0005)
    assert not fit.doubtful_
    assert spend_frequency_correlation(data.frequency, data.mean_amount).customers == 946


def test_few_purchases_are_pulled_to_the_mean_of_all() -> None:
    amount = PUBLISHED.expected_amount([2, 1, 7, 0, 500], [22.35, 30, 35, 0, 90])
    assert amount[:3] == pytest.approx([24.66, 31.59, 35.01], abs=0.01)
    assert amount[3] == pytest.approx(PUBLISHED.population_mean)
    assert amount[4] == pytest.approx(90, rel=0.01)


def test_known_parameters_are_recovered() -> None:
    rng = np.random.default_rng(4)
    x = rng.integers(1, 9, 60_000)
    z = rng.gamma(5.0 * x, 1 / rng.gamma(3.5, 1 / 20.0, x.size)) / x
    fit = GammaGamma().fit(x, z)
    away = (fit.vector - [5.0, 3.5, 20.0]) / list(fit.standard_errors_.values())
    assert np.all(np.abs(away) < 3)


def test_weights_stand_for_repeated_rows() -> None:
    rng = np.random.default_rng(6)
    x, z, times = rng.integers(0, 6, 300), rng.gamma(4.0, 9.0, 300), np.arange(300) % 3
    once, written_out = (
        GammaGamma().fit(x, z, weights=times),
        GammaGamma().fit(np.repeat(x, times), np.repeat(z, times)),
    )
    assert once.log_likelihood_ == pytest.approx(written_out.log_likelihood_, rel=1e-10)
    assert once.correlation_ == pytest.approx(written_out.correlation_)


def test_the_unit_of_money_does_not_matter() -> None:
    rng = np.random.default_rng(5)
    x, z = rng.integers(1, 6, 500), rng.gamma(4.0, 9.0, 500)
    euros, cents = GammaGamma().fit(x, z), GammaGamma().fit(x, z * 100)
    assert cents.population_mean == pytest.approx(100 * euros.population_mean, rel=1e-6)


def test_spend_that_goes_with_frequency_raises_doubt() -> None:
    x = np.arange(1, 60)
    assert GammaGamma().fit(x, 5.0 + x).doubtful_
    assert spend_frequency_correlation(x, 5.0 + x).correlation == pytest.approx(1)


def test_the_mean_over_customers_stays_finite_on_wild_amounts() -> None:
    z = np.exp(np.random.default_rng(2).normal(0, 4, 300))
    assert np.isfinite(GammaGamma().fit(np.ones(300), z).population_mean)


def test_a_repeat_buyer_without_positive_spend_is_named() -> None:
    with pytest.raises(InvalidInput, match=r"mean_amount, row 2: .*above 0"):
        GammaGamma().fit([0, 1, 2, 1, 1], [0, 5, -1, 3, 4])
    with pytest.raises(InvalidInput, match="mean_amount, row 1"):
        PUBLISHED.expected_amount([0, 1], [0, 0])
    for asked in (GammaGamma().fit, spend_frequency_correlation):
        with pytest.raises(NotEnoughData, match="fewer than three"):
            asked([0, 1, 2], [0, 5, 6])
