"""Who trusts whom on Epinions: the figures the Stanford collection publishes with the data; absent data skip."""

from pathlib import Path

import numpy as np
import pytest

from agora_analytics.network import Graph, communities, components, embeddedness
from tests.library.network.graphs import connected

FILE = Path(__file__).resolve().parents[4] / "shared" / "data" / "graphs" / "soc-Epinions1.txt.gz"
TRIANGLES, LARGEST = 1_624_481, 75_877  # snap.stanford.edu/data/soc-Epinions1.html


@pytest.fixture(scope="module")
def trust() -> Graph:
    if not FILE.exists():
        pytest.skip(f"PUBLISHED FIGURES NOT CHECKED: {FILE.name} is absent, put it at ../shared/data/graphs")
    source, target = np.loadtxt(FILE, dtype=np.int64, comments="#").T
    return Graph.from_edges(source, target)


def test_shared_neighbours_add_up_to_the_published_triangles(trust: Graph) -> None:
    assert embeddedness(trust).common.sum() == 3 * TRIANGLES


def test_the_largest_component_has_the_published_size(trust: Graph) -> None:
    assert components(trust.source, trust.target, nodes=trust.nodes).size[0] == LARGEST


@pytest.mark.truth
def test_communities_of_real_people_are_connected(trust: Graph) -> None:
    assert connected(trust, communities(trust, iterations=1).label)
