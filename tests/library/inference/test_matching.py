import numpy as np
import pytest

from agora_analytics.errors import InvalidInput, NotConverged, NotEnoughData
from agora_analytics.inference import e_value, match, matched_incrementality, rosenbaum_gamma, rosenbaum_p
from agora_analytics.inference.matching import MatchedIncrementality
from tests.library.inference.worlds import Crowd, crowd


def measured(of: Crowd) -> MatchedIncrementality:
    return matched_incrementality(of.exposed, of.adopted, of.traits, strata=of.segment, exposed_later=of.later)


def test_pure_taste_is_not_taken_for_influence() -> None:
    made = [measured(crowd(seed)) for seed in range(8)]
    assert sum(one.low <= 0 <= one.high for one in made) >= 7
    assert min(one.naive for one in made) > 0.15
    assert all(one.control is not None and one.control.passes for one in made)


def test_known_influence_is_found_and_robust() -> None:
    made = measured(crowd(4, kappa=0.6, n=40_000))
    assert made.low < 0.6 < made.high
    assert made.low > 0
    assert made.gamma > 1.2
    assert made.e_value > made.e_value_of_limit > 1


def test_taste_that_nobody_recorded_fails_the_negative_control() -> None:
    made = measured(crowd(2, hidden=2.0, n=60_000))
    assert made.low > 0
    assert made.control is not None
    assert not made.control.passes


@pytest.mark.truth
@pytest.mark.parametrize("kappa", [0.0, 0.4])
def test_intervals_cover_the_truth_at_the_stated_rate(kappa: float) -> None:
    made = [measured(crowd(1000 + seed, kappa=kappa)) for seed in range(150)]
    covered = np.mean([one.low <= kappa <= one.high for one in made])
    assert 0.9 <= covered <= 0.99
    assert np.mean([one.kappa for one in made]) == pytest.approx(kappa, abs=0.04)
    passed = [one.control.passes for one in made if one.control is not None]
    assert np.mean(passed) >= 0.9


def test_matches_share_the_stratum_the_caliper_and_the_traits() -> None:
    world = crowd(1)
    made = match(world.exposed, world.traits, strata=world.segment)
    np.testing.assert_array_equal(world.segment[made.exposed], world.segment[made.unexposed])
    away = np.abs(made.log_odds[made.exposed] - made.log_odds[made.unexposed])
    assert away.max() <= 0.2 * made.log_odds.std() + 1e-12
    assert np.abs(made.imbalance_before).min() > 0.4
    assert np.abs(made.imbalance_after).max() < 0.1
    assert made.exposed.size + made.unmatched == world.exposed.sum()


def test_each_exposed_customer_gets_the_nearest() -> None:
    rng = np.random.default_rng(3)
    exposed, x, strata = rng.random(300) < 0.4, rng.normal(size=300), rng.integers(0, 4, 300)
    made = match(exposed, x, strata=strata, caliper=0.5)
    for row, partner in zip(made.exposed, made.unexposed, strict=True):
        pool = np.flatnonzero(~exposed & (strata == strata[row]))
        best = np.abs(made.log_odds[pool] - made.log_odds[row]).min()
        assert abs(made.log_odds[partner] - made.log_odds[row]) == pytest.approx(best, abs=1e-12)


def test_the_order_of_rows_does_not_matter() -> None:
    world = crowd(5, kappa=0.5)
    turn = np.random.default_rng(0).permutation(world.exposed.size)
    one = measured(world)
    other = measured(
        Crowd(world.exposed[turn], world.adopted[turn], world.later[turn], world.traits[turn], world.segment[turn])
    )
    assert (one.kappa, one.low, one.pairs) == pytest.approx((other.kappa, other.low, other.pairs), rel=1e-9)


def test_too_few_adoptions_cannot_say_yet() -> None:
    world = crowd(0, n=400)
    with pytest.raises(NotEnoughData, match="cannot say yet"):
        matched_incrementality(world.exposed, world.adopted, world.traits)
    with pytest.raises(NotEnoughData, match="both exposed and unexposed"):
        match([1, 1], [[0.0], [1.0]])
    with pytest.raises(NotEnoughData, match="merge strata"):
        match([1, 0], [[0.0], [0.0]], strata=[0, 1])


def test_pairs_that_all_agree_leave_some_doubt() -> None:
    adopted = np.tile(np.arange(100) < 40, 2)
    made = matched_incrementality(np.repeat([1, 0], 100), adopted, np.ones(200), strata=np.tile(np.arange(100), 2))
    assert made.low < made.kappa == 0 < made.high


def test_impossible_rows_are_refused_by_name() -> None:
    with pytest.raises(InvalidInput, match=r"exposed, row 1: 2\.0 is neither"):
        match([0, 2], [[0.0], [1.0]])
    with pytest.raises(InvalidInput, match="covariates, row 1"):
        match([0, 1], [[0.0], [np.nan]])
    with pytest.raises(InvalidInput, match="strata"):
        match([0, 1], [[0.0], [1.0]], strata=[1])
    with pytest.raises(InvalidInput, match="adopted"):
        matched_incrementality([0, 1], [0], [[0.0], [1.0]])


def test_a_covariate_that_tells_exposure_exactly_leaves_nobody_alike() -> None:
    exposed = np.repeat([0, 1], 200)
    with pytest.raises((NotEnoughData, NotConverged)):
        match(exposed, exposed * 10.0 + np.random.default_rng(0).normal(size=400))


def test_sensitivity_has_the_published_figures() -> None:
    """Smoking and lung cancer (Hammond 1964), 110 and 12 discordant pairs, in Rosenbaum; E-values of the article."""
    assert rosenbaum_p(110, 12, gamma=1) < 1e-4
    assert rosenbaum_p(110, 12, gamma=6) == pytest.approx(0.1, abs=0.005)
    assert 5 < rosenbaum_gamma(110, 12) < 6
    assert (round(e_value(3.9), 2), round(e_value(1.8), 2), e_value(1.0)) == (7.26, 3.0, 1.0)
    assert e_value(1 / 3.9) == pytest.approx(e_value(3.9))


def test_sensitivity_of_nothing_is_none() -> None:
    assert rosenbaum_gamma(10, 10) == rosenbaum_gamma(0, 0) == 1
    assert rosenbaum_p(0, 5, gamma=2) == 1
    for call in (lambda: e_value(0), lambda: rosenbaum_p(1, 1, gamma=0.5), lambda: rosenbaum_p(-1, 1, gamma=1)):
        with pytest.raises(InvalidInput):
            call()
