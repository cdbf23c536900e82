import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agora_analytics.errors import InvalidInput, NotEnoughData
from agora_analytics.helpfulness import wilson_interval
from agora_analytics.trends import calibration
from tests.library.pages import table


def test_bins_are_those_of_the_page() -> None:
    rows = [[float(cell) for cell in row[:6]] for row in table("next-action", "Calibration")]
    probability = np.concatenate([[row[1]] * int(row[0]) for row in rows])
    did = np.concatenate([[1] * int(row[2]) + [0] * int(row[0] - row[2]) for row in rows])
    found = calibration(probability, did, bins=len(rows))
    np.testing.assert_allclose(found.observed, [row[3] for row in rows], atol=5e-4)
    np.testing.assert_allclose(found.low, [row[4] for row in rows], atol=5e-4)
    np.testing.assert_allclose(found.high, [row[5] for row in rows], atol=5e-4)
    assert found.within.tolist() == [row[6] == "yes" for row in table("next-action", "Calibration")]


@settings(max_examples=50, deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.integers(0, 20), st.booleans()), min_size=50, max_size=200), st.integers(1, 10))
def test_bins_lose_nobody_and_keep_equals_together(rows: list[tuple[int, bool]], bins: int) -> None:
    p, did = np.array([row[0] for row in rows]) / 20, np.array([row[1] for row in rows], dtype=float)
    found = calibration(p, did, bins=bins)
    assert found.count.sum() == p.size
    assert found.count.size <= bins
    assert (found.count * found.predicted).sum() == pytest.approx(p.sum())
    assert (found.count * found.observed).sum() == pytest.approx(did.sum())
    assert (np.diff(found.predicted) > 0).all()
    expected = wilson_interval(np.round(found.count * found.observed), found.count)
    np.testing.assert_allclose(found.low, expected.low)


def test_true_probabilities_lie_within_and_too_bold_ones_do_not() -> None:
    rng = np.random.default_rng(1)
    p = rng.beta(1, 4, 5000)
    did = (rng.random(5000) < p).astype(float)
    assert calibration(p, did).within.sum() >= 9
    assert calibration(np.minimum(1.5 * p, 1.0), did).within.sum() <= 4
    assert calibration(p, did).brier < calibration(p, did).brier_of_the_mean


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(InvalidInput, match="probability, row 1"):
        calibration([0.5, 1.2], [0, 1])
    with pytest.raises(InvalidInput, match="happened, row 0"):
        calibration([0.5] * 50, [2] * 50)
    with pytest.raises(NotEnoughData, match="fewer bins"):
        calibration([0.5] * 20, [1] * 20)
