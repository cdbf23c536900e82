"""Large worlds in which the truth is known: nothing found where nothing is, and each author's share where it is."""

import numpy as np
import pytest

from agora.analytics.simulate import InfluenceWorld, influence_world
from agora.analytics.value import (
    ExposureEffects,
    SocialValue,
    allocate,
    customer_social_value,
    fit_exposure_effects,
    timing_test,
)

pytestmark = pytest.mark.truth


def fitted(made: InfluenceWorld) -> ExposureEffects:
    return fit_exposure_effects(made.sales, made.exposures, since=0.0, until=made.until, people=made.people)


def measured(made: InfluenceWorld) -> SocialValue:
    effects = fitted(made)
    timing = timing_test(made.sales, made.exposures, window=15.0, since=0.0, until=made.until)
    ledger = allocate(*effects.applied(made.sales, made.exposures), people=made.people)
    return customer_social_value(ledger, effects=effects, timing=timing)


def test_without_influence_the_intervals_of_nine_in_ten_authors_contain_nothing() -> None:
    empty = []
    for seed in range(12):
        made = influence_world("homophily", seed=seed)
        value = measured(made)
        empty.append((value.given_low[: made.authors] <= 0) & (value.given_high[: made.authors] >= 0))
    assert np.mean(empty) >= 0.9


def test_with_influence_the_intervals_of_authors_lie_above_nothing() -> None:
    value = measured(influence_world("influence", seed=3))
    assert value.claimed
    assert np.mean(value.given_low[:20] > 0) > 0.9


@pytest.mark.parametrize("seed", [0, 1])
def test_at_a_hundred_thousand_sales_each_authors_share_is_that_of_the_true_triggers(seed: int) -> None:
    made = influence_world("influence", customers=18_500, authors=10, seed=seed)
    assert made.sales.size > 100_000
    given = allocate(
        *fitted(made).applied(made.sales, made.exposures), incrementality=1.0, people=made.people, entries=False
    ).given[: made.authors]
    true = made.triggered_minor[: made.authors]
    np.testing.assert_allclose(given / true, 1.0, atol=0.05)
    np.testing.assert_allclose(given / given.sum(), true / true.sum(), rtol=0.05)
