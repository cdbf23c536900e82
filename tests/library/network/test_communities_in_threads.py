"""Large graphs are searched in batches that threads share: the same communities, whoever decides."""

import networkx as nx
import numpy as np
import pytest

from agora_analytics.network import Graph, communities, levels, modularity, moving
from agora_analytics.network import leiden as search
from tests.library.network.graphs import connected, karate, ours, weighted


@pytest.fixture(autouse=True)
def every_graph_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Batches from the first tie on, and further threads too where there are cores."""
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    monkeypatch.setattr(moving, "LARGE", 1)
    monkeypatch.setattr(moving, "WORTH", 1)
    monkeypatch.setattr("agora_analytics.arrays.WORK_WORTH_A_THREAD", 1)


def labels(graph: Graph, monkeypatch: pytest.MonkeyPatch, *, threads: int, seed: int = 3) -> list[int]:
    monkeypatch.setenv("OMP_NUM_THREADS", str(threads))
    return communities(graph, iterations=1, seed=seed).label.tolist()


@pytest.mark.parametrize("weight", [None, "weight"])
def test_one_two_and_four_threads_give_the_same_communities(
    weight: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph = ours(weighted(600, 0.01, seed=6), weight=weight)
    alone = labels(graph, monkeypatch, threads=1)
    assert len(set(alone)) > 5
    for threads in (2, 4):
        assert labels(graph, monkeypatch, threads=threads) == alone
    assert labels(graph, monkeypatch, threads=2, seed=4) != alone


ADVERSARIES = {
    "a star": nx.star_graph(500),
    "a path": nx.path_graph(900),
    "a grid": nx.grid_2d_graph(30, 30),
    "two halves all tied to each other": nx.complete_bipartite_graph(30, 40),
    "everybody tied to everybody": nx.complete_graph(60),
    "cliques on a ring": nx.ring_of_cliques(40, 6),
    "hubs": nx.barabasi_albert_graph(1500, 2, seed=1),
    "a tree": nx.balanced_tree(3, 6),
    "barbells": nx.disjoint_union_all([nx.barbell_graph(8, 3)] * 30),
    "too few ties": nx.gnm_random_graph(2000, 1900, seed=4),
}


@pytest.mark.parametrize("name", ADVERSARIES)
def test_communities_decided_in_batches_are_connected(name: str) -> None:
    graph = ours(nx.convert_node_labels_to_integers(ADVERSARIES[name]))
    for seed in range(3):
        assert connected(graph, communities(graph, seed=seed).label)


@pytest.mark.parametrize("name", ADVERSARIES)
def test_batches_reach_what_the_reference_reaches(name: str) -> None:
    peer = nx.convert_node_labels_to_integers(ADVERSARIES[name])
    reference = nx.community.modularity(peer, nx.community.louvain_communities(peer, seed=1))
    assert max(communities(ours(peer), seed=seed).quality for seed in range(3)) >= reference - 0.005


def test_the_karate_club_is_solved_in_batches_too() -> None:
    assert max(communities(karate(), seed=seed).quality for seed in range(20)) == pytest.approx(0.4197896, abs=5e-8)


def test_no_single_person_gains_by_moving_once_a_search_in_batches_has_settled() -> None:
    graph = ours(weighted(60, 0.1, seed=2), weight="weight")
    reached = communities(graph, iterations=50)
    assert reached.settled
    for person in range(60):
        for other in range(reached.size.size + 1):
            label = reached.label.copy()
            label[person] = other
            assert modularity(graph, label) <= reached.quality + 1e-9


def test_two_who_would_change_places_do_not_both_move() -> None:
    pair = Graph.from_edges([0, 1], [1, 0]).undirected()
    level = levels.Level(pair.start, pair.target, np.zeros(0), np.ones(2), 0.1, 1.0)
    label = moving.moved(level, np.arange(2, dtype=np.int32), np.random.default_rng(1), sweeps=1)
    assert label[0] == label[1]


def test_putting_a_graph_in_another_order_keeps_its_ties() -> None:
    graph = ours(weighted(40, 0.2, seed=3), weight="weight").undirected()
    weight = np.zeros(0) if graph.weight is None else graph.weight
    level = levels.Level(graph.start, graph.target, weight, np.arange(40.0), 0.1, 1.0)
    order = np.random.default_rng(1).permutation(40).astype(np.int32)
    there = levels.arranged(level, order)
    back = levels.arranged(there, np.argsort(order).astype(np.int32))
    for before, after in zip(level[:4], back[:4], strict=True):
        assert np.array_equal(before, after)
    assert not np.array_equal(there.target, level.target)


def test_small_graphs_are_not_put_in_another_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moving, "LARGE", 10**9)
    monkeypatch.setattr(search, "arranged", None)
    assert communities(karate()).size.size == 4
