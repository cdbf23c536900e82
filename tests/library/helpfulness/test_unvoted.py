import numpy as np
import pytest
from scipy.stats import spearmanr

from agora_analytics.errors import InvalidInput, NotEnoughData
from agora_analytics.helpfulness import FEATURES, UnvotedModel, calibration, review_features
from agora_analytics.simulate import simulate_reviews
from tests.library.helpfulness.amazon import amazon


def loss(p: np.ndarray, helpful: np.ndarray, votes: np.ndarray) -> float:
    """Mean log loss; votes on one review count as few more than one opinion."""
    share, weight = helpful / votes, votes / (1 + 0.2 * (votes - 1))
    return float(-np.average(share * np.log(p) + (1 - share) * np.log1p(-p), weights=weight))


@pytest.mark.parametrize("split", ["by time", "even rows", "odd rows"])
def test_on_amazon_it_beats_the_base_rate_on_reviews_it_has_not_seen(split: str) -> None:
    data = amazon()
    rows = np.arange(data.votes.size)
    learn = {"by time": rows < 0.6 * rows.size, "even rows": rows % 2 == 0, "odd rows": rows % 2 == 1}[split]
    model = UnvotedModel().fit(data.features[learn], data.helpful[learn], data.votes[learn])
    new, known = ~learn & (data.votes > 0), learn & (data.votes > 0)
    helpful, votes = data.helpful[new], data.votes[new]
    p = model.predict(data.features[new])
    base = np.full(p.size, np.mean(data.helpful[known] / data.votes[known]))
    assert loss(p, helpful, votes) < 0.97 * loss(base, helpful, votes)
    assert spearmanr(p, helpful / votes).pvalue < 1e-4
    assert model.deviance_ < model.base_deviance_


def simulated(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    world = simulate_reviews(seed=seed, reviews=2000, products=40, ring=0)
    usual = np.bincount(world.product, weights=world.rating) / np.bincount(world.product)
    features = review_features(
        world.text, rating=world.rating, usual_rating=usual[world.product], verified=world.verified, images=world.images
    )
    rng = np.random.default_rng(seed)
    votes = rng.poisson(3, world.quality.size)
    return features, rng.binomial(votes, world.quality), votes, world.quality


def test_known_quality_is_predicted_and_calibrated() -> None:
    features, helpful, votes, quality = simulated(1)
    learn = np.arange(2000) < 1000
    model = UnvotedModel().fit(features[learn], helpful[learn], votes[learn])
    assert spearmanr(model.predict(features[~learn]), quality[~learn]).statistic > 0.8
    assert calibration(model.predict(features[~learn]), helpful[~learn], votes[~learn], bins=8).error < 0.05


def test_the_prediction_is_worth_some_votes_and_votes_take_over() -> None:
    features, helpful, votes, quality = simulated(2)
    model = UnvotedModel().fit(features, helpful, votes)
    few = model.posterior(features, helpful, votes)
    assert np.mean((few.mean - quality) ** 2) < np.mean((model.predict(features) - quality) ** 2)
    many = model.posterior(features[:2], [9000, 1000], [10_000, 10_000])
    np.testing.assert_allclose(many.mean, [0.9, 0.1], atol=0.02)
    unvoted = model.posterior(features[:1], [0], [0])
    assert unvoted.mean[0] == pytest.approx(model.predict(features[:1])[0])
    assert unvoted.score[0] < unvoted.low[0] < unvoted.mean[0] < unvoted.high[0]


def test_noise_is_not_taken_for_knowledge() -> None:
    rng = np.random.default_rng(3)
    features, votes = rng.normal(size=(600, 12)), np.full(600, 4)
    model = UnvotedModel().fit(features, rng.binomial(votes, rng.beta(3, 2, 600)), votes)
    assert np.std(model.predict(features)) < 0.03


def test_features_are_named_and_told_from_the_words() -> None:
    made = review_features(["", "OK?", "A 3 year old. It works!"], rating=[1, 2, 5], usual_rating=4, images=[0, 1, 2])
    assert made.shape == (3, len(FEATURES))
    column = dict(zip(FEATURES, made.T, strict=True))
    assert np.expm1(column["length"]).round().tolist() == [0, 1, 6]
    assert column["rating_deviation"].tolist() == [3, 2, 1]
    assert column["capitals"][1] == 1
    assert np.isfinite(made).all()


def test_too_few_votes_and_impossible_rows_are_refused() -> None:
    with pytest.raises(NotEnoughData, match="49 reviews"):
        UnvotedModel().fit(np.zeros((49, 1)), [1] * 49, [2] * 49)
    with pytest.raises(NotEnoughData, match="fit"):
        UnvotedModel().predict([[0.0]])
    with pytest.raises(InvalidInput, match="helpful, row 0"):
        UnvotedModel().fit(np.zeros((60, 1)), [3] * 60, [2] * 60)
    with pytest.raises(InvalidInput, match="features, row 0"):
        UnvotedModel().fit(np.full((60, 1), np.nan), [1] * 60, [2] * 60)
    with pytest.raises(InvalidInput, match="author_helpful"):
        review_features(["x"], rating=[5], usual_rating=4, author_helpful=2.0)
    with pytest.raises(InvalidInput, match="rating"):
        review_features(["x"], rating=[5, 4], usual_rating=4)
    with pytest.raises(NotEnoughData, match="none"):
        calibration([0.5], [0], [0])
