import numpy as np
import pytest
import statsmodels.api as sm

from agora_analytics.errors import InvalidInput, NotEnoughData
from agora_analytics.inference import DifferenceInDifferences, difference_in_differences

UNITS, PERIODS, START = 40, 14, 9
UNIT, PERIOD = np.repeat(np.arange(UNITS), PERIODS), np.tile(np.arange(PERIODS), UNITS)
TREATED = UNIT < 15


def sales(seed: int, *, effect: float = 1.5, drift: float = 0.0) -> np.ndarray:
    """Units that differ, a common season, and noise that lingers within a unit."""
    rng = np.random.default_rng(seed)
    noise = rng.normal(size=(UNITS, PERIODS))
    for period in range(1, PERIODS):
        noise[:, period] += 0.6 * noise[:, period - 1]
    y = 3 * rng.normal(size=UNITS)[UNIT] + np.sin(PERIOD) + noise.ravel()
    return y + effect * (TREATED & (PERIOD >= START)) + drift * TREATED * PERIOD


def measured(y: np.ndarray) -> DifferenceInDifferences:
    return difference_in_differences(y, unit=UNIT, period=PERIOD, treated=TREATED, start=START, sales=900)


def test_the_estimate_is_that_of_the_regression_with_all_dummies() -> None:
    y = sales(0)
    keep = np.random.default_rng(1).random(y.size) < 0.9
    dummies = np.column_stack([np.eye(UNITS)[UNIT], np.eye(PERIODS)[PERIOD][:, 1:], TREATED & (PERIOD >= START)])
    made = difference_in_differences(
        y[keep], unit=UNIT[keep], period=PERIOD[keep], treated=TREATED[keep], start=START, sales=900
    )
    assert made.effect == pytest.approx(sm.OLS(y[keep], dummies[keep].astype(float)).fit().params[-1], abs=1e-8)


def test_intervals_cover_the_truth_and_sound_trends_pass() -> None:
    made = [measured(sales(seed)) for seed in range(60)]
    assert np.mean([one.low <= 1.5 <= one.high for one in made]) >= 0.88
    assert np.mean([one.pre_trend_p < 0.05 for one in made]) <= 0.15


def test_errors_that_ignore_lingering_would_be_too_small() -> None:
    made = measured(sales(3))
    dummies = np.column_stack([np.eye(UNITS)[UNIT], np.eye(PERIODS)[PERIOD][:, 1:], TREATED & (PERIOD >= START)])
    assert made.standard_error > 1.2 * sm.OLS(sales(3), dummies.astype(float)).fit().bse[-1]


def test_a_trend_before_the_start_is_found() -> None:
    made = measured(sales(1, effect=0.0, drift=0.4))
    assert made.pre_trend_p < 0.01
    assert -1 not in made.relative_period
    assert made.event_effect[0] < 0 < made.event_effect[-1]


def test_the_event_study_shows_the_effect_from_the_start_on() -> None:
    made = measured(sales(2, effect=4.0))
    after = made.relative_period >= 0
    assert made.event_low[after].min() > 0
    assert np.mean((made.event_low < 0) & (made.event_high > 0) | after) > 0.85
    assert made.p_value < 1e-4


def test_too_little_cannot_say_yet() -> None:
    y = sales(0)
    with pytest.raises(NotEnoughData, match="cannot say yet"):
        difference_in_differences(y, unit=UNIT, period=PERIOD, treated=TREATED, start=7, sales=900)
    with pytest.raises(NotEnoughData, match="29 sales"):
        difference_in_differences(y, unit=UNIT, period=PERIOD, treated=TREATED, start=START, sales=29)
    with pytest.raises(NotEnoughData, match="clusters"):
        difference_in_differences(y, unit=UNIT, period=PERIOD, treated=UNIT < 1, start=START, sales=900)
    with pytest.raises(NotEnoughData, match="no period after"):
        difference_in_differences(y, unit=UNIT, period=PERIOD, treated=TREATED, start=99, sales=900)


def test_impossible_rows_are_refused_by_name() -> None:
    y = sales(0)
    with pytest.raises(InvalidInput, match="treated, row 0: treated marks some rows"):
        difference_in_differences(y, unit=UNIT, period=PERIOD, treated=PERIOD > 3, start=START, sales=900)
    with pytest.raises(InvalidInput, match="period, row 1: unit and period come twice"):
        twice = np.where(np.arange(y.size) == 1, 0, PERIOD)
        difference_in_differences(y, unit=UNIT, period=twice, treated=TREATED, start=START, sales=900)
