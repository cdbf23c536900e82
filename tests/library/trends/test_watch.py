import numpy as np
import pytest

from agora_analytics.errors import InvalidInput
from agora_analytics.trends import count_alarms, evidence, slow_drift
from agora_analytics.trends.watch import _run_length, drift_threshold
from tests.library.pages import table


def test_run_lengths_are_those_of_the_textbook() -> None:
    for height, published, approximated in table("trends", "Slow drift"):
        assert _run_length(float(height), 0.5) == pytest.approx(float(approximated), abs=0.05)
        assert _run_length(float(height), 0.5) == pytest.approx(float(published), rel=0.015)
        assert drift_threshold(0.5, float(approximated)) == pytest.approx(float(height), abs=1e-3)


def test_a_drift_no_single_day_shows_is_found_and_dated() -> None:
    rng = np.random.default_rng(0)
    z = rng.normal(0, 1, 200)
    z[120:] += 1.0
    found = slow_drift(z, run_length=2000)
    assert found.alarm is not None
    assert found.began is not None
    assert 120 <= found.alarm <= 140
    assert abs(found.began - 120) <= 5
    assert slow_drift(z[:120], run_length=2000).alarm is None


def test_evidence_grows_with_small_p_values_and_falls_without() -> None:
    assert evidence([1.0] * 10).e_value[-1] == pytest.approx(0.5**10)
    late = [1.0] * 30 + [0.001] * 3
    assert evidence(late).alarm is None
    assert evidence(late, restart=True).alarm == 31


def test_alarms_feed_both_watches() -> None:
    rng = np.random.default_rng(4)
    counts = rng.poisson(np.append(np.full(84, 30.0), np.full(60, 40.0)))
    seen = count_alarms(counts, history=84, period=1)
    assert slow_drift(seen.residual[0]).alarm is not None
    assert evidence(seen.p_value[0], restart=True).alarm is not None


def test_settings_that_cannot_be_are_refused() -> None:
    with pytest.raises(InvalidInput, match="p_values, row 1"):
        evidence([0.5, 0.0])
    with pytest.raises(InvalidInput, match="rate"):
        evidence([0.5], rate=1.0)
    with pytest.raises(InvalidInput, match="run_length"):
        slow_drift([0.0], run_length=1.0)
    with pytest.raises(InvalidInput, match="allowance"):
        slow_drift([0.0], allowance=0.0)


@pytest.mark.truth
def test_looking_every_day_for_a_year_alarms_falsely_no_more_often_than_stated() -> None:
    rng = np.random.default_rng(1)
    p = rng.uniform(0, 1, (4000, 365))
    alarms = sum(evidence(row, rate=0.05).alarm is not None for row in p)
    assert 0 < alarms / 4000 <= 0.05
    naive = (p < 0.05).any(axis=1).mean()
    assert naive > 0.99  # what looking at p-values every day does


@pytest.mark.truth
def test_restarted_evidence_alarms_falsely_no_sooner_than_stated() -> None:
    rng = np.random.default_rng(2)
    waits = [evidence(rng.uniform(0, 1, 2000), rate=0.05, restart=True).alarm or 2000 for _ in range(500)]
    assert np.mean(waits) >= 20


@pytest.mark.truth
def test_a_cusum_alarms_falsely_as_rarely_as_asked() -> None:
    rng = np.random.default_rng(3)
    waits = []
    for _ in range(1500):
        found = slow_drift(rng.normal(0, 1, 3000), run_length=200).alarm
        waits.append(3000 if found is None else found + 1)
    assert np.mean(waits) == pytest.approx(200, rel=0.1)
