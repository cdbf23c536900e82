"""How strongly words carry, fitted to purchases drawn with a known force."""

from dataclasses import replace
from typing import Literal

import numpy as np
import pytest

from agora_analytics.errors import InvalidInput, NotConverged, NotEnoughData
from agora_analytics.simulate import influence_world
from agora_analytics.value import ExposureEffects, Exposures, Sales, fit_exposure_effects

PEOPLE, DAYS, RATE = 400, 300.0, 0.01


def world(*forces: float, half_life: float = 6.0, seed: int = 3) -> tuple[Sales, Exposures]:
    """Own purchases at RATE a day, five readings each of one author's posts, and the purchases these cause."""
    rng = np.random.default_rng(seed)
    delta = np.log(2) / half_life
    readers = np.repeat(np.arange(1, PEOPLE + 1), 5)
    read_at = rng.uniform(0, DAYS, readers.size)
    kind = np.arange(readers.size) % len(forces)
    own = np.repeat(np.arange(1, PEOPLE + 1), rng.poisson(RATE * DAYS, PEOPLE))
    caused = rng.poisson(np.array(forces)[kind] / delta)
    after = np.repeat(read_at, caused) + rng.exponential(1 / delta, caused.sum())
    buyer = np.concatenate([own, np.repeat(readers, caused)])
    at = np.concatenate([rng.uniform(0, DAYS, own.size), after])
    inside = at < DAYS
    sales = Sales.of(buyer[inside], time=at[inside], margin_minor=np.full(inside.sum(), 100))
    content = np.arange(readers.size)
    return sales, Exposures.of(readers, author=0 * content, content=content, time=read_at, kind=kind)


def fitted(*forces: float, seed: int = 3) -> ExposureEffects:
    sales, exposures = world(*forces, seed=seed)
    return fit_exposure_effects(sales, exposures, since=0.0, until=DAYS)


def test_the_force_put_in_is_found_and_the_likelihood_never_falls() -> None:
    found = fitted(0.05)
    assert found.settled
    assert found.effect[0] == pytest.approx(0.05, abs=3 * found.error[0])
    assert np.log(2) / found.decay == pytest.approx(6.0)
    assert found.base_rate[1:].mean() == pytest.approx(RATE, rel=0.15)
    assert np.all(np.diff(found.trace) > -1e-7)


def test_kinds_of_exposure_have_forces_of_their_own() -> None:
    found = fitted(0.08, 0.0)
    assert found.effect[0] == pytest.approx(0.08, abs=3 * found.error[0])
    assert found.effect[1] < 3 * found.error[1]


@pytest.mark.parametrize("seed", range(5))
def test_coincidence_earns_next_to_nothing(seed: int) -> None:
    assert fitted(0.0, seed=seed).effect[0] < 0.01


def in_spells(kind: Literal["homophily", "mixed"], *, seed: int) -> ExposureEffects:
    """Where everybody reads and buys more in the same weeks."""
    made = influence_world(kind, customers=600, seed=seed)
    return fit_exposure_effects(made.sales, made.exposures, since=0.0, until=made.until, people=made.people)


@pytest.mark.parametrize("seed", range(5))
def test_what_people_alike_do_in_the_same_weeks_is_likeness_and_no_effect(seed: int) -> None:
    found = in_spells("homophily", seed=seed)
    assert not found.settled
    assert found.effect[0] < 3 * found.error[0]
    assert found.likeness[0] > 0.006


def test_beside_likeness_the_effect_is_still_found() -> None:
    found = in_spells("mixed", seed=2)
    assert found.settled
    assert found.effect[0] == pytest.approx(0.04, rel=0.15)
    assert found.likeness[0] == pytest.approx(0.007, rel=0.5)


def test_words_met_after_buying_are_never_an_effect() -> None:
    sales, exposures = world(0.05)
    mirrored = replace(sales, time=DAYS - sales.time), replace(exposures, time=DAYS - exposures.time)
    found = fit_exposure_effects(*mirrored, since=0.0, until=DAYS)
    assert not found.settled
    assert found.effect[0] == 0.0
    assert found.likeness[0] > 0.01


def test_worlds_without_influence_seldom_pass_for_others() -> None:
    assert sum(fitted(0.0, seed=seed).settled for seed in range(20)) <= 3


@pytest.mark.truth
def test_standard_errors_cover_the_truth_as_often_as_they_say() -> None:
    found = [
        fit_exposure_effects(*world(0.05, seed=seed), since=0.0, until=DAYS, half_lives=(3.0, 6.0, 12.0))
        for seed in range(800)
    ]
    inside = [abs(one.effect[0] - 0.05) < 1.2816 * one.error[0] for one in found]
    assert 0.76 <= np.mean(inside) <= 0.84


def test_without_readings_there_is_no_force() -> None:
    sales, _ = world(0.05)
    none = Exposures.of([], author=[], content=[], time=[])
    found = fit_exposure_effects(sales, none, since=0.0, until=DAYS)
    assert (found.effect.size, found.settled) == (0, False)


def test_refunds_and_unknown_buyers_teach_nothing() -> None:
    sales, exposures = world(0.05)
    more = Sales.of(
        [*sales.buyer, sales.buyer[0], -1], time=[*sales.time, DAYS, 5.0],
        margin_minor=[*sales.margin_minor, -100, 100], refund_of=[*sales.refund_of, 0, -1],
    )  # fmt: skip
    found = fit_exposure_effects(more, exposures, since=0.0, until=DAYS)
    np.testing.assert_array_equal(found.effect, fitted(0.05).effect)


def test_fitted_effects_become_strengths_and_rates() -> None:
    made = influence_world("influence", customers=300, seed=2)
    found = fit_exposure_effects(made.sales, made.exposures, since=0.0, until=made.until, people=made.people)
    sales, exposures = found.applied(made.sales, made.exposures)
    np.testing.assert_array_equal(exposures.strength, found.effect[0])
    own = found.own_rate(made.sales)
    np.testing.assert_allclose(own, found.base_rate[sales.buyer], rtol=0.5)
    assert np.corrcoef(own / found.base_rate[sales.buyer], found.seasons.at(sales.time))[0, 1] > 0.999
    np.testing.assert_allclose(sales.base_rate, own, atol=found.likeness[0] * 20)
    assert np.all(sales.base_rate >= own)


def test_what_cannot_be_fitted_is_refused_by_name() -> None:
    sales, exposures = world(0.05)
    with pytest.raises(NotEnoughData, match="no purchase"):
        fit_exposure_effects(Sales.of([-1], time=[1], margin_minor=[1]), exposures)
    with pytest.raises(InvalidInput, match="until"):
        fit_exposure_effects(sales, exposures, since=0.0, until=10.0)
    with pytest.raises(InvalidInput, match="since"):
        fit_exposure_effects(sales, exposures, since=200.0, until=DAYS)
    with pytest.raises(NotConverged, match="rounds"):
        fit_exposure_effects(sales, exposures, since=0.0, until=DAYS, rounds=3)
