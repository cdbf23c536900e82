import numpy as np
import pytest
from scipy.stats import spearmanr

from agora_analytics.errors import InvalidInput, NotEnoughData
from agora_analytics.helpfulness import PositionCorrected, unbiased_helpfulness
from agora_analytics.simulate import SimReviews, simulate_reviews
from tests.library.pages import table


def corrected(world: SimReviews) -> PositionCorrected:
    """Positions below 25 hold next to no votes and are taken together."""
    return unbiased_helpfulness(
        world.review,
        position=np.minimum(world.position, 25),
        impressions=world.impressions,
        helpful=world.helpful,
    )


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_true_order_is_recovered_better_than_by_raw_votes(seed: int) -> None:
    world = simulate_reviews(seed=seed, reviews=1000, products=20)
    raw = spearmanr(np.bincount(world.review, weights=world.helpful), world.quality).statistic
    made = spearmanr(corrected(world).score, world.quality).statistic
    assert made > 0.88
    assert made > raw + 0.05


def test_how_much_each_place_is_looked_at_is_found() -> None:
    world = simulate_reviews(seed=5, reviews=1000, products=20)
    np.testing.assert_allclose(corrected(world).examination[:10], world.examination[:10], rtol=0.1)


def test_rates_lie_in_their_80_percent_intervals_at_least_as_often_as_stated() -> None:
    held = []
    for seed in (5, 6, 7, 8):
        world = simulate_reviews(seed=seed, reviews=1000, products=20)
        made = corrected(world)
        seen_well = np.bincount(world.review, weights=world.examination[world.position - 1]) > 0.5
        inside = (made.low <= world.quality) & (world.quality <= made.high)
        held.append(inside[seen_well].mean())
    # Above 80 %: votes are taken as Poisson, which scatter more than votes of views do where many viewers vote.
    assert 0.80 <= np.mean(held) <= 0.90


def test_the_page_gives_a_review_shown_low_its_due() -> None:
    rows = [[int(cell) for cell in row[:4]] + [float(row[4])] for row in table("helpfulness", "Position")]
    review, position, impressions, helpful, rate = zip(*rows, strict=True)
    made = unbiased_helpfulness(review, position=position, impressions=impressions, helpful=helpful)
    np.testing.assert_allclose(made.rate[list(review)], rate, atol=5e-4)


def test_without_bias_the_rate_is_votes_per_view() -> None:
    review, position = np.repeat(np.arange(4), 2), np.tile([1, 2], 4)
    helpful = np.repeat([100, 200, 300, 400], 2)
    made = unbiased_helpfulness(review, position=position, impressions=np.full(8, 1000), helpful=helpful)
    np.testing.assert_allclose(made.examination, 1)
    np.testing.assert_allclose(made.rate, [0.1, 0.2, 0.3, 0.4], rtol=0.05)


def test_places_that_no_review_joins_cannot_be_told_from_quality() -> None:
    with pytest.raises(InvalidInput, match="no review was shown both at position 2"):
        unbiased_helpfulness([0, 1], position=[1, 2], impressions=[10, 10], helpful=[5, 1])


def test_votes_need_views_and_somebody_must_have_voted() -> None:
    with pytest.raises(InvalidInput, match="helpful, row 1"):
        unbiased_helpfulness([0, 0], position=[1, 2], impressions=[10, 3], helpful=[5, 4])
    with pytest.raises(InvalidInput, match="review, row 0"):
        unbiased_helpfulness([-1], position=[1], impressions=[1], helpful=[1])
    with pytest.raises(NotEnoughData, match="nobody"):
        unbiased_helpfulness([0], position=[1], impressions=[10], helpful=[0])
    with pytest.raises(NotEnoughData, match="no vote at all"):
        unbiased_helpfulness([0, 0], position=[1, 2], impressions=[10, 10], helpful=[5, 0])
