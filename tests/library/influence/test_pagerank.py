import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agora_analytics.errors import InvalidInput, NotConverged, NotEnoughData
from agora_analytics.influence import pagerank, pagerank_step
from agora_analytics.network.graph import Graph
from tests.library.influence.worlds import graphs
from tests.library.pages import table


def club(*, weighted: bool = False) -> tuple[nx.DiGraph, Graph]:
    graph = nx.karate_club_graph().to_directed()
    source, target, weight = zip(*graph.edges(data="weight"), strict=True)
    return graph, Graph.from_edges(source, target, weight if weighted else None)


def test_the_karate_club_has_the_values_of_the_page() -> None:
    _, ours = club()
    everywhere = pagerank(ours).scores
    near_0 = pagerank(ours, personalisation=np.eye(34)[0]).scores
    rows = table("influence", "Karate club")
    assert len(rows) == 5
    for node, plain, personal in rows:
        for found, stated in ((everywhere, plain), (near_0, personal)):
            if stated:
                assert found[int(node)] == pytest.approx(float(stated), abs=5e-7)


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("near", [None, 0])
def test_the_karate_club_agrees_with_networkx(weighted: bool, near: int | None) -> None:
    theirs, ours = club(weighted=weighted)
    personal = None if near is None else np.eye(34)[near]
    peer = nx.pagerank(
        theirs, personalization=None if near is None else {near: 1}, weight="weight" if weighted else None, tol=1e-14
    )
    found = pagerank(ours, personalisation=personal, tolerance=1e-12).scores
    np.testing.assert_allclose(found, [peer[i] for i in range(34)], atol=1e-9, rtol=1e-9)


@settings(deadline=None, max_examples=60)
@given(graphs(), st.floats(0.1, 0.95), st.data())
def test_it_solves_its_equation(graph: Graph, damping: float, data: st.DataObject) -> None:
    personal = np.array(data.draw(st.lists(st.floats(0.1, 5), min_size=graph.nodes, max_size=graph.nodes)))
    weight = np.ones(graph.edges) if graph.weight is None else graph.weight
    moves = np.zeros((graph.nodes, graph.nodes))
    np.add.at(moves, (graph.source, graph.target), weight)
    restart, out = personal / personal.sum(), moves.sum(axis=1)
    moves = np.where(out[:, None] > 0, moves / np.where(out > 0, out, 1)[:, None], restart)
    exact = np.linalg.solve(np.eye(graph.nodes) - damping * moves.T, (1 - damping) * restart)
    found = pagerank(graph, damping=damping, personalisation=personal, tolerance=1e-13, iterations=2000)
    np.testing.assert_allclose(found.scores, exact, rtol=1e-9)
    assert found.scores.sum() == pytest.approx(1)


@settings(deadline=None, max_examples=60)
@given(graphs(), st.floats(0.1, 0.95))
def test_repeating_the_step_gives_the_same_ranks_after_the_same_rounds(graph: Graph, damping: float) -> None:
    found = pagerank(graph, damping=damping, tolerance=1e-8)
    weight = 1.0 if graph.weight is None else graph.weight
    now, rounds, change = np.full(graph.nodes, 1 / graph.nodes), 0, np.inf
    while change >= 1e-8:
        after = pagerank_step(now, graph.source, graph.target, weight, damping=damping)
        now, rounds, change = after, rounds + 1, np.abs(after - now).sum()
    np.testing.assert_allclose(now, found.scores, rtol=1e-12)
    assert abs(rounds - found.iterations) <= 1


def test_an_edge_split_in_two_and_a_change_of_scale_change_nothing() -> None:
    whole = pagerank(Graph.from_edges([0, 0, 1], [1, 2, 2], [2.0, 1.0, 1.0])).scores
    split = pagerank(Graph.from_edges([0, 0, 0, 1], [1, 1, 2, 2])).scores
    tiny = pagerank(Graph.from_edges([0, 0, 1], [1, 2, 2], np.array([2.0, 1.0, 1.0]) * 1e-300)).scores
    np.testing.assert_allclose(whole, split, atol=1e-12)
    np.testing.assert_allclose(whole, tiny, atol=1e-12)


def test_without_edges_all_are_alike() -> None:
    assert pagerank(Graph.from_edges([], [], nodes=4)).scores.tolist() == pytest.approx([0.25] * 4)


def test_too_few_rounds_are_an_error_that_tells_what_is_left() -> None:
    graph = Graph.from_edges([0, 1, 2], [1, 2, 1])
    with pytest.raises(NotConverged, match=r"after 2 rounds .* allow more iterations"):
        pagerank(graph, iterations=2)
    found = pagerank(graph)
    assert found.residual < 1e-8
    assert found.iterations > 2


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"damping": 1.0}, "damping"),
        ({"damping": 0.0}, "damping"),
        ({"damping": float("nan")}, "damping"),
        ({"tolerance": 0.0}, "tolerance"),
        ({"iterations": 0}, "iterations"),
        ({"personalisation": [1.0, -1.0]}, "personalisation, row 1"),
        ({"personalisation": [0.0, 0.0]}, "give one above 0"),
        ({"personalisation": [1.0]}, "expected 2 rows"),
        ({"personalisation": [1.0, float("nan")]}, "personalisation, row 1"),
    ],
)
def test_impossible_arguments_are_refused_by_name(wrong: dict[str, object], said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        pagerank(Graph.from_edges([0], [1]), **wrong)  # type: ignore[arg-type]


def test_nobody_and_endless_weights_are_refused() -> None:
    with pytest.raises(NotEnoughData, match="no nodes"):
        pagerank(Graph.from_edges([], []))
    with pytest.raises(InvalidInput, match="add up beyond any number"):
        pagerank(Graph.from_edges([0, 0], [1, 0], [1e308, 1e308]))


def test_a_step_refuses_impossible_edges_by_row() -> None:
    with pytest.raises(InvalidInput, match="target, row 1"):
        pagerank_step([0.5, 0.5], [0, 0], [1, 9])
    with pytest.raises(InvalidInput, match="weight, row 0"):
        pagerank_step([0.5, 0.5], [0], [1], [-1.0])
    with pytest.raises(InvalidInput, match="damping"):
        pagerank_step([0.5, 0.5], [0], [1], damping=1.0)
