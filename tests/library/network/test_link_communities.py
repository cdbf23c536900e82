import networkx as nx
import numpy as np
import pytest
from scipy.cluster.hierarchy import fcluster, linkage

from agora_analytics.errors import InvalidInput, NotEnoughData
from agora_analytics.network import Graph, LinkCommunities, adjusted_rand_index, link_communities
from tests.library.network.graphs import SHARED, karate, ours
from tests.library.pages import table


def distances(peer: nx.Graph, edges: list[tuple[int, int]]) -> np.ndarray:
    """One less the similarity of each two ties, 1 where they share nobody: the published definition."""
    near = {v: {v, *peer[v]} for v in peer}
    apart = []
    for i, first in enumerate(edges):
        for second in edges[i + 1 :]:
            shared = set(first) & set(second)
            a, b = (near[(set(edge) - shared).pop()] if shared else set() for edge in (first, second))
            apart.append(1 - len(a & b) / len(a | b) if shared else 1.0)
    return np.array(apart)


def density(edges: list[tuple[int, int]], label: np.ndarray) -> float:
    total = 0.0
    for c in np.unique(label):
        own = [edge for edge, at in zip(edges, label, strict=True) if at == c]
        m, n = len(own), len({v for edge in own for v in edge})
        total += m * (m - (n - 1)) / ((n - 2) * (n - 1)) if n > 2 else 0.0
    return 2 * total / len(edges)


@pytest.mark.parametrize("peer", [nx.karate_club_graph(), nx.gnp_random_graph(30, 0.2, seed=3), nx.Graph(SHARED)])
def test_ties_are_grouped_as_by_single_linkage_at_the_highest_density(peer: nx.Graph) -> None:
    found = link_communities(ours(peer))
    edges = list(zip(found.one.tolist(), found.other.tolist(), strict=True))
    tree = linkage(distances(peer, edges), "single")
    cuts = [fcluster(tree, height + 1e-9, "distance") for height in np.unique(tree[tree[:, 2] < 1 - 1e-9, 2])]
    best = max(density(edges, cut) for cut in cuts)
    assert found.density == pytest.approx(best)
    assert found.density == pytest.approx(density(edges, found.label))
    same = [cut for cut in cuts if adjusted_rand_index(cut, found.label) == pytest.approx(1.0)]
    assert same


def members(found: LinkCommunities) -> list[str]:
    return [
        ", ".join(str(v) for v in found.person[found.community == c].tolist())
        for c in range(int(found.label.max()) + 1)
    ]


def test_two_circles_that_share_a_person_both_hold_that_person() -> None:
    found = link_communities(Graph.from_edges(*np.array(SHARED).T))
    rows = table("communities", "Two circles")
    assert [people for _, people, _ in rows] == members(found)
    assert [int(ties) for _, _, ties in rows] == np.bincount(found.label).tolist()
    assert found.ties[found.person == 3].tolist() == [3, 3]


def test_memberships_tell_every_end_of_every_tie() -> None:
    found = link_communities(karate())
    assert found.ties.sum() == 2 * found.one.size
    assert np.all(np.diff(np.bincount(found.label)) <= 0)


def test_a_stated_threshold_is_kept() -> None:
    alone, joined = link_communities(karate(), threshold=1.0), link_communities(karate(), threshold=0.0)
    assert alone.label.max() > link_communities(karate()).label.max() > joined.label.max() == 0
    assert (alone.threshold, joined.threshold) == (1.0, 0.0)


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(InvalidInput, match="threshold: must be at most 1"):
        link_communities(karate(), threshold=1.5)
    with pytest.raises(InvalidInput, match="most_pairs=10"):
        link_communities(karate(), most_pairs=10)
    with pytest.raises(NotEnoughData):
        link_communities(Graph.from_edges([], [], nodes=2))
