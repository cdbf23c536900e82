import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agora_analytics.errors import InvalidInput, NotEnoughData
from agora_analytics.network import Graph, adjusted_rand_index, normalized_mutual_information, stability
from tests.library.network.graphs import connected, karate, ours

GROUPS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=2, max_size=40)


@settings(max_examples=60, deadline=None)
@given(GROUPS)
def test_agreement_is_counted_as_defined(rows: list[tuple[int, int]]) -> None:
    one, other = (np.array(column) for column in zip(*rows, strict=True))
    upper = np.triu_indices(one.size, 1)
    a, b = (one[:, None] == one)[upper], (other[:, None] == other)[upper]
    both, ours_, theirs, pairs = (a & b).sum(), a.sum(), b.sum(), a.size
    chance, most = ours_ * theirs / pairs, (ours_ + theirs) / 2
    assert adjusted_rand_index(one, other) == pytest.approx((both - chance) / (most - chance) if most > chance else 1.0)
    joint = np.histogram2d(one, other, bins=[range(6), range(6)])[0] / one.size
    entropies = [-(p[p > 0] * np.log(p[p > 0])).sum() for p in (joint.sum(1), joint.sum(0), joint.ravel())]
    apart = entropies[0] + entropies[1]
    stated = 2 * (apart - entropies[2]) / apart if apart > 0 else 1.0
    assert normalized_mutual_information(one, other) == pytest.approx(stated)
    assert normalized_mutual_information(one, 7 - one) == pytest.approx(1.0)


def test_groupings_of_different_people_are_not_compared() -> None:
    for measure in (adjusted_rand_index, normalized_mutual_information):
        with pytest.raises(InvalidInput, match="other"):
            measure([0, 1], [0])
        with pytest.raises(NotEnoughData):
            measure([], [])


def test_planted_groups_are_stable_and_certain() -> None:
    peer = nx.planted_partition_graph(6, 30, 0.5, 0.01, seed=1)
    found = stability(ours(peer), seeds=6)
    assert (found.mean_nmi, found.mean_ari) == pytest.approx((1.0, 1.0))
    assert found.certainty.min() == 1.0
    assert normalized_mutual_information(found.consensus.label, np.repeat(np.arange(6), 30)) == pytest.approx(1.0)


def test_a_random_graph_has_communities_that_are_not_stable() -> None:
    found = stability(ours(nx.gnp_random_graph(300, 0.03, seed=1)), seeds=6)
    assert found.mean_ari < 0.6
    assert found.quality.min() > 0.25  # high modularity, and yet nothing is there
    assert found.certainty.mean() < 0.9
    assert connected(ours(nx.gnp_random_graph(300, 0.03, seed=1)), found.consensus.label)


def test_somebody_between_two_groups_is_the_least_certain() -> None:
    edges = [(u, v) for group in (range(5), range(5, 10)) for u in group for v in group if u < v]
    source, target = np.array([*edges, (10, 0), (10, 1), (10, 5), (10, 6)]).T
    found = stability(Graph.from_edges(source, target), seeds=20)
    assert found.certainty.argmin() == 10
    assert found.certainty[:10].min() == 1.0


def test_the_club_is_nearly_the_same_for_every_seed() -> None:
    found = stability(karate(), seeds=20)
    assert found.labels.shape == (20, 34)
    assert np.array_equal(found.nmi, found.nmi.T)
    assert found.mean_nmi > 0.85
    with pytest.raises(InvalidInput, match="seeds"):
        stability(karate(), seeds=1)


def test_seeds_after_the_first_are_counted_upwards() -> None:
    early, late = stability(karate(), seeds=3, seed=0), stability(karate(), seeds=3, seed=1)
    assert np.array_equal(early.labels[1:], late.labels[:2])
