import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agora_analytics.helpfulness import (
    BetaPrior,
    bayesian_average,
    category_priors,
    dirichlet_rating,
    fit_beta_prior,
    helpfulness,
    wilson_interval,
    wilson_lower_bound,
)
from tests.library.pages import table

votes = st.tuples(st.integers(0, 500), st.integers(0, 500))


def test_wilson_lower_bounds_are_those_of_the_page() -> None:
    rows = [[float(cell) for cell in row] for row in table("helpfulness", "Wilson")]
    assert len(rows) == 8
    up, down, bound = (np.array(column) for column in zip(*rows, strict=True))
    np.testing.assert_allclose(wilson_lower_bound(up, up + down), bound, atol=5e-7)


def test_wilson_intervals_are_those_of_newcombe() -> None:
    made = wilson_interval([81, 15, 0, 1], [263, 148, 20, 29])
    assert np.round(made.low, 4).tolist() == [0.2553, 0.0624, 0.0, 0.0061]
    assert np.round(made.high, 4).tolist() == [0.3662, 0.1605, 0.1611, 0.1718]


def test_no_votes_say_nothing() -> None:
    made = wilson_interval([0], [0])
    assert (made.low[0], made.high[0]) == (0, 1)
    assert np.isnan(made.share[0])


@settings(max_examples=100, deadline=None, derandomize=True)
@given(votes)
def test_one_more_helpful_vote_never_lowers_a_score(cast: tuple[int, int]) -> None:
    up, down = cast
    for score in (wilson_lower_bound, lambda k, n: helpfulness(k, n).score):
        better, now, worse = score([up + 1, up, up], [up + down + 1, up + down, up + down + 1])
        assert 0 <= worse <= now <= better <= 1


def test_more_helpful_votes_than_votes_are_refused_by_row() -> None:
    for measure in (wilson_lower_bound, helpfulness):
        with pytest.raises(ValueError, match=r"row 1: 5 .* 4"):
            measure([1, 5], [2, 4])


def test_cautious_quantiles_are_those_of_the_page() -> None:
    rows = table("helpfulness", "Posterior")
    assert len(rows) == 3
    for up, down, quantile in rows:
        made = helpfulness([int(up)], [int(up) + int(down)])
        assert made.score[0] == pytest.approx(float(quantile), abs=5e-7)


def test_a_category_prior_is_learnt_from_its_contents() -> None:
    rng = np.random.default_rng(3)
    n = rng.integers(1, 60, 4000)
    prior = fit_beta_prior(rng.binomial(n, rng.beta(6.0, 2.0, n.size)), n)
    assert (prior.a, prior.b) == pytest.approx((6.0, 2.0), rel=0.12)


def test_a_prior_pulls_few_votes_more_than_many() -> None:
    prior = BetaPrior(a=6.0, b=2.0)
    made = helpfulness([0, 0, 90], [0, 2, 100], prior=prior)
    assert made.mean[0] == prior.mean == 0.75
    assert made.mean[1] == pytest.approx(0.6)
    assert made.mean[2] == pytest.approx(96 / 108)
    assert np.all((made.score < made.low) & (made.low < made.mean) & (made.mean < made.high))


def test_too_few_contents_leave_the_uniform_prior_and_equal_ones_do_not_break() -> None:
    assert fit_beta_prior([3, 4], [5, 6]) == BetaPrior()
    assert fit_beta_prior([5] * 50, [5] * 50).mean > 0.95


def test_bayesian_averages_are_those_of_the_page() -> None:
    rows = table("helpfulness", "Stars")
    assert len(rows) == 2
    for count, each, average in rows:
        made = bayesian_average([int(count) * float(each)], [int(count)], prior_mean=3.8, prior_count=20)
        assert made[0] == pytest.approx(float(average), abs=5e-4)


def test_a_product_without_ratings_is_usual_and_needs_a_prior() -> None:
    assert bayesian_average([0.0], [0], prior_mean=3.8, prior_count=20)[0] == pytest.approx(3.8)
    with pytest.raises(ValueError, match="prior_count"):
        bayesian_average([0.0], [0], prior_mean=3.8, prior_count=0)


def test_divided_opinions_have_a_wider_interval_than_lukewarm_ones() -> None:
    made = dirichlet_rating([[50, 0, 0, 0, 50], [0, 0, 100, 0, 0], [0, 0, 0, 0, 0]])
    assert made.mean.tolist() == pytest.approx([3, 3, 3])
    width = made.high - made.low
    assert width[2] > width[0] > width[1]


def test_the_dirichlet_interval_holds_four_fifths_of_the_posterior() -> None:
    counts = np.array([[3, 1, 2, 8, 20]])
    drawn = np.random.default_rng(0).dirichlet(counts[0] + 1, 20_000) @ np.arange(1, 6)
    made = dirichlet_rating(counts)
    assert np.mean((drawn >= made.low[0]) & (drawn <= made.high[0])) == pytest.approx(0.8, abs=0.015)
    assert made.mean[0] == pytest.approx(drawn.mean(), abs=0.01)


def test_impossible_star_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="counts: expected rows and columns"):
        dirichlet_rating([1, 2, 3])
    with pytest.raises(ValueError, match="prior"):
        dirichlet_rating([[1, 2, 3]], prior=[1, 1])


def test_each_category_has_its_prior_and_a_small_one_that_of_all() -> None:
    rng = np.random.default_rng(1)
    category = np.repeat([0, 1, 2], [500, 500, 3])
    votes_cast = rng.integers(5, 30, category.size)
    share = np.where(category == 0, rng.beta(8, 2, category.size), rng.beta(2, 8, category.size))
    found = category_priors(rng.binomial(votes_cast, share), votes_cast, category)
    assert [round(prior.mean, 1) for prior in found] == [0.8, 0.2, 0.5]
    with pytest.raises(ValueError, match="category, row 0"):
        category_priors([1], [1], [-1])


def test_levels_that_are_none_are_refused() -> None:
    for wrong in ({"level": 1.0}, {"caution": 0.0}):
        with pytest.raises(ValueError, match=r"must be (above 0|below 1)"):
            helpfulness([1], [2], **wrong)
    with pytest.raises(ValueError, match="level: must be above"):
        wilson_interval([1], [2], level=0.0)
