import numpy as np
import pytest

from agora_analytics.errors import InvalidInput, NotConverged, NotEnoughData
from agora_analytics.influence import maximize_spread, reach
from agora_analytics.network.graph import Graph
from tests.library.influence.worlds import DIAMOND, PATH, drawn, exact_best, exact_spread

GREEDY = 1 - 1 / np.e


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("k", [1, 3])
def test_bounds_hold_the_true_reach_and_the_true_best(seed: int, k: int) -> None:
    graph = drawn(seed)
    found = maximize_spread(graph, k, 0.1, seed=seed)
    true, best = exact_spread(graph, tuple(found.seeds.tolist())), exact_best(graph, k)
    assert found.lower <= true <= best <= found.upper
    assert true >= (GREEDY - 0.1) * best
    assert found.ratio == pytest.approx(found.lower / found.upper)
    assert found.ratio >= GREEDY - 0.1
    assert abs(found.spread - true) < 4 * found.standard_error + 1e-9


@pytest.mark.parametrize("seed", range(4))
def test_value_is_reached_rather_than_heads_where_customers_differ(seed: int) -> None:
    graph = drawn(seed)
    worth = np.random.default_rng(seed).pareto(1.0, 7) * 100
    found = maximize_spread(graph, 2, 0.1, weights=worth, seed=seed)
    true, best = exact_spread(graph, tuple(found.seeds.tolist()), worth), exact_best(graph, 2, worth)
    assert found.lower <= true <= best <= found.upper
    assert true >= (GREEDY - 0.1) * best
    assert abs(found.spread - true) < 4 * found.standard_error + 1e-9


def test_precious_customers_turn_the_choice() -> None:
    # 0 reaches three of little worth, 5 reaches two of great worth
    graph = Graph.from_edges([0, 0, 0, 5, 5], [1, 2, 3, 4, 6], [0.9] * 5)
    assert maximize_spread(graph, 1, 0.2, seed=1).seeds.tolist() == [0]
    assert maximize_spread(graph, 1, 0.2, weights=[1, 1, 1, 1, 50, 1, 50], seed=1).seeds.tolist() == [5]


def test_bounds_fail_no_more_often_than_they_say() -> None:
    graph = drawn(2)
    best = exact_best(graph, 2)
    truth = {pair: exact_spread(graph, pair) for pair in [(a, b) for a in range(7) for b in range(7) if a != b]}
    wrong = 0
    for seed in range(100):
        found = maximize_spread(graph, 2, 0.4, failure=0.5, seed=seed)
        wrong += not (found.lower <= truth[tuple(found.seeds.tolist())] and best <= found.upper)
    assert wrong <= 50


def test_without_bonds_the_richest_are_chosen_for_certain() -> None:
    graph = Graph.from_edges([], [], [], nodes=5)
    found = maximize_spread(graph, 2, 0.1, weights=[1.0, 0.0, 7.0, 9.0, 2.0], seed=1)
    assert sorted(found.seeds.tolist()) == [2, 3]
    assert (found.lower, found.standard_error > 0) == (16.0, True)


def test_everybody_as_seed_reaches_everybody() -> None:
    found = maximize_spread(PATH, 3, 0.1, seed=1)
    assert sorted(found.seeds.tolist()) == [0, 1, 2]
    assert (found.spread, found.standard_error, found.lower, found.upper, found.ratio) == (3, 0, 3, 3, 1)


def test_seeds_are_distinct_also_when_one_reaches_all() -> None:
    certain = Graph.from_edges([0, 1, 2], [1, 2, 0], [1.0] * 3)
    assert np.unique(maximize_spread(certain, 2, 0.3, seed=1).seeds).size == 2


def test_the_same_seed_gives_the_same_answer() -> None:
    one, two, other = (maximize_spread(drawn(1), 2, 0.1, seed=seed) for seed in (4, 4, 5))
    assert (one.spread, one.lower, one.upper) == (two.spread, two.lower, two.upper)
    assert one.spread != other.spread


@pytest.mark.parametrize(
    ("k", "epsilon", "said"),
    [(0, 0.1, "k: must be at least 1"), (5, 0.1, "k: must be at most 4"), (1, 0.0, "epsilon"), (1, 0.7, "epsilon"), (1, np.nan, "epsilon")],
)  # fmt: skip
def test_impossible_choices_are_refused(k: int, epsilon: float, said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        maximize_spread(DIAMOND, k, epsilon, seed=1)


def test_impossible_graphs_are_refused() -> None:
    with pytest.raises(NotEnoughData, match="no nodes"):
        maximize_spread(Graph.from_edges([], [], []), 1, 0.1, seed=1)
    with pytest.raises(InvalidInput, match="inverse_in_degree"):
        maximize_spread(Graph.from_edges([0], [1]), 1, 0.1, seed=1)
    with pytest.raises(InvalidInput, match="weight, row 0"):
        maximize_spread(Graph.from_edges([0], [1], [2.0]), 1, 0.1, seed=1)
    with pytest.raises(InvalidInput, match="weights: the weights add up to 0"):
        maximize_spread(PATH, 1, 0.1, weights=[0, 0, 0], seed=1)
    with pytest.raises(InvalidInput, match="failure"):
        maximize_spread(PATH, 1, 0.1, failure=1.0, seed=1)


def test_what_memory_would_not_hold_ends_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reach, "MOST_MEMBERS", 500)
    monkeypatch.setattr(reach, "EASY_MEMBERS", 0)
    with pytest.raises(NotConverged, match="raise epsilon"):
        maximize_spread(drawn(1), 2, 0.05, seed=1)
