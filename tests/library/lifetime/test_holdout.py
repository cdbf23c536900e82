"""Cut at a day, fit before it, and judge the fit by what came after: totals, counts and their chances."""

from __future__ import annotations

import numpy as np
import pytest

from agora_analytics.errors import InvalidInput
from agora_analytics.lifetime import BetaGeo, BuyTillYouDie, ModifiedBetaGeo, ParetoNBD, calibration_and_holdout
from agora_analytics.simulate import beta_geo_population, modified_beta_geo_population, pareto_population
from tests.library.lifetime import cdnow

HISTORIES = [2, 0, 5, 1], [10.0, 0.0, 19.0, 1.0], [30.0, 20.0, 20.0, 100.0]
MODELS: list[BuyTillYouDie] = [
    BetaGeo.of(r=0.6, alpha=6.0, a=0.7, b=2.5),
    ModifiedBetaGeo.of(r=0.6, alpha=6.0, a=0.7, b=2.5),
    ParetoNBD.of(r=0.5, alpha=10.0, s=0.6, beta=11.0),
]
DRAWN = dict(zip(MODELS, (beta_geo_population, modified_beta_geo_population, pareto_population), strict=True))


def test_a_cut_leaves_histories_before_it_and_purchases_after_it() -> None:
    split = calibration_and_holdout(
        ["bo", "ann", "ann", "bo", "bo", "cy", "ann", "bo"], [3.0, 0.0, 9.0, 20.5, 20.9, 15.0, 30.0, 14.2],
        [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0], cut=14, end=28, unit="week",
    )  # fmt: skip
    assert split.customer.tolist() == ["ann", "bo"]  # cy came after the cut
    assert split.frequency.tolist() == [1, 1]  # the purchase at 14.2 is of day 14, which the cut includes
    assert split.purchases.tolist() == [0, 1]
    assert split.amount.tolist() == [0.0, 24.0]
    assert split.length == 2.0
    with pytest.raises(InvalidInput, match="end: is not after the cut"):
        calibration_and_holdout([1], [0.0], cut=9.0, end=9.0, unit="day")


def test_the_cut_of_cdnow_is_that_of_the_papers() -> None:
    who, day, dollars = cdnow.purchases()
    split = calibration_and_holdout(who, day, dollars, cut=cdnow.CALIBRATION_ENDS, end=float(day.max()), unit="week")
    assert split.purchases.tolist() == cdnow.held_out().tolist()
    assert split.purchases.sum() == 1882
    np.testing.assert_allclose(split.amount, cdnow.held_out_dollars(), rtol=1e-12)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: type(model).__name__)
def test_chances_of_counts_ahead_add_up_to_one_and_to_the_expectation(model: BuyTillYouDie) -> None:
    chances = np.array([model.probability_of_purchases(count, 20.0, *HISTORIES) for count in range(120)])
    assert chances.sum(axis=0) == pytest.approx(1.0, abs=1e-9)
    assert np.arange(120) @ chances == pytest.approx(model.expected_purchases(20.0, *HISTORIES), rel=1e-6)
    assert model.probability_of_purchases(0, 0.0, *HISTORIES).tolist() == pytest.approx([1.0] * 4)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: type(model).__name__)
def test_chances_of_counts_ahead_are_how_often_they_come(model: BuyTillYouDie) -> None:
    made = DRAWN[model](20_000, **model.parameters_, until=60.0, arriving=0.0, seed=5)
    split = calibration_and_holdout(made.customer, made.time, cut=35.0, end=60.0, unit="day", occasion=1e-6)
    for count in range(4):
        chance = model.probability_of_purchases(count, 25.0, split)
        for bought_before in (split.frequency == 0, split.frequency >= 3):
            came = split.purchases[bought_before] == count
            error = np.sqrt((chance * (1 - chance))[bought_before].sum()) / came.size
            assert came.mean() == pytest.approx(chance[bought_before].mean(), abs=4 * error)
