import numpy as np
import pytest

from agora_analytics.errors import InvalidInput, NotEnoughData
from agora_analytics.inference import InterruptedSeries, interrupted_series


def weeks(seed: int, *, effect: float = 2.0, pace: float = 0.1) -> tuple[np.ndarray, np.ndarray]:
    """A year of weeks with two controls; the event comes in week 40."""
    rng = np.random.default_rng(seed)
    controls = rng.normal(size=(52, 2)).cumsum(axis=0)
    y = 20 + controls @ [1, 0.5] + np.sqrt(pace) * rng.normal(size=52).cumsum() + rng.normal(size=52)
    return y + effect * (np.arange(52) >= 40), controls


def measured(seed: int, **world: float) -> InterruptedSeries:
    y, controls = weeks(seed, **world)
    return interrupted_series(y, start=40, sales=300, controls=controls)


def test_totals_cover_the_truth_and_placebos_keep_quiet() -> None:
    made = [measured(seed, pace=(0.0, 0.1, 0.5)[seed % 3]) for seed in range(60)]
    assert np.mean([one.total_low <= 24 <= one.total_high for one in made]) >= 0.88
    assert np.mean([one.placebo_p < 0.05 for one in made]) <= 0.12


def test_a_wandering_series_has_wider_intervals_than_a_steady_one() -> None:
    steady, wandering = measured(1, pace=0.0), measured(1, pace=2.0)
    assert wandering.total_high - wandering.total_low > 1.5 * (steady.total_high - steady.total_low)
    assert np.all(np.diff(wandering.high - wandering.low) > 0)


def test_controls_explain_what_would_pass_for_an_effect() -> None:
    y, controls = weeks(4, effect=0.0)
    controls[40:, 0] += 10
    moved = y + 10 * (np.arange(52) >= 40)
    assert interrupted_series(moved, start=40, sales=300).p_value < 0.05
    assert interrupted_series(moved, start=40, sales=300, controls=controls).p_value > 0.05


def test_the_total_is_the_sum_and_scales_with_the_unit() -> None:
    y, controls = weeks(2)
    euros, cents = (interrupted_series(y * unit, start=40, sales=300, controls=controls) for unit in (1, 100))
    assert euros.total == pytest.approx(euros.effect.sum())
    assert (cents.total, cents.total_low) == pytest.approx((100 * euros.total, 100 * euros.total_low), rel=1e-6)


def test_an_exact_line_is_continued() -> None:
    control = np.arange(30.0)
    made = interrupted_series(3 + 2 * control, start=20, sales=99, controls=control)
    np.testing.assert_allclose(made.effect, 0, atol=1e-6)


def test_too_little_cannot_say_yet() -> None:
    for start, sales in ((7, 99), (20, 29)):
        with pytest.raises(NotEnoughData, match="cannot say yet"):
            interrupted_series(np.arange(30.0), start=start, sales=sales)
    assert np.isnan(interrupted_series(np.random.default_rng(0).normal(size=12), start=9, sales=40).placebo_p)


def test_impossible_input_is_refused_by_name() -> None:
    with pytest.raises(InvalidInput, match="start"):
        interrupted_series(np.arange(30.0), start=30, sales=99)
    with pytest.raises(InvalidInput, match="outcome, row 3"):
        interrupted_series([0.0, 1, 2, np.inf, 4], start=2, sales=99)
    with pytest.raises(InvalidInput, match="covariates"):
        interrupted_series(np.arange(30.0), start=20, sales=99, controls=np.arange(29.0))
