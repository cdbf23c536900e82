import networkx as nx
import numpy as np
import pytest
from hypothesis import given, reject, settings

from agora_analytics.errors import InvalidInput, NotConverged, NotEnoughData
from agora_analytics.influence import hits
from agora_analytics.network.graph import Graph
from tests.library.influence.worlds import graphs


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_weighted_graphs_agree_with_networkx(seed: int) -> None:
    rng = np.random.default_rng(seed)
    graph = nx.gnp_random_graph(40, 0.2, seed=seed, directed=True)
    for u, v in graph.edges():
        graph[u][v]["weight"] = float(rng.uniform(0.1, 5))
    source, target, weight = zip(*graph.edges(data="weight"), strict=True)
    hubs, authorities = nx.hits(graph, tol=1e-12)
    found = hits(Graph.from_edges(source, target, weight, nodes=40), tolerance=1e-13)
    np.testing.assert_allclose(found.hubs, [hubs[i] for i in range(40)], atol=1e-9)
    np.testing.assert_allclose(found.authorities, [authorities[i] for i in range(40)], atol=1e-9)


@settings(deadline=None, max_examples=60)
@given(graphs())
def test_each_side_explains_the_other(graph: Graph) -> None:
    try:
        found = hits(graph, tolerance=1e-10, iterations=20_000)
    except (NotEnoughData, NotConverged):
        reject()
    weight = np.ones(graph.edges) if graph.weight is None else graph.weight
    pointing = np.bincount(graph.source, weights=weight * found.authorities[graph.target], minlength=graph.nodes)
    np.testing.assert_allclose(found.hubs, pointing / pointing.sum(), atol=1e-8)
    assert found.hubs.sum() == pytest.approx(1)
    assert found.authorities.sum() == pytest.approx(1)


def test_without_edges_or_weight_there_is_nothing_to_explain() -> None:
    for graph in (Graph.from_edges([], [], nodes=3), Graph.from_edges([], []), Graph.from_edges([0], [1], [0.0])):
        with pytest.raises(NotEnoughData, match="neither hubs nor authorities"):
            hits(graph)


def test_bad_searches_are_refused_and_short_ones_told() -> None:
    with pytest.raises(InvalidInput, match="tolerance"):
        hits(Graph.from_edges([0], [1]), tolerance=-1.0)
    with pytest.raises(NotConverged, match="after 1 rounds"):
        hits(Graph.from_edges([0, 0, 1], [1, 2, 2]), iterations=1)
