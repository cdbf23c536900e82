import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agora_analytics.errors import InvalidInput, NotEnoughData
from agora_analytics.network import (
    Graph,
    communities,
    constant_potts,
    modularity,
    normalized_mutual_information,
    stability,
)
from agora_analytics.network.leiden import _connected_parts
from tests.library.network.graphs import connected, karate, ours, weighted
from tests.library.pages import table

EDGES = st.lists(st.tuples(st.integers(0, 19), st.integers(0, 19), st.integers(0, 3)), min_size=1, max_size=60)


def test_the_best_of_some_seeds_reaches_the_optimum_of_the_karate_club() -> None:
    (optimum, groups), *_ = table("communities", "Karate club")
    found = max((communities(karate(), seed=seed) for seed in range(20)), key=lambda run: run.quality)
    assert found.quality == pytest.approx(float(optimum), abs=5e-8)
    assert found.size.tolist() == [int(size) for size in groups.split(", ")]


@settings(max_examples=80, deadline=None)
@given(EDGES, st.sampled_from([("modularity", 1.0), ("modularity", 0.2), ("cpm", 0.05), ("cpm", 0.5)]))
def test_communities_are_connected_whatever_the_ties(edges: list[tuple[int, int, int]], how: tuple) -> None:
    source, target, weight = (np.array(column) for column in zip(*edges, strict=True))
    heavy = (source != target) & (weight > 0)
    graph = Graph.from_edges(source, target, weight, nodes=20)
    if not heavy.any():
        with pytest.raises(NotEnoughData, match="no tie carries any weight"):
            communities(graph, quality=how[0], resolution=how[1])
        return
    found = communities(graph, quality=how[0], resolution=how[1])
    assert connected(Graph.from_edges(source[heavy], target[heavy], nodes=20), found.label)
    assert found.size.tolist() == np.bincount(found.label).tolist()
    assert np.all(np.diff(found.size) <= 0)


def test_a_community_in_pieces_is_parted() -> None:
    graph = Graph.from_edges([0, 2, 3, 1], [1, 3, 4, 2]).undirected()
    found = _connected_parts(graph.start, graph.target, np.array([0, 0, 1, 0, 0], dtype=np.int32))
    assert found.tolist() == [0, 0, 1, 2, 2]


def test_communities_of_a_sparse_network_are_connected() -> None:
    graph = ours(nx.gnm_random_graph(3000, 3600, seed=4))
    assert connected(graph, communities(graph, iterations=1).label)


@settings(max_examples=40, deadline=None)
@given(EDGES, st.integers(0, 3))
def test_no_single_person_gains_by_moving_once_the_search_has_settled(
    edges: list[tuple[int, int, int]], seed: int
) -> None:
    source, target, weight = (np.array(column) for column in zip(*edges, strict=True))
    graph = Graph.from_edges(source, target, weight + 1, nodes=20)
    if np.all(source == target):
        return
    found = communities(graph, iterations=50, seed=seed)
    assert found.settled
    for person in range(20):
        for other in range(found.size.size + 1):
            label = found.label.copy()
            label[person] = other
            assert modularity(graph, label) <= found.quality + 1e-9


def test_the_qualities_are_those_of_their_definitions() -> None:
    peer = weighted(40, 0.2, seed=3)
    label = np.random.default_rng(1).integers(0, 5, 40)
    groups = [set(np.flatnonzero(label == c).tolist()) for c in range(5)]
    graph = ours(peer, weight="weight")
    stated = nx.community.modularity(peer, groups, weight="weight", resolution=1.3)
    assert modularity(graph, label, resolution=1.3) == pytest.approx(stated)
    inside = [peer.subgraph(group).size(weight="weight") for group in groups]
    pairs = [len(group) * (len(group) - 1) / 2 for group in groups]
    assert constant_potts(graph, label, resolution=0.3) == pytest.approx(sum(inside) - 0.3 * sum(pairs))
    found = communities(graph, quality="cpm", resolution=0.3)
    assert found.quality == pytest.approx(constant_potts(graph, found.label, resolution=0.3))


def test_a_ring_of_cliques_is_merged_by_modularity_and_kept_by_constant_potts() -> None:
    ring = ours(nx.ring_of_cliques(30, 5))  # the resolution limit's own example
    assert communities(ring).size.max() > 5
    assert communities(ring, quality="cpm", resolution=0.5).size.tolist() == [5] * 30


@pytest.mark.parametrize("quality", ["modularity", "cpm"])
def test_planted_groups_are_found(quality: str) -> None:
    peer = nx.planted_partition_graph(8, 25, 0.6, 0.01, seed=2)
    resolution = 1.0 if quality == "modularity" else 0.15
    found = communities(ours(peer), quality=quality, resolution=resolution)  # type: ignore[arg-type]
    assert normalized_mutual_information(found.label, np.repeat(np.arange(8), 25)) == pytest.approx(1.0)


def test_groups_of_the_published_benchmark_are_found() -> None:
    peer = nx.LFR_benchmark_graph(1000, 3, 1.5, 0.1, average_degree=10, min_community=30, seed=10)
    truth = np.empty(1000, dtype=np.int64)
    for number, group in enumerate({frozenset(peer.nodes[v]["community"]) for v in peer}):
        truth[list(group)] = number
    found = [normalized_mutual_information(communities(ours(peer), seed=seed).label, truth) for seed in range(10)]
    assert min(found) >= 0.95


def test_the_same_seed_gives_the_same_and_weights_scale_out() -> None:
    peer = weighted(200, 0.05, seed=6)
    graph = ours(peer, weight="weight")
    one, again = communities(graph, seed=3), communities(graph, seed=3)
    assert one.label.tolist() == again.label.tolist()
    heavier = Graph(graph.start, graph.target, graph.weight * 1024)  # type: ignore[operator]
    assert communities(heavier, seed=3).label.tolist() == one.label.tolist()


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"quality": "best"}, "quality"),
        ({"resolution": 0.0}, "resolution"),
        ({"resolution": float("nan")}, "resolution"),
        ({"iterations": 0}, "iterations"),
    ],
)
def test_what_cannot_be_is_refused_by_name(change: dict, column: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        communities(karate(), **change)
    assert caught.value.column == column


def test_nobody_and_strangers_cannot_be_grouped() -> None:
    for graph in (Graph.from_edges([], []), Graph.from_edges([1], [1], nodes=3)):
        with pytest.raises(NotEnoughData):
            communities(graph)
        with pytest.raises(NotEnoughData):
            stability(graph, seeds=2)
    with pytest.raises(InvalidInput, match="label, row 1"):
        modularity(karate(), [0, -1] * 17)
    with pytest.raises(InvalidInput, match="label"):
        modularity(karate(), [0, 1])
