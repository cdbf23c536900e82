from functools import cache

import numpy as np
import pytest
import statsmodels.api as sm  # type: ignore[import-untyped]

from agora_analytics.errors import InvalidInput, NotConverged, NotEnoughData
from agora_analytics.trends import (
    Calibration,
    calibration,
    history,
    next_contribution,
    next_defection,
    next_purchase,
)
from agora_analytics.trends.hazard import fit_hazard
from tests.library.lifetime.cdnow import CALIBRATION_ENDS, WEEKS_HELD_OUT, purchases
from tests.library.trends.worlds import alike_but_deaf, buyers, leavers


@cache
def cdnow_forecast() -> tuple[Calibration, float]:
    """Who buys in weeks 40 to 78, told from weeks 1 to 39; and the Brier score of BG/NBD with its published parameters."""
    customer, day, _ = purchases()
    who = np.unique(customer, return_inverse=True)[1]
    joined = np.full(who.max() + 1, np.inf)
    np.minimum.at(joined, who, day)
    at = CALIBRATION_ENDS + 1.0
    found = next_purchase(history(joined, purchases=(who, day)), at=at, horizon=7.0 * WEEKS_HELD_OUT)
    later = (day >= at) & (day < at + 7.0 * WEEKS_HELD_OUT)
    did = np.isin(found.person, who[later]).astype(float)
    assert found.person.size == joined.size
    theirs = float(np.mean((bg_nbd(who, day, joined, at) - did) ** 2))
    return calibration(found.probability, did), theirs


def bg_nbd(who: np.ndarray, day: np.ndarray, joined: np.ndarray, at: float) -> np.ndarray:
    """At least one purchase: alive and not silent, with the parameters of Fader, Hardie and Lee (2005)."""
    r, alpha, a, b = 0.242594, 4.413578, 0.793013, 2.426093
    pairs = np.unique(np.column_stack([who, day])[day < at], axis=0)
    x = np.bincount(pairs[:, 0].astype(int)) - 1.0
    last = np.maximum.reduceat(pairs[:, 1], np.flatnonzero(np.diff(pairs[:, 0], prepend=-1)))
    t_x, t = (last - joined) / 7, (at - 1 - joined) / 7
    silent = ((alpha + t) / (alpha + t_x)) ** (r + x) * a / (b + np.maximum(x, 1) - 1)
    return (1 - ((alpha + t) / (alpha + t + WEEKS_HELD_OUT)) ** (r + x)) / (1 + (x > 0) * silent)


def test_the_forecast_for_39_weeks_of_cdnow_is_as_good_as_bg_nbd() -> None:
    found, brier_of_bg_nbd = cdnow_forecast()
    assert found.observed_total == 684
    assert found.expected_total == pytest.approx(found.observed_total, rel=0.05)
    assert found.within.sum() >= 6
    assert found.brier <= brier_of_bg_nbd
    assert found.brier < 0.8 * found.brier_of_the_mean


def test_coefficients_and_errors_are_those_of_statsmodels() -> None:
    rng = np.random.default_rng(0)
    x = rng.normal([2.0, -5.0], [1.0, 3.0], (4000, 2))
    person = np.repeat(np.arange(800), 5)
    y = (rng.random(4000) < -np.expm1(-np.exp(-3 + x @ [0.5, -0.2]))).astype(float)
    made = fit_hazard(x, y, person, names=("one", "two"))
    model = sm.GLM(y, sm.add_constant(x), family=sm.families.Binomial(link=sm.families.links.CLogLog()))
    plain = model.fit(tol=1e-12)
    np.testing.assert_allclose(made.coefficients, plain.params, rtol=1e-6)
    assert made.log_likelihood == pytest.approx(plain.llf, rel=1e-9)
    clustered = model.fit(cov_type="cluster", cov_kwds={"groups": person, "use_correction": False}, tol=1e-12)
    np.testing.assert_allclose(np.sqrt(np.diag(made.covariance)), clustered.bse, rtol=0.03)


def test_a_neighbour_who_left_shows_in_the_ratio() -> None:
    found = next_defection(leavers(4000, seed=1, ratio=1.8).known, at=175.0, horizon=14.0, window=28.0)
    ratio, low, high = found.ratios.of("neighbours_left")
    assert low < 1.8 < high
    assert low > 1.3
    assert 1.4 < ratio < 2.3
    with pytest.raises(InvalidInput, match="is not in the model"):
        found.ratios.of("purchases")


def test_the_chance_rises_with_the_horizon_and_lies_in_its_interval() -> None:
    known, _, _ = buyers(600, seed=3, until=140.0)
    short, long = (next_purchase(known, at=140.0, horizon=h) for h in (7.0, 28.0))
    assert (short.probability < long.probability).all()
    assert ((long.low < long.probability) & (long.probability < long.high)).all()
    assert long.calibration is not None
    assert long.calibration.observed_total > 0


