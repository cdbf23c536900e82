"""Large worlds in which the truth is known: nothing found where nothing is, and each author's share where it is."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pytest

from agora_analytics.arrays import Bools, Floats, Ints
from agora_analytics.simulate import InfluenceWorld, influence_world
from agora_analytics.value import (
    ExposureEffects,
    Exposures,
    Sales,
    SocialValue,
    allocate,
    customer_social_value,
    fit_exposure_effects,
    timing_test,
)

pytestmark = pytest.mark.truth
Kind = Literal["homophily", "influence", "mixed"]
AUTHORS = 10


def fitted(made: InfluenceWorld) -> ExposureEffects:
    return fit_exposure_effects(made.sales, made.exposures, since=0.0, until=made.until, people=made.people)


def measured(made: InfluenceWorld, effects: ExposureEffects, *, incrementality: float = 0.4) -> SocialValue:
    """By the fit alone: no other test of timing stands behind it."""
    ledger = allocate(*effects.applied(made.sales, made.exposures), people=made.people, incrementality=incrementality)
    return customer_social_value(ledger, effects=effects)


def claiming(effects: ExposureEffects) -> ExposureEffects:
    """The same fit as if it were settled, so that no interval is stretched down to nothing."""
    return replace(effects, p_value=0.0)


def given_at_most(made: InfluenceWorld) -> Ints:
    """What the fit credits to each author where all of it counts."""
    found = allocate(
        *fitted(made).applied(made.sales, made.exposures), incrementality=1.0, people=made.people, entries=False
    )
    return found.given[: made.authors]


def test_without_influence_the_intervals_of_nine_in_ten_authors_contain_nothing() -> None:
    empty, bare, share = [], [], []
    for seed in range(40):
        made = influence_world("homophily", seed=seed)
        effects = fitted(made)
        value = measured(made, effects)
        empty.append(value.given_low[: made.authors] <= 0)
        bare.append(measured(made, claiming(effects)).given_low[: made.authors] <= 0)
        share.append(value.given.sum() / made.sales.margin_minor.sum())
    assert np.mean(empty) >= 0.9
    assert np.mean(bare) >= 0.7, "before any stretching, though the best of five half-lives was chosen"
    assert np.mean(share) < 0.01, "of the margin, at an incrementality of 0.4"


def test_with_influence_the_intervals_of_authors_lie_above_nothing() -> None:
    made = influence_world("influence", seed=3)
    effects = fitted(made)
    timing = timing_test(made.sales, made.exposures, window=15.0, since=0.0, until=made.until)
    ledger = allocate(*effects.applied(made.sales, made.exposures), people=made.people)
    value = customer_social_value(ledger, effects=effects, timing=timing)
    assert value.claimed
    assert np.mean(value.given_low[:20] > 0) > 0.9


@pytest.mark.parametrize("seed", [0, 1])
def test_at_a_hundred_thousand_sales_each_authors_share_is_that_of_the_true_triggers(seed: int) -> None:
    made = influence_world("influence", customers=18_500, authors=AUTHORS, seed=seed)
    assert made.sales.size > 100_000
    given, true = given_at_most(made), made.triggered_minor[: made.authors]
    np.testing.assert_allclose(given / true, 1.0, atol=0.05)
    np.testing.assert_allclose(given / given.sum(), true / true.sum(), rtol=0.05)


@pytest.mark.parametrize("seed", [0, 1])
def test_where_people_are_alike_too_shares_hold_and_the_sum_is_a_few_hundredths_too_large(seed: int) -> None:
    made = influence_world("mixed", customers=18_500, authors=AUTHORS, seed=seed)
    given, true = given_at_most(made), made.triggered_minor[: made.authors]
    np.testing.assert_allclose(given / given.sum(), true / true.sum(), rtol=0.05)
    assert 0.95 < given.sum() / true.sum() < 1.08


@dataclass(frozen=True)
class Drawn:
    """Some customers of a world, and what the authors truly brought among them."""

    sales: Sales
    exposures: Exposures
    true: Ints
    people: int


def drawn_anew(kind: Kind, *, times: int, customers: int, seed: int) -> Iterator[Drawn]:
    """One world's customers dealt out into many: the authors are the same, the customers and their number differ."""
    made = influence_world(kind, customers=times * customers, authors=AUTHORS, seed=seed)
    dealt = np.random.default_rng(seed).integers(times, size=times * customers)
    part = np.append(np.full(AUTHORS, -1), dealt)
    for mine in range(times):
        who = np.flatnonzero(part == mine)
        code = np.zeros(part.size, dtype=np.int64)
        code[who] = np.arange(who.size) + AUTHORS
        sold, met = part[made.sales.buyer] == mine, part[made.exposures.buyer] == mine
        yield _those(made, sold, met, code, people=AUTHORS + who.size)


def _those(made: InfluenceWorld, sold: Bools, met: Bools, code: Ints, *, people: int) -> Drawn:
    sales, words = made.sales, made.exposures
    true = np.zeros(AUTHORS, dtype=np.int64)
    caused = sold & (made.trigger >= 0)
    np.add.at(true, words.author[made.trigger[caused]], sales.margin_minor[caused])
    return Drawn(
        Sales.of(code[sales.buyer[sold]], time=sales.time[sold], margin_minor=sales.margin_minor[sold]),
        Exposures.of(
            code[words.buyer[met]], author=words.author[met], content=words.content[met], time=words.time[met]
        ),
        true,
        people,
    )


def test_intervals_hold_what_words_are_expected_to_bring_at_the_stated_rate() -> None:
    low, high, true = [], [], []
    for seed, part in enumerate(drawn_anew("influence", times=250, customers=1000, seed=7)):
        effects = fit_exposure_effects(
            part.sales, part.exposures, since=0.0, until=365.0, people=part.people, half_lives=(3.0, 6.0, 12.0)
        )
        ledger = allocate(*effects.applied(part.sales, part.exposures), incrementality=1.0, people=part.people)
        value = customer_social_value(ledger, effects=effects, seed=seed)
        low.append(value.given_low[:AUTHORS])
        high.append(value.given_high[:AUTHORS])
        true.append(part.true)
    held = held_by(low, high, np.mean(true, axis=0))
    error = held.mean(axis=1).std() / np.sqrt(len(held))
    assert error < 0.015
    assert 0.76 <= held.mean() <= 0.84
    assert held_by(low, high, np.array(true)).mean() >= 0.9, "what was truly brought varies less than what may be"


def held_by(low: list[Floats], high: list[Floats], truth: Floats) -> Bools:
    return (np.array(low) <= truth) & (truth <= np.array(high))
