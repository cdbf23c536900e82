import numpy as np
import pytest

from agora_analytics.errors import InvalidInput
from agora_analytics.inference import needed_sample, needed_sample_of_means, power_of_comparison
from tests.library.pages import table


def test_sizes_are_those_that_r_prints() -> None:
    """The examples of R's manual pages power.prop.test and power.t.test."""
    assert power_of_comparison(50, base=0.5, difference=0.25) == pytest.approx(0.740, abs=5e-4)
    assert needed_sample(0.5, difference=0.25, power=0.9).exact == pytest.approx(76.7, abs=0.05)
    assert needed_sample_of_means(difference=1, deviation=1, power=0.9).exact == pytest.approx(22.02110, abs=1e-4)


def test_the_page_says_how_many_are_needed() -> None:
    rows = table("confirming-claims", "How many")
    assert len(rows) == 3
    for base, more, each, days in rows:
        made = needed_sample(float(base), difference=float(more), per_day=100)
        assert (made.each, made.days) == (int(each), int(days))


@pytest.mark.parametrize("difference", [0.05, -0.05])
def test_the_needed_sample_has_the_power_asked_for(difference: float) -> None:
    made = needed_sample(0.3, difference=difference, power=0.85)
    assert power_of_comparison(made.each, base=0.3, difference=difference) == pytest.approx(0.85, abs=2e-3)


def test_simulated_groups_show_the_difference_as_often_as_promised() -> None:
    rng = np.random.default_rng(5)
    made = needed_sample(0.2, difference=0.1)
    one, other = (rng.binomial(made.each, p, 4000) / made.each for p in (0.3, 0.2))
    pooled = (one + other) / 2
    shown = np.abs(one - other) > 1.959964 * np.sqrt(2 * pooled * (1 - pooled) / made.each)
    assert shown.mean() == pytest.approx(0.8, abs=0.025)


def test_questions_without_an_answer_are_refused() -> None:
    for base, difference in ((0.5, 0.0), (0.9, 0.2), (0.1, -0.2)):
        with pytest.raises(InvalidInput, match="between 0 and 1"):
            needed_sample(base, difference=difference)
    with pytest.raises(InvalidInput, match="power"):
        needed_sample(0.5, difference=0.1, power=1.0)
    with pytest.raises(InvalidInput, match="per_day"):
        needed_sample(0.5, difference=0.1, per_day=0)
    with pytest.raises(InvalidInput, match="deviation"):
        needed_sample_of_means(difference=1, deviation=0)
    with pytest.raises(InvalidInput, match="each"):
        power_of_comparison(0, base=0.5, difference=0.1)
