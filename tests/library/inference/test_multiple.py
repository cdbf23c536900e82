import numpy as np
import pytest
from scipy.stats import false_discovery_control

from agora_analytics.errors import InvalidInput
from agora_analytics.inference import benjamini_hochberg, benjamini_yekutieli, holm

BH_1995 = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0
]  # fmt: skip


def test_the_example_of_1995_has_four_discoveries() -> None:
    shuffled = np.random.default_rng(0).permutation(BH_1995)
    made = benjamini_hochberg(shuffled, rate=0.05)
    assert sorted(shuffled[made.rejected]) == BH_1995[:4]
    np.testing.assert_allclose(made.adjusted, false_discovery_control(shuffled))


@pytest.mark.parametrize("method", [holm, benjamini_yekutieli])
def test_the_stricter_methods_have_three(method: type) -> None:
    assert method(BH_1995, rate=0.05).rejected.sum() == 3


def test_yekutieli_agrees_with_scipy() -> None:
    np.testing.assert_allclose(benjamini_yekutieli(BH_1995).adjusted, false_discovery_control(BH_1995, method="by"))


def test_one_claim_is_judged_as_it_stands_and_none_as_none() -> None:
    for method in (benjamini_hochberg, benjamini_yekutieli, holm):
        assert method([0.04]).adjusted.tolist() == [0.04]
        assert method([]).rejected.size == 0
        with pytest.raises(InvalidInput, match="between 0 and 1") as caught:
            method([0.2, 1.5])
        assert caught.value.row == 1
