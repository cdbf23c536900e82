import numpy as np
import pytest
from scipy.stats import false_discovery_control, norm

from agora.analytics.inference import benjamini_hochberg, compare_proportions

BH_1995 = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0
]  # fmt: skip


def test_newcombes_example_has_his_interval() -> None:
    made = compare_proportions((56, 48), (70, 80))
    assert (round(made.low, 4), round(made.high, 4)) == (0.0524, 0.3339)
    assert made.difference == pytest.approx(0.2)


def test_the_z_test_is_the_pooled_one() -> None:
    made = compare_proportions((56, 48), (70, 80))
    pooled = 104 / 150
    z = 0.2 / np.sqrt(pooled * (1 - pooled) * (1 / 70 + 1 / 80))
    assert made.z == pytest.approx(z)
    assert made.p_value == pytest.approx(2 * norm.sf(z))


def test_the_other_way_round_is_the_mirror() -> None:
    one, two = compare_proportions((9, 3), (10, 10)), compare_proportions((3, 9), (10, 10))
    assert (one.low, one.high, one.z) == pytest.approx((-two.high, -two.low, -two.z))
    assert one.p_value == pytest.approx(two.p_value)


def test_equal_extremes_show_no_difference() -> None:
    made = compare_proportions((10, 10), (10, 10))
    assert (made.z, made.p_value) == (0, 1)
    assert made.low < 0 < made.high


def test_an_empty_group_cannot_be_compared() -> None:
    with pytest.raises(ValueError, match="at least one member"):
        compare_proportions((0, 1), (0, 2))
    with pytest.raises(ValueError, match="row 0: 5 successes of 4"):
        compare_proportions((5, 1), (4, 2))


def test_the_example_of_1995_has_four_discoveries() -> None:
    shuffled = np.random.default_rng(0).permutation(BH_1995)
    made = benjamini_hochberg(shuffled, rate=0.05)
    assert sorted(shuffled[made.rejected]) == BH_1995[:4]
    np.testing.assert_allclose(made.adjusted, false_discovery_control(shuffled))


def test_one_claim_is_judged_as_it_stands_and_none_as_none() -> None:
    assert benjamini_hochberg([0.04]).adjusted.tolist() == [0.04]
    assert benjamini_hochberg([]).rejected.size == 0
    with pytest.raises(ValueError, match="between 0 and 1"):
        benjamini_hochberg([0.2, 1.5])