def test_steady_buyers_buy_as_often_as_told_in_time_held_out() -> None:
    known, who, when = buyers(3000, seed=5, until=196.0)
    found = next_purchase(known, at=140.0, horizon=56.0)
    did = np.isin(found.person, who[when >= 140.0]).astype(float)
    seen = calibration(found.probability, did)
    assert seen.expected_total == pytest.approx(seen.observed_total, rel=0.06)
    assert seen.within.sum() >= 7


def test_contributions_come_as_often_as_told_in_time_held_out() -> None:
    steady, who, when = buyers(3000, seed=15, until=196.0)
    writers = history(steady.joined, contributions=(who, when))
    found = next_contribution(writers, at=140.0, horizon=56.0)
    seen = calibration(found.probability, np.isin(found.person, who[when >= 140.0]).astype(float))
    assert seen.expected_total == pytest.approx(seen.observed_total, rel=0.06)
    assert seen.within.sum() >= 7
    assert seen.brier < seen.brier_of_the_mean


def test_people_leave_as_often_as_told_in_time_held_out() -> None:
    world = leavers(6000, seed=16, ratio=1.8)
    found = next_defection(world.known, at=175.0, horizon=7.0, window=28.0)
    did = ((world.left >= 175.0) & (world.left < 182.0))[found.person].astype(float)
    seen = calibration(found.probability, did, bins=5)
    assert seen.expected_total == pytest.approx(seen.observed_total, rel=0.15)  # some 70 leave: chance alone is 12 %
    assert seen.within.sum() >= 4
    assert found.calibration is not None
    assert found.calibration.expected_total == pytest.approx(found.calibration.observed_total, rel=0.15)


def test_contributions_are_told_from_contributions() -> None:
    known, who, when = buyers(800, seed=7, until=140.0)
    writers = history(known.joined, contributions=(who, when))
    written = next_contribution(writers, at=140.0, horizon=14.0)
    bought = next_purchase(known, at=140.0, horizon=14.0)
    np.testing.assert_allclose(written.probability, bought.probability, rtol=1e-6)
    assert written.ratios.name == ("tenure", "contributions", "contribution_recency")


def test_the_future_of_the_records_does_not_reach_the_forecast() -> None:
    known, who, when = buyers(500, seed=8, until=200.0)
    past = when < 140.0
    cut = history(known.joined, purchases=(who[past], when[past]))
    one, two = (next_purchase(each, at=140.0, horizon=14.0) for each in (known, cut))
    assert one.probability.tolist() == two.probability.tolist()


def test_learning_from_a_sample_of_people_is_repeatable_and_close() -> None:
    known, _, _ = buyers(2000, seed=9, until=140.0)
    whole = next_purchase(known, at=140.0, horizon=14.0)
    parts = [next_purchase(known, at=140.0, horizon=14.0, rows=12_000, seed=2) for _ in range(2)]
    assert parts[0].probability.tolist() == parts[1].probability.tolist()
    assert 0 < np.abs(parts[0].probability - whole.probability).mean() < 0.05


def test_settings_and_histories_that_cannot_carry_a_forecast_are_refused() -> None:
    known, _, _ = buyers(200, seed=4, until=140.0)
    with pytest.raises(InvalidInput, match="horizon"):
        next_purchase(known, at=140.0, horizon=10.0)
    with pytest.raises(InvalidInput, match="at"):
        next_purchase(known, at=np.nan, horizon=7.0)
    with pytest.raises(NotEnoughData, match="0 events"):
        next_defection(known, at=140.0, horizon=7.0)
    with pytest.raises(NotEnoughData):
        next_purchase(known, at=-99.0, horizon=7.0)
    y = np.arange(100) >= 50
    with pytest.raises(NotConverged, match="mark"):
        fit_hazard(y[:, None] * 1.0, y * 1.0, np.arange(100), names=("mark",))


@pytest.mark.truth
def test_the_intervals_of_the_ratio_cover_and_a_world_without_influence_gives_one() -> None:
    for truth in (1.0, 1.8):
        covered = 0
        for seed in range(30):
            found = next_defection(leavers(2500, seed=seed, ratio=truth).known, at=210.0, horizon=7.0, window=28.0)
            _, low, high = found.ratios.of("neighbours_left")
            covered += low <= truth <= high
        assert covered >= 26  # 95 % of 30, less two standard errors


@pytest.mark.truth
def test_people_alike_raise_the_ratio_without_influence_so_it_is_no_effect() -> None:
    found = next_defection(alike_but_deaf(6000, seed=2).known, at=140.0, horizon=7.0, window=28.0)
    assert found.ratios.of("neighbours_left")[1] > 1.0


@pytest.mark.truth
def test_defections_come_as_often_as_told() -> None:
    within = []
    for seed in range(15):
        world = leavers(3000, seed=seed, ratio=1.8)
        found = next_defection(world.known, at=175.0, horizon=7.0, window=28.0)
        did = ((world.left >= 175.0) & (world.left < 182.0))[found.person].astype(float)
        within.append(calibration(found.probability, did).within.mean())
    assert np.mean(within) >= 0.9
