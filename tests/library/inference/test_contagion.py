import gzip
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from agora_analytics.errors import InvalidInput, NotEnoughData
from agora_analytics.inference import precedence_test, shuffle_test
from agora_analytics.network.graph import Graph
from tests.library.inference.rdata import saved

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
PERIODS = 12


def needed(path: str) -> Path:
    if not (DATA / path).exists():
        pytest.skip(f"REAL WORLD NOT CHECKED: {path} is absent, put it at ../shared/data")
    return DATA / path


def table(name: str) -> np.ndarray:
    with gzip.open(needed(f"ciao/{name}.csv.gz"), "rt") as source:
        return np.loadtxt(source, delimiter=",", skiprows=1, dtype=np.int64)


@cache
def doctors() -> tuple[Graph, np.ndarray, dict[str, np.ndarray]]:
    """Whom each doctor turns to, month of adopting (-1: never within the 17), and what they told of themselves."""
    (told,) = saved(needed("adoption/medInnovations.rdata")).values()
    column = {name: np.array(values, dtype=float) for name, values in told.items()}
    place = {(city, one): row for row, (city, one) in enumerate(zip(column["city"], column["id"], strict=True))}
    named = [
        (row, place[city, one])
        for name in told
        if name.startswith("net")
        for row, (city, one) in enumerate(zip(column["city"], column[name], strict=True))
        if (city, one) in place
    ]
    ties = np.unique(np.array(named), axis=0)
    month = column["toa"].astype(int) - 1
    return Graph.from_edges(ties[:, 0], ties[:, 1], nodes=month.size), np.where(month >= 17, -1, month), column


@pytest.mark.parametrize("effort", [None, "detail2", "nojourn", "city"])
def test_among_doctors_no_word_of_mouth_is_claimed_once_marketing_is_controlled_for(effort: str | None) -> None:
    graph, month, column = doctors()
    strata = None if effort is None else column[effort] > np.median(column[effort])
    if effort == "city":
        strata = column["city"]
    made = shuffle_test(graph, month, strata=strata, shuffles=99, seed=1)
    assert made.adoptions == 109
    assert not made.claims_word_of_mouth
    assert made.low < 0 < made.high
    assert made.shuffled_low < made.alpha < made.shuffled_high


def test_on_ciao_no_word_of_mouth_is_claimed() -> None:
    rows, trust = table("reviews"), table("trust")
    rows = rows[np.argsort(rows[:, 5], kind="stable")]
    rows = rows[np.unique(rows[:, :2], axis=0, return_index=True)[1]]
    graph = Graph.from_edges(trust[:, 0], trust[:, 1], nodes=int(max(rows[:, 0].max(), trust.max())) + 1)
    made = precedence_test(graph, person=rows[:, 0], item=rows[:, 1], time=rows[:, 5], shuffles=20, seed=1)
    assert made.share == pytest.approx(0.457, abs=5e-4)
    assert made.expected == pytest.approx(0.5, abs=0.01)
    assert not made.claims_word_of_mouth


def spread(seed: int, *, influence: float, taste: float, people: int = 1500) -> tuple[Graph, np.ndarray]:
    """People tied to people of like taste; the chance to adopt grows with taste and with friends who have."""
    rng = np.random.default_rng(seed)
    liking = np.sort(rng.normal(size=people))
    near = np.clip(np.repeat(np.arange(people), 4) + rng.integers(-30, 31, 4 * people), 0, people - 1)
    graph = Graph.from_edges(np.repeat(np.arange(people), 4), near, nodes=people)
    when = np.full(people, -1)
    for period in range(PERIODS):
        has = (when >= 0)[graph.target].astype(float)
        active = np.bincount(graph.source, weights=has, minlength=people)
        chance = 1 / (1 + np.exp(3.5 - taste * liking - influence * np.log1p(active)))
        when[(when < 0) & (rng.random(people) < chance)] = period
    return graph, when


def test_shared_taste_is_not_taken_for_word_of_mouth() -> None:
    made = [shuffle_test(*spread(seed, influence=0.0, taste=1.5), shuffles=60, seed=seed) for seed in range(10)]
    assert min(one.low for one in made) > 0, "the naive estimate is fooled every time"
    assert sum(one.claims_word_of_mouth for one in made) <= 2


@pytest.mark.truth
@pytest.mark.parametrize("taste", [0.5, 1.5, 3.0])
def test_however_strong_the_taste_it_is_seldom_taken_for_word_of_mouth(taste: float) -> None:
    made = [shuffle_test(*spread(seed, influence=0.0, taste=taste), shuffles=60, seed=seed) for seed in range(30)]
    assert sum(one.claims_word_of_mouth for one in made) <= 5


def test_where_all_ties_are_mutual_nothing_is_claimed() -> None:
    graph, when = spread(1, influence=1.5, taste=0.5)
    assert not shuffle_test(graph.undirected(), when, shuffles=20, seed=1).claims_word_of_mouth


def test_word_of_mouth_that_is_there_is_found() -> None:
    made = [shuffle_test(*spread(seed, influence=1.5, taste=0.5), shuffles=60, seed=seed) for seed in range(4)]
    assert all(one.claims_word_of_mouth for one in made)


def test_the_same_seed_gives_the_same_answer() -> None:
    graph, when = spread(0, influence=0.5, taste=0.5)
    assert shuffle_test(graph, when, shuffles=20, seed=3) == shuffle_test(graph, when, shuffles=20, seed=3)


def test_followers_who_follow_suit_are_found_and_followed_ones_who_do_are_not() -> None:
    rng = np.random.default_rng(0)
    pairs = Graph.from_edges(np.arange(0, 400, 2), np.arange(1, 400, 2))
    lead, lag = rng.integers(0, 100, 200), rng.integers(1, 20, 200)
    for follower, followed, claims in ((lead + lag, lead, True), (lead, lead + lag, False)):
        time = np.column_stack([follower, followed]).ravel()
        made = precedence_test(pairs, person=np.arange(400), item=np.arange(400) // 2, time=time, seed=1)
        assert (made.share, made.claims_word_of_mouth) == (float(claims), claims)


def test_too_little_cannot_say_yet() -> None:
    ring = Graph.from_edges(np.arange(50), (np.arange(50) + 1) % 50)
    with pytest.raises(NotEnoughData, match="29 adoptions"):
        shuffle_test(ring, np.where(np.arange(50) < 29, np.arange(50) % 5, -1), seed=0)
    with pytest.raises(NotEnoughData, match="no tie joins"):
        shuffle_test(Graph.from_edges([0], [1], nodes=50), np.where(np.arange(50) == 1, -1, np.arange(50) % 5), seed=0)
    with pytest.raises(NotEnoughData, match="cannot say yet"):
        precedence_test(ring, person=[0, 1], item=[0, 0], time=[1, 2], seed=0)


def test_impossible_rows_are_refused_by_name() -> None:
    ring = Graph.from_edges([0, 1], [1, 0])
    with pytest.raises(InvalidInput, match="adopted, row 1"):
        shuffle_test(ring, [0, -2], seed=0)
    with pytest.raises(InvalidInput, match="person, row 1"):
        precedence_test(ring, person=[0, 7], item=[0, 0], time=[1, 2], seed=0)
    with pytest.raises(InvalidInput, match="item, row 1: a person took up an item twice"):
        precedence_test(ring, person=[0, 0], item=[5, 5], time=[1, 2], seed=0)
