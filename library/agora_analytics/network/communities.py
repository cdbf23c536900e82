"""Who belongs together: communities of densely tied people, each connected, found by the Leiden algorithm."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from agora_analytics.arrays import Floats, Ints, generator, number, whole
from agora_analytics.errors import InvalidInput, NotEnoughData
from agora_analytics.network.graph import Graph
from agora_analytics.network.leiden import leiden
from agora_analytics.network.levels import Level
from agora_analytics.network.partitions import constant_potts, modularity

Quality = Literal["modularity", "cpm"]


@dataclass(frozen=True)
class Communities:
    """A grouping of the nodes; communities are numbered from the largest, equal ones by their smallest node."""

    label: Ints  # (nodes,) the community of each node, from 0
    size: Ints  # (communities,) nodes
    quality: float  # the quality reached, as `modularity` or `constant_potts` tells it
    settled: bool  # whether the last round changed nothing


def communities(
    graph: Graph, *, quality: Quality = "modularity", resolution: float = 1.0, iterations: int = 2, seed: int = 0
) -> Communities:
    """Communities of high quality by the Leiden algorithm: local moving, refinement, aggregation; all are connected.

    graph: ties in any direction, the weights of both directions added, ties of weight 0 left out; quality: "modularity"
    or "cpm" (constant Potts, where resolution is the density to exceed); resolution: higher gives smaller communities;
    iterations: rounds, at most. Returns each node's community (nodes,); a node without ties is one of its own. Time near
    O(edges) a round. Raises InvalidInput for a quality, resolution or iterations that cannot be, NotEnoughData without
    ties. Assumes: each person belongs to one community; see `link_communities` for several.
    Misleads when: taken as found rather than chosen: seeds differ (see `stability`), a random graph has communities too,
    and modularity merges those with fewer than about √(2 m) ties (Fortunato and Barthélemy 2007, PNAS 104).
    Source: Traag, Waltman and van Eck (2019), Scientific Reports 9, 5233.

    >>> found = communities(Graph.from_edges([0, 1, 2, 3, 4, 5, 2], [1, 2, 0, 4, 5, 3, 3]))
    >>> found.label.tolist(), found.size.tolist(), round(found.quality, 4)
    ([0, 0, 0, 1, 1, 1], [3, 3], 0.3571)
    """
    neighbours = graph.undirected()
    level = _level(neighbours, quality=quality, resolution=resolution)
    whole(iterations, name="iterations", low=1)
    label, settled = leiden(level, iterations=iterations, generator=generator(seed))
    ordered, size = _by_size(label)
    measure = modularity if quality == "modularity" else constant_potts
    return Communities(ordered, size, measure(neighbours, ordered, resolution=resolution), settled)


def _level(neighbours: Graph, *, quality: Quality, resolution: float) -> Level:
    if quality not in {"modularity", "cpm"}:
        raise InvalidInput(f'{quality!r} is not known; choose "modularity" or "cpm"', column="quality")
    number(resolution, name="resolution", above=0)
    tied = _without_zeros(neighbours)
    if not tied.edges:
        raise NotEnoughData("no tie carries any weight: without ties nobody belongs together")
    total = float(tied.edges if tied.weight is None else tied.weight.sum())
    size, gamma = (np.ones(tied.nodes), resolution) if quality == "cpm" else (_strength(tied), resolution / total)
    weight = np.zeros(0) if tied.weight is None else tied.weight
    return Level(tied.start, tied.target, weight, size, gamma, total / tied.edges)


def _strength(tied: Graph) -> Floats:
    """The weight of each node's ties."""
    if tied.weight is None:
        return np.diff(tied.start).astype(np.float64)
    return np.asarray(np.bincount(tied.source, weights=tied.weight, minlength=tied.nodes), dtype=np.float64)


def _without_zeros(neighbours: Graph) -> Graph:
    """The graph without ties of weight 0, and without weights where all are 1."""
    weight = neighbours.weight
    if weight is None or (weight == 1).all():
        return Graph(neighbours.start, neighbours.target, None, simple=True)
    keep = weight > 0
    if keep.all():
        return neighbours
    kept = Graph.from_edges(neighbours.source[keep], neighbours.target[keep], weight[keep], nodes=neighbours.nodes)
    return Graph(kept.start, kept.target, kept.weight, simple=True)


def _by_size(label: Floats | Ints) -> tuple[Ints, Ints]:
    """Labels from the largest, and the sizes; equal ones keep the order they have."""
    size = np.bincount(label)
    order = np.argsort(-size, kind="stable")
    rank = np.empty(order.size, dtype=np.int64)
    rank[order] = np.arange(order.size)
    return rank[label], size[order].astype(np.int64)
