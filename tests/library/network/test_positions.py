"""Where people stand: cores, structural holes, reciprocity; networkx is the witness."""

import networkx as nx
import numpy as np
import pytest

from agora_analytics.errors import NotEnoughData
from agora_analytics.network import Graph, constraint, core_numbers, effective_size, reciprocity
from tests.library.network.graphs import karate, ours, weighted
from tests.library.pages import table

GRAPHS = [
    nx.karate_club_graph(),
    nx.gnp_random_graph(120, 0.06, seed=1),
    nx.barabasi_albert_graph(200, 5, seed=2),
    nx.gnp_random_graph(60, 0.1, seed=3, directed=True),
]


@pytest.mark.parametrize("peer", GRAPHS)
def test_core_numbers_agree_with_networkx(peer: nx.Graph) -> None:
    stated = nx.core_number(nx.Graph(peer))
    assert core_numbers(ours(peer)).tolist() == [stated[v] for v in range(len(stated))]


def test_the_innermost_core_of_the_karate_club_holds_ten_people() -> None:
    cores = core_numbers(karate())
    assert (cores.max(), (cores == 4).sum()) == (4, 10)


def test_the_karate_club_has_the_constraint_of_the_page() -> None:
    found, size = constraint(karate()), effective_size(karate())
    rows = table("ties", "Karate club")
    assert len(rows) == 4
    for node, stated, stated_size in rows:
        assert found[int(node)] == pytest.approx(float(stated), abs=5e-7)
        assert size[int(node)] == pytest.approx(float(stated_size), abs=5e-4)


@pytest.mark.parametrize("directed", [False, True])
def test_structural_holes_with_weights_agree_with_networkx(directed: bool) -> None:
    peer = weighted(30, 0.25, seed=4, directed=directed)
    peer.remove_edges_from(list(peer.edges(7)) + [(u, 7) for u in list(peer) if peer.has_edge(u, 7)])
    graph = ours(peer, weight="weight")
    people = [v for v in range(30) if v != 7]
    burt = nx.constraint(peer, weight="weight")
    # named people go through networkx's own definition; its matrix form for all differs from that where there are weights
    size = nx.effective_size(peer, nodes=people, weight="weight")
    np.testing.assert_allclose(constraint(graph)[people], [burt[v] for v in people], rtol=1e-12)
    np.testing.assert_allclose(effective_size(graph)[people], [size[v] for v in people], rtol=1e-12)
    assert np.isnan(constraint(graph)[7])
    assert effective_size(graph)[7] == 0


def test_effective_size_without_weights_is_contacts_less_their_mean_ties_to_each_other() -> None:
    peer = nx.gnp_random_graph(60, 0.15, seed=5)
    among = [peer.subgraph(peer[v]).number_of_edges() for v in peer]
    stated = [peer.degree(v) - 2 * t / peer.degree(v) for v, t in enumerate(among)]
    assert effective_size(ours(peer)).tolist() == pytest.approx(stated)


@pytest.mark.parametrize("seed", [1, 2])
def test_reciprocity_agrees_with_networkx_and_marks_the_answered(seed: int) -> None:
    peer = nx.gnp_random_graph(50, 0.2, seed=seed, directed=True)
    graph = ours(peer)
    found = reciprocity(graph)
    assert found.overall == pytest.approx(nx.overall_reciprocity(peer))
    assert found.answered.tolist() == [peer.has_edge(v, u) for u, v in zip(graph.source, graph.target, strict=True)]
    assert found.weighted == pytest.approx(found.overall)


def test_weighted_reciprocity_is_all_where_both_give_alike() -> None:
    assert reciprocity(Graph.from_edges([0, 1], [1, 0], [2.0, 2.0])).weighted == pytest.approx(1)
    with pytest.raises(NotEnoughData, match="nobody points"):
        reciprocity(Graph.from_edges([0, 1], [0, 1]))
