"""How far communities depend on the luck of the search, and what many searches agree on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from agora_analytics.arrays import Floats, Ints, whole
from agora_analytics.network.communities import Communities, Quality, communities
from agora_analytics.network.graph import Graph
from agora_analytics.network.partitions import adjusted_rand_index, normalized_mutual_information


@dataclass(frozen=True)
class Stability:
    """The same search under several seeds, and what they agree on."""

    labels: Ints  # (seeds, nodes) the community of each node under each seed
    quality: Floats  # (seeds,)
    nmi: Floats  # (seeds, seeds) normalized mutual information of each two groupings
    ari: Floats  # (seeds, seeds) adjusted Rand index of each two groupings
    consensus: Communities  # what most seeds agree on; its quality is that of the agreement, not of the graph
    certainty: (
        Floats  # (nodes,) share of the seeds in which the node stays with most of its consensus community, 0 to 1
    )

    @property
    def mean_nmi(self) -> float:
        """The mean over each two seeds; 1 says that the seed does not matter."""
        return _mean_apart(self.nmi)

    @property
    def mean_ari(self) -> float:
        """The mean over each two seeds; 1 says that the seed does not matter."""
        return _mean_apart(self.ari)


def stability(
    graph: Graph,
    *,
    seeds: int = 20,
    quality: Quality = "modularity",
    resolution: float = 1.0,
    iterations: int = 2,
    seed: int = 0,
) -> Stability:
    """How alike the communities of many seeds are, pair by pair, and the communities that most of them agree on.

    graph, quality, resolution, iterations: as in `communities`; seeds: how many, from `seed` upwards. The consensus is
    `communities` once more on the ties whose ends are together in more than half of the seeds, each weighing that share.
    Returns all groupings, their agreement, the consensus and each node's certainty.
    Raises InvalidInput for fewer than 2 seeds, and whatever `communities` raises.
    Assumes: seeds differ by the order of visits only; the ties are taken as given, without error.
    Misleads when: read as proof that communities are real: a search can be stable and its groups mean nothing.
    Source: Lancichinetti and Fortunato (2012), Scientific Reports 2; Good et al. (2010), Phys. Rev. E 81, on near optima.

    >>> found = stability(Graph.from_edges([0, 1, 2, 3, 4, 5, 2], [1, 2, 0, 4, 5, 3, 3]), seeds=5)
    >>> found.mean_nmi, found.consensus.label.tolist(), found.certainty.tolist()
    (1.0, [0, 0, 0, 1, 1, 1], [1.0, 1.0, 1.0, 1.0, 1.0, 1.0])
    """
    whole(seeds, name="seeds", low=2)  # one cannot be compared
    whole(seed, name="seed", low=0)
    neighbours = graph.undirected()
    runs = [
        communities(neighbours, quality=quality, resolution=resolution, iterations=iterations, seed=seed + i)
        for i in range(seeds)
    ]
    labels = np.array([run.label for run in runs])
    agreed = _consensus(neighbours, labels, quality=quality, resolution=resolution, seed=seed)
    return Stability(
        labels=labels,
        quality=np.array([run.quality for run in runs]),
        nmi=_compare(labels, normalized_mutual_information),
        ari=_compare(labels, adjusted_rand_index),
        consensus=agreed,
        certainty=_certainty(labels, agreed.label),
    )


def _consensus(neighbours: Graph, labels: Ints, *, quality: Quality, resolution: float, seed: int) -> Communities:
    one, other = neighbours.pairs()
    together = np.zeros(one.size)
    for label in labels:
        together += label[one] == label[other]
    share = together / len(labels)
    held = share > 0.5
    agreed = Graph.from_edges(one[held], other[held], share[held], nodes=neighbours.nodes)
    return communities(agreed, quality=quality, resolution=resolution, seed=seed)


def _compare(labels: Ints, measure: Callable[[Ints, Ints], float]) -> Floats:
    found = np.eye(len(labels))
    for i, one in enumerate(labels):
        for j, other in enumerate(labels[:i]):
            found[i, j] = found[j, i] = measure(one, other)
    return found


def _certainty(labels: Ints, consensus: Ints) -> Floats:
    """For each seed, a consensus community is where most of its nodes are; who is there has stayed."""
    stayed = np.zeros(consensus.size)
    for label in labels:
        width = int(label.max()) + 1
        cells, members = np.unique(consensus * width + label, return_counts=True)
        order = np.lexsort((-members, cells // width))
        first = np.unique(cells[order] // width, return_index=True)[1]
        most = cells[order][first] % width
        stayed += label == most[consensus]
    return stayed / len(labels)


def _mean_apart(matrix: Floats) -> float:
    return float(matrix[np.triu_indices(len(matrix), 1)].mean())
