import numpy as np
import pytest

from agora_analytics.errors import InvalidInput, NotEnoughData
from agora_analytics.influence import independent_cascade, inverse_in_degree
from agora_analytics.network.graph import Graph
from tests.library.influence.worlds import DIAMOND, PATH, RING, drawn, exact_spread
from tests.library.pages import table

TEXTBOOK = {"path of three": PATH, "diamond": DIAMOND, "ring of three": RING}


def test_the_textbook_cascades_of_the_page_are_exact_and_simulated() -> None:
    rows = table("reach", "Worked by hand")
    assert [row[0] for row in rows] == list(TEXTBOOK)
    for name, stated in rows:
        graph = TEXTBOOK[name]
        assert exact_spread(graph, (0,)) == pytest.approx(float(stated), abs=1e-12)
        found = independent_cascade(graph, [0], runs=40_000, seed=3)
        assert abs(found.mean - float(stated)) < 3 * found.standard_error < 0.03


@pytest.mark.parametrize("seed", range(4))
def test_simulated_value_is_that_of_all_outcomes(seed: int) -> None:
    graph, worth = drawn(seed), np.random.default_rng(seed).uniform(0, 100, 7)
    found = independent_cascade(graph, [0, 4], runs=20_000, weights=worth, seed=seed)
    assert abs(found.mean - exact_spread(graph, (0, 4), worth)) < 4 * found.standard_error


def test_the_total_is_the_sum_of_each_persons_chance() -> None:
    worth = np.array([1.0, 10.0, 100.0, 1000.0])
    found = independent_cascade(DIAMOND, [0], runs=500, weights=worth, seed=1)
    assert found.mean == pytest.approx(found.probability @ worth)
    assert found.probability[0] == 1
    assert found.reached.shape == (500,)


def test_the_same_seed_gives_the_same_runs_and_seeds_are_a_set() -> None:
    one = independent_cascade(RING, [2, 0], runs=50, seed=9)
    two = independent_cascade(RING, [0, 2, 2], runs=50, seed=9)
    np.testing.assert_array_equal(one.reached, two.reached)
    assert not np.array_equal(one.reached, independent_cascade(RING, [0, 2], runs=50, seed=10).reached)


def test_certain_edges_reach_all_and_impossible_ones_none() -> None:
    certain, never = (Graph.from_edges([0, 1], [1, 2], [p, p]) for p in (1.0, 0.0))
    assert independent_cascade(certain, [0], runs=5, seed=1).reached.tolist() == [3] * 5
    assert independent_cascade(never, [0], runs=5, seed=1).reached.tolist() == [1] * 5


def test_attention_divided_evenly_sums_to_one_for_each_listener() -> None:
    graph = inverse_in_degree(drawn(5))
    listened = np.bincount(graph.target, weights=graph.weight, minlength=7)
    assert listened[np.bincount(graph.target, minlength=7) > 0] == pytest.approx(1)


def test_what_cannot_spread_is_refused_by_name() -> None:
    with pytest.raises(InvalidInput, match="inverse_in_degree"):
        independent_cascade(Graph.from_edges([0], [1]), [0], seed=1)
    with pytest.raises(InvalidInput, match="weight, row 1: a chance lies"):
        independent_cascade(Graph.from_edges([0, 1], [1, 0], [0.5, 1.5]), [0], seed=1)
    with pytest.raises(InvalidInput, match="seeds, row 1"):
        independent_cascade(PATH, [0, 3], seed=1)
    with pytest.raises(InvalidInput, match="weights, row 2"):
        independent_cascade(PATH, [0], weights=[1.0, 1.0, -1.0], seed=1)
    with pytest.raises(InvalidInput, match="runs"):
        independent_cascade(PATH, [0], runs=1, seed=1)
    with pytest.raises(NotEnoughData, match="no seeds"):
        independent_cascade(PATH, [], seed=1)
    with pytest.raises(NotEnoughData, match="no nodes"):
        independent_cascade(Graph.from_edges([], [], []), [0], seed=1)
