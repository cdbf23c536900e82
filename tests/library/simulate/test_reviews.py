import numpy as np
import pytest

from agora_analytics.errors import InvalidInput
from agora_analytics.simulate import simulate_reviews


def test_votes_follow_quality_and_place() -> None:
    made = simulate_reviews(reviews=400, products=10, views=4000, seed=2)
    expected = made.impressions * made.examination[made.position - 1] * made.quality[made.review]
    assert made.helpful.sum() == pytest.approx(expected.sum(), rel=0.01)
    plenty = expected > 200
    np.testing.assert_allclose(made.helpful[plenty], expected[plenty], rtol=0.35)


def test_the_ring_is_new_praises_and_repeats_itself() -> None:
    made = simulate_reviews(reviews=300, products=10, ring=5, seed=3)
    assert made.planted.sum() == 20
    assert set(made.rating[made.planted]) == {5.0}
    assert np.ptp(made.time[made.planted]) < 2
    assert not set(made.author[made.planted]) & set(made.author[~made.planted])
    assert np.all(made.account_since <= made.time)


def test_every_review_is_shown_at_several_places() -> None:
    made = simulate_reviews(reviews=300, products=10, seed=4)
    assert np.bincount(made.review).min() == 4
    moved = [len(set(made.position[made.review == one])) > 1 for one in range(50)]
    assert np.mean(moved) > 0.5


def test_the_same_seed_makes_the_same_world_and_another_one_does_not() -> None:
    one, again, other = (simulate_reviews(reviews=60, products=6, seed=seed) for seed in (1, 1, 2))
    assert one.text == again.text != other.text
    np.testing.assert_array_equal(one.helpful, again.helpful)


def test_a_world_without_a_ring_and_impossible_ones() -> None:
    assert not simulate_reviews(reviews=60, products=6, ring=0, seed=1).planted.any()
    for wrong in ({"products": 2}, {"reviews": 0}, {"steepness": -1.0}):
        with pytest.raises(InvalidInput):
            simulate_reviews(seed=1, **wrong)  # type: ignore[arg-type]
