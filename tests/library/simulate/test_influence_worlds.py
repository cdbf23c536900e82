"""Worlds whose truth is known hold what they say."""

import numpy as np
import pytest

from agora_analytics.errors import InvalidInput
from agora_analytics.simulate import InfluenceWorld, influence_world


def test_the_same_seed_gives_the_same_world() -> None:
    one, two, other = (influence_world("mixed", customers=200, seed=seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one.sales.time, two.sales.time)
    assert one.sales.size != other.sales.size or np.any(one.sales.time != other.sales.time)


def test_without_influence_no_words_made_a_sale() -> None:
    made = influence_world("homophily", customers=300)
    assert made.effect == 0
    assert not made.triggered_minor.any()
    assert np.all(made.trigger == -1)


@pytest.mark.parametrize("kind", ["influence", "mixed"])
def test_a_trigger_met_the_buyer_before_the_sale(kind: str) -> None:
    made = influence_world(kind, customers=300)  # type: ignore[arg-type]
    row = np.flatnonzero(made.trigger != -1)
    cause = made.trigger[row]
    assert row.size > 100
    np.testing.assert_array_equal(made.exposures.buyer[cause], made.sales.buyer[row])
    assert np.all(made.exposures.time[cause] < made.sales.time[row])
    assert made.triggered_minor.sum() == made.sales.margin_minor[row].sum()


def own_purchases(made: InfluenceWorld) -> float:
    return float(np.sum(made.trigger == -1) / (made.people - made.authors))


@pytest.mark.parametrize("kind", ["homophily", "influence", "mixed"])
def test_own_purchases_and_readings_are_as_many_as_asked_for(kind: str) -> None:
    made = influence_world(kind, customers=4000, rate=0.01, readings=6.0)  # type: ignore[arg-type]
    assert own_purchases(made) == pytest.approx(3.65, rel=0.06)
    assert made.exposures.size / 4000 == pytest.approx(6.0, rel=0.06)


def test_purchases_follow_words_as_often_as_their_force_says() -> None:
    made = influence_world("influence", customers=4000, effect=0.02, half_life=3.0)
    per_exposure = np.sum(made.trigger != -1) / made.exposures.size
    assert per_exposure == pytest.approx(0.02 * 3.0 / np.log(2), rel=0.06)


def test_in_a_homophilous_world_readers_buy_more_without_cause() -> None:
    made = influence_world("homophily", customers=3000)
    bought, met = (
        np.bincount(rows, minlength=made.people)[made.authors :] for rows in (made.sales.buyer, made.exposures.buyer)
    )
    assert np.corrcoef(bought, met)[0, 1] > 0.3


def test_impossible_worlds_are_refused() -> None:
    with pytest.raises(InvalidInput, match="none of homophily"):
        influence_world("contagion")  # type: ignore[arg-type]
    with pytest.raises(InvalidInput, match="at least 1, not 0"):
        influence_world("mixed", customers=0)
