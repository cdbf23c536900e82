"""Whether word of mouth may be claimed: never where people are only alike, in made worlds and in real ones."""

import gzip
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from agora_analytics.errors import InvalidInput, NotEnoughData
from agora_analytics.simulate import influence_world
from agora_analytics.value import Exposures, Sales, TimingTest, allocate, fit_exposure_effects, timing_test
from tests.library.inference.rdata import saved

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"


def needed(path: str) -> Path:
    if not (DATA / path).exists():
        pytest.skip(f"REAL WORLD NOT CHECKED: {path} is absent, put it at ../shared/data")
    return DATA / path


def judged(kind: str, seed: int) -> TimingTest:
    made = influence_world(kind, customers=800, seed=seed)  # type: ignore[arg-type]
    return timing_test(made.sales, made.exposures, window=15.0, since=0.0, until=made.until, permutations=39)


def test_people_alike_in_taste_and_timing_are_not_taken_for_influence() -> None:
    made = [judged("homophily", seed) for seed in range(12)]
    assert sum(one.claimable for one in made) <= 2
    assert all(one.shuffle_p < 0.05 for one in made), "the shuffle alone is fooled by common timing"


@pytest.mark.parametrize("kind", ["influence", "mixed"])
def test_words_that_move_sales_are_found(kind: str) -> None:
    made = [judged(kind, seed) for seed in range(4)]
    assert all(one.claimable for one in made)


def test_the_same_seed_gives_the_same_answer() -> None:
    assert judged("homophily", 3) == judged("homophily", 3)


def test_too_little_is_said_to_be_too_little() -> None:
    sales = Sales.of([1, 2], time=[5.0, 6.0], margin_minor=[1, 1])
    met = Exposures.of([1, 2], author=[0, 0], content=[1, 2], time=[4.0, 8.0])
    few = timing_test(sales, met, window=3.0, since=0.0, until=10.0)
    assert not few.claimable
    assert "20 are needed: cannot say yet" in few.why
    with pytest.raises(NotEnoughData, match="no sales"):
        timing_test(
            Sales.of([], time=[], margin_minor=[]), Exposures.of([], author=[], content=[], time=[]), window=3.0
        )
    with pytest.raises(InvalidInput, match="window"):
        timing_test(sales, met, window=0.0)


def column(name: str) -> np.ndarray:  # type: ignore[type-arg]
    with gzip.open(needed(f"ciao/{name}.csv.gz"), "rt") as file:
        return np.loadtxt(file, delimiter=",", skiprows=1)


def reviewers() -> tuple[Sales, Exposures]:
    """Every first review of a product as a purchase, met with the review of each person trusted, before it or after."""
    reviews, trust = column("reviews"), column("trust").astype(int)
    who, product, day = reviews[:, 0].astype(int), reviews[:, 1].astype(int), reviews[:, 5] / 86400
    first = np.unique(np.lexsort((day, who * 10**7 + product)))
    of_product: dict[int, dict[int, int]] = defaultdict(dict)
    for row in first[np.argsort(-day[first])]:
        of_product[product[row]][who[row]] = int(row)
    trusts: dict[int, set[int]] = defaultdict(set)
    for one, other in trust:
        trusts[one].add(other)
    pairs = np.array(
        [
            (mine, there[friend])
            for there in of_product.values()
            if len(there) > 1
            for person, mine in there.items()
            for friend in trusts[person] & there.keys()
        ]
    )
    buyer, friend = pairs.T
    sales = Sales.of(np.arange(who.size), time=day, margin_minor=np.ones(who.size, dtype=int))
    met = Exposures.of(buyer, author=who.size + who[friend], content=product[friend], time=day[friend])
    assert np.mean(met.time < day[buyer]) < 0.46
    return sales, met


def test_reviewers_who_trust_each_other_are_not_said_to_move_each_other() -> None:
    made = timing_test(*reviewers(), window=90.0, permutations=39)
    assert not made.claimable
    assert made.before < made.after


@pytest.mark.truth
def test_the_fit_credits_next_to_nothing_to_reviewers_who_trust_each_other() -> None:
    sales, met = reviewers()
    reviews = column("reviews")
    who, day = reviews[:, 0].astype(int), reviews[:, 5] / 86400
    joined = np.full(who.max() + 1, np.inf)
    np.minimum.at(joined, who, day)
    people = 1 + int(met.author.max())
    since = np.append(joined[who], np.full(people - who.size, day.min()))
    found = fit_exposure_effects(sales, met, since=since, people=people, half_lives=(3.0, 12.0))
    sales = replace(sales, margin_minor=np.full(sales.size, 10_000))
    made = allocate(*found.applied(sales, met), incrementality=1.0, people=people, entries=False)
    assert made.given.sum() < 0.005 * made.total, "4 % where likeness is left out"


def test_doctors_who_know_each_other_are_not_said_to_move_each_other() -> None:
    (told,) = saved(needed("adoption/medInnovations.rdata")).values()
    field = {name: np.array(values, dtype=float) for name, values in told.items()}
    place = {(city, one): row for row, (city, one) in enumerate(zip(field["city"], field["id"], strict=True))}
    named = [
        (row, place[city, one])
        for name in told
        if name.startswith("net")
        for row, (city, one) in enumerate(zip(field["city"], field[name], strict=True))
        if (city, one) in place
    ]
    doctor, friend = np.unique(np.array(named), axis=0).T
    month = field["toa"]
    adopted = month < 18
    sales = Sales.of(np.flatnonzero(adopted), time=month[adopted], margin_minor=np.ones(adopted.sum(), dtype=int))
    heard = adopted[friend]
    met = Exposures.of(doctor[heard], author=friend[heard], content=friend[heard], time=month[friend[heard]])
    for window in (2.0, 3.0, 4.0, 6.0):
        made = timing_test(sales, met, window=window, since=1.0, until=17.0)
        assert not made.claimable, made
    found = fit_exposure_effects(sales, met, since=1.0, until=17.0, season=1.0, horizon=12.0)
    assert (found.settled, found.effect[0]) == (False, 0.0)
