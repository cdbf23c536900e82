import networkx as nx
import numpy as np
import pytest

from agora.analytics.influence import pagerank
from tests.analytics.pages import table


def both_ways(graph: nx.Graph) -> tuple[np.ndarray, np.ndarray]:
    edges = np.array(graph.edges())
    return np.concatenate([edges[:, 0], edges[:, 1]]), np.concatenate([edges[:, 1], edges[:, 0]])


def test_the_karate_club_has_the_values_of_the_page() -> None:
    source, target = both_ways(nx.karate_club_graph())
    everywhere = pagerank(source, target, nodes=34).scores
    near_0 = pagerank(source, target, nodes=34, personal=np.eye(34)[0]).scores
    rows = table("influence", "Karate club")
    assert len(rows) == 5
    for node, plain, personal in rows:
        for found, stated in ((everywhere, plain), (near_0, personal)):
            if stated:
                assert found[int(node)] == pytest.approx(float(stated), abs=5e-7)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_weighted_graphs_with_dead_ends_agree_with_networkx(seed: int) -> None:
    rng = np.random.default_rng(seed)
    graph = nx.gnp_random_graph(60, 0.03, seed=seed, directed=True)
    for u, v in graph.edges():
        graph[u][v]["weight"] = float(rng.uniform(0.1, 5))
    source, target, weight = (np.array(c) for c in zip(*graph.edges(data="weight"), strict=True))
    personal = rng.uniform(0.1, 1, 60)
    peer = nx.pagerank(graph, alpha=0.7, personalization=dict(enumerate(personal)), tol=1e-13, max_iter=1000)
    ours = pagerank(source, target, nodes=60, weight=weight, damping=0.7, personal=personal, tolerance=1e-13)
    np.testing.assert_allclose(ours.scores, [peer[i] for i in range(60)], atol=1e-10)
    assert ours.scores.sum() == pytest.approx(1)


def test_an_edge_split_in_two_changes_nothing() -> None:
    whole = pagerank([0, 0, 1], [1, 2, 2], weight=[2.0, 1.0, 1.0], nodes=3).scores
    split = pagerank([0, 0, 0, 1], [1, 1, 2, 2], nodes=3).scores
    np.testing.assert_allclose(whole, split, atol=1e-12)


def test_without_edges_all_are_alike_and_without_people_there_is_nothing() -> None:
    assert pagerank([], [], nodes=4).scores.tolist() == pytest.approx([0.25] * 4)
    assert pagerank([], [], nodes=0).scores.size == 0


def test_the_rounds_and_what_is_left_are_told() -> None:
    short = pagerank([0, 1, 2], [1, 2, 1], nodes=3, iterations=2)
    full = pagerank([0, 1, 2], [1, 2, 1], nodes=3)
    assert (short.iterations, short.residual > full.residual) == (2, True)
    assert full.residual < 1e-10


def test_impossible_edges_are_refused_by_number() -> None:
    with pytest.raises(ValueError, match=r"edge 1 \(0 to 9"):
        pagerank([0, 0], [1, 9], nodes=3)
    with pytest.raises(ValueError, match=r"edge 0 .*weight -1"):
        pagerank([0], [1], weight=[-1.0], nodes=3)
    with pytest.raises(ValueError, match="not all 0"):
        pagerank([0], [1], nodes=2, personal=[0, 0])
    with pytest.raises(ValueError, match="damping"):
        pagerank([0], [1], nodes=2, damping=1.0)
