from itertools import combinations

import networkx as nx
import numpy as np
import pytest

from agora_analytics.errors import InvalidInput
from agora_analytics.network import Graph, dispersion, embeddedness
from tests.library.network.graphs import karate, ours

GRAPHS = [
    nx.karate_club_graph(),
    nx.gnp_random_graph(80, 0.15, seed=1),
    nx.gnp_random_graph(70, 0.1, seed=2, directed=True),
    nx.barabasi_albert_graph(150, 6, seed=3),
    nx.complete_graph(70),
    nx.star_graph(9),
]


@pytest.mark.parametrize("peer", GRAPHS)
def test_common_neighbours_of_every_tie_are_those_counted_one_by_one(peer: nx.Graph) -> None:
    found = embeddedness(ours(peer))
    plain = nx.Graph(peer)
    near = {v: set(plain[v]) for v in plain}
    rows = list(zip(found.one.tolist(), found.other.tolist(), strict=True))
    assert rows == sorted((min(u, v), max(u, v)) for u, v in plain.edges())
    assert found.common.tolist() == [len(near[u] & near[v]) for u, v in rows]
    assert found.jaccard.tolist() == pytest.approx([len(near[u] & near[v]) / len(near[u] | near[v]) for u, v in rows])


def test_without_ties_there_are_no_rows() -> None:
    assert embeddedness(Graph.from_edges([], [], nodes=3)).common.size == 0
    assert embeddedness(Graph.from_edges([1, 1], [1, 1], nodes=3)).common.size == 0


@pytest.mark.parametrize("peer", [GRAPHS[0], GRAPHS[1], GRAPHS[3]])
def test_dispersion_agrees_with_networkx(peer: nx.Graph) -> None:
    found = dispersion(ours(peer))
    theirs, normal = nx.dispersion(peer, normalized=False), nx.dispersion(peer)
    rows = list(zip(found.person.tolist(), found.other.tolist(), strict=True))
    assert len(rows) == 2 * peer.number_of_edges()
    assert found.dispersion.tolist() == [theirs[u][v] for u, v in rows]
    assert found.normalized.tolist() == pytest.approx([normal[u][v] for u, v in rows])


def recursive(peer: nx.Graph, u: int, rounds: int) -> dict[int, float]:
    """The published definition, word by word."""
    circle = peer.subgraph(peer[u])
    x = dict.fromkeys(peer[u], 1.0)
    for _ in range(rounds):
        new = {}
        for v in peer[u]:
            shared = set(circle[v])
            total = sum(x[w] ** 2 for w in shared)
            for s, t in combinations(shared, 2):
                if not peer.has_edge(s, t) and not (set(circle[s]) & set(circle[t])) - {v}:
                    total += 2 * x[s] * x[t]
            new[v] = total / len(shared) if shared else 0.0
        x = new
    return x


@pytest.mark.parametrize("rounds", [1, 2, 3])
def test_recursive_dispersion_follows_its_definition(rounds: int) -> None:
    peer = nx.gnp_random_graph(40, 0.25, seed=5)
    found = dispersion(ours(peer), people=[7, 3], rounds=rounds)
    for person in (7, 3):
        rows = found.person == person
        stated = recursive(peer, person, rounds)
        assert dict(zip(found.other[rows].tolist(), found.recursive[rows], strict=True)) == pytest.approx(stated)


def test_the_partner_who_knows_all_circles_has_the_highest_dispersion_and_not_the_most_contacts_shared() -> None:
    # 0 has two circles of five who all know each other; 11 knows two people in each circle
    edges = [(0, v) for v in range(1, 12)]
    edges += [*combinations(range(1, 6), 2), *combinations(range(6, 11), 2), (11, 1), (11, 2), (11, 6), (11, 7)]
    found = dispersion(Graph.from_edges(*np.array(edges).T), people=[0])
    partner = found.other.tolist().index(11)
    assert (found.normalized.argmax(), found.recursive.argmax()) == (partner, partner)
    assert found.common[partner] < found.common.max()


def test_who_to_look_at_must_be_in_the_graph() -> None:
    with pytest.raises(InvalidInput, match=r"people, row 1.*0\.\.33"):
        dispersion(karate(), people=[0, 99])
    with pytest.raises(InvalidInput, match="rounds"):
        dispersion(karate(), rounds=0)
