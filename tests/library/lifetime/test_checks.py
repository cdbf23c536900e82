"""Model checks, the recommendation and the bootstrap."""

import numpy as np
import pytest

from agora_analytics.errors import InvalidInput, NotEnoughData
from agora_analytics.lifetime import (
    BetaGeo,
    BuyTillYouDie,
    ModifiedBetaGeo,
    ParetoNBD,
    ShiftedBetaGeometric,
    calibration_by_count,
    calibration_in_hold_out,
    parametric_bootstrap,
    recommend_model,
    tracking,
)
from tests.library.lifetime.cdnow import CALIBRATION_ENDS, WEEKS_HELD_OUT, calibration, held_out, histories, purchases
from tests.library.lifetime.test_buying import KNOWN, MODELS, drawn
from tests.library.lifetime.test_contractual import HIGH_END

Kind = type[BuyTillYouDie]


@pytest.mark.parametrize("kind", MODELS)
def test_the_cdnow_forecast_is_compared_with_what_the_customers_then_did(kind: Kind) -> None:
    model, came = kind().fit(*histories()), held_out()
    found = calibration_in_hold_out(model.expected_purchases(WEEKS_HELD_OUT, *histories()), came, histories()[0])
    assert found.observed_total == 1882
    assert found.expected_total < found.observed_total
    assert found.mean_absolute_error < 0.8 < np.abs(came.mean() - came).mean()
    assert found.customers.sum() == 2357
    np.testing.assert_allclose(found.expected, found.observed, atol=0.55)
    assert np.corrcoef(found.expected, found.observed)[0, 1] > 0.99


@pytest.mark.parametrize("kind", MODELS)
def test_the_counts_of_cdnow_are_those_of_the_model(kind: Kind) -> None:
    found = calibration_by_count(kind().fit(*histories()), *histories())
    assert found.observed.tolist() == [1411, 439, 214, 100, 62, 38, 29, 64]
    assert found.expected.sum() == pytest.approx(2357)
    np.testing.assert_allclose(found.expected, found.observed, atol=45)


def test_cumulative_purchases_of_cdnow_are_tracked_for_78_weeks() -> None:
    who, day, _ = purchases()
    pairs = np.unique(np.column_stack([who, day]), axis=0)
    first = np.concatenate([[True], pairs[1:, 0] != pairs[:-1, 0]])
    start = pairs[first, 1].min()
    model = BetaGeo().fit(*histories())
    weeks = (pairs[:, 1] - start) / 7
    found = tracking(model, weeks[first], weeks[~first], until=78, step=1.0)
    assert found.time.size == 78
    fitted = int((CALIBRATION_ENDS - start) // 7)
    assert found.expected[fitted - 1] == pytest.approx(found.observed[fitted - 1], rel=0.03)
    assert found.expected[-1] == pytest.approx(found.observed[-1], rel=0.08)
    assert np.all(np.diff(found.expected) > 0)


def test_cdnow_takes_mbg_because_one_time_buyers_can_be_lost() -> None:
    found = recommend_model(*histories())
    assert found.name == "ModifiedBetaGeo"
    assert found.reason.startswith("MBG/NBD fits as well as BG/NBD and better than Pareto/NBD")
    assert "the 60% who bought once" in found.reason
    assert isinstance(found.model, ModifiedBetaGeo)
    assert dict(zip(found.names, found.log_likelihood, strict=True))["ParetoNBD"] == pytest.approx(-9594.98, abs=0.01)
    assert np.all(found.misfit < 0.03)


def test_customers_of_pareto_nbd_are_told_from_the_others() -> None:
    age = np.random.default_rng(1).uniform(20.0, 60.0, 4000)
    rows = ParetoNBD.of(r=2.0, alpha=2.0, s=1.5, beta=30.0).draw(age, seed=1)
    found = recommend_model(*rows, age)
    assert isinstance(found.model, ParetoNBD)
    assert found.reason.startswith("Pareto/NBD fits these customers best and better than MBG/NBD and BG/NBD")


@pytest.mark.truth
@pytest.mark.parametrize("kind", MODELS)
def test_refitting_what_the_model_would_produce_agrees_with_the_information_matrix(kind: Kind) -> None:
    x, t_x, t = drawn(kind, 1500, seed=9)
    fit = kind().fit(x, t_x, t)
    again, matrix = parametric_bootstrap(fit, t, times=30, seed=3), fit.confidence_intervals()
    assert again.draws.shape == (30, 4)
    assert np.all((again.low < fit.vector * 1.05) & (fit.vector * 0.95 < again.high))
    np.testing.assert_allclose(np.log(again.high / again.low), np.log(matrix.high / matrix.low), rtol=0.6)


def test_a_bootstrap_is_fixed_by_its_seed() -> None:
    x, t_x, t = drawn(BetaGeo, 600, seed=9)
    fit = BetaGeo().fit(x, t_x, t)
    one, two, three = (parametric_bootstrap(fit, t, times=10, seed=seed).draws for seed in (3, 3, 4))
    np.testing.assert_array_equal(one, two)
    assert not np.array_equal(one, three)


def test_the_contractual_bootstrap_knows_its_cohort() -> None:
    fit = ShiftedBetaGeometric().fit(HIGH_END[:8])
    again, matrix = parametric_bootstrap(fit, times=50), fit.confidence_intervals()
    np.testing.assert_allclose(np.log(again.high / again.low), np.log(matrix.high / matrix.low), rtol=0.5)


def test_checks_refuse_what_cannot_be_compared() -> None:
    model = BetaGeo.of(**KNOWN[BetaGeo])
    with pytest.raises(NotEnoughData, match="no customers"):
        calibration_by_count(model, [], [], [])
    with pytest.raises(InvalidInput, match="last"):
        calibration_by_count(model, [0], [0], [1], last=0)
    with pytest.raises(InvalidInput, match="frequency: expected 2"):
        calibration_in_hold_out([1, 2], [1, 2], [1])
    with pytest.raises(NotEnoughData, match="nothing to track"):
        tracking(model, [], [], until=3, step=1)
    with pytest.raises(InvalidInput, match="step"):
        tracking(model, [1.0], [], until=3, step=0)
    with pytest.raises(NotEnoughData, match="ages"):
        parametric_bootstrap(model)
    with pytest.raises(InvalidInput, match="times"):
        parametric_bootstrap(model, [1.0], times=2)
    with pytest.raises(NotEnoughData, match="nobody bought again"):
        recommend_model([0, 0], [0, 0], [1, 2])


def test_the_calibration_sample_is_that_of_the_paper() -> None:
    assert calibration().customer.size == 2357


def test_a_choice_among_fewer_models_compares_only_those() -> None:
    found = recommend_model(*histories(), among=["BetaGeo", "ModifiedBetaGeo"])
    assert found.names == ("ModifiedBetaGeo", "BetaGeo")
    assert found.plain in ("MBG/NBD", "BG/NBD")
    for unknown in (["Luck"], []):
        with pytest.raises(InvalidInput, match="no models of buying"):
            recommend_model(*histories(), among=unknown)
