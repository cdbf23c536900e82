import numpy as np
import pytest

from agora.analytics.network import components, tie_strength


def test_strength_grows_with_messages_and_reciprocity_and_fades_with_time() -> None:
    # 0-1: two each way, today; 0-2: four one way, today; 1-2: four one way, one half-life ago
    source = [0, 0, 1, 1] + [0] * 4 + [2] * 4
    target = [1, 1, 0, 0] + [2] * 4 + [1] * 4
    made = tie_strength(source, target, [100.0] * 8 + [70.0] * 4, now=100.0, half_life=30.0)
    assert list(zip(made.one, made.other, strict=True)) == [(0, 1), (0, 2), (1, 2)]
    assert made.messages.tolist() == [4, 4, 4]
    assert made.reciprocity.tolist() == [1, 0, 0]
    assert made.strength.tolist() == pytest.approx([np.log(5), np.log(5) / 2, np.log(5) / 4])


def test_recency_is_that_of_the_last_message() -> None:
    made = tie_strength([0, 1, 0], [1, 0, 1], [10.0, 80.0, 40.0], now=100.0, half_life=20.0)
    assert made.recency[0] == pytest.approx(0.5)
    assert made.reciprocity[0] == pytest.approx(0.5)


def test_oneself_and_the_future_make_no_tie() -> None:
    assert tie_strength([0, 1], [0, 2], [5.0, 200.0], now=100.0).strength.size == 0
    with pytest.raises(ValueError, match="half_life"):
        tie_strength([0], [1], [1.0], now=2.0, half_life=0.0)


def test_components_are_ordered_by_size_then_by_their_first_member() -> None:
    made = components([4, 5, 0, 2], [5, 6, 1, 3], nodes=8)
    assert made.label.tolist() == [1, 1, 2, 2, 0, 0, 0, 3]
    assert made.size.tolist() == [3, 2, 2, 1]


def test_components_of_nobody_and_of_strangers() -> None:
    assert components([], [], nodes=0).size.size == 0
    assert components([], [], nodes=2).label.tolist() == [0, 1]
    with pytest.raises(ValueError, match=r"0\.\.1"):
        components([0], [5], nodes=2)
