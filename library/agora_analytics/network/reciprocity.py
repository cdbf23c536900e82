"""How much of what people send each other comes back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from agora_analytics.arrays import Bools
from agora_analytics.errors import NotEnoughData
from agora_analytics.network.graph import Graph


@dataclass(frozen=True)
class Reciprocity:
    """How mutual a directed graph is, over all and edge by edge."""

    overall: float  # share of the directed pairs, each counted once, that run the other way too; 0 to 1
    weighted: float  # share of the weight that is matched by weight the other way; 0 to 1
    answered: Bools  # (edges,) in the order of the graph: whether an edge runs the other way too; no loop is


def reciprocity(graph: Graph) -> Reciprocity:
    """The share of directed ties that are returned: of pairs, and of the weight they carry.

    graph: directed; parallel edges are one pair with their weights added, loops are left out. Returns the two shares
    and, in the order of the graph's edges, which of them are answered.
    Raises NotEnoughData without an edge between two people.
    Assumes: an edge both ways means that each turned to the other.
    Misleads when: the graph is dense or was symmetrised: mutual ties then arise by chance, or all of them.
    Source: Wasserman and Faust (1994), chapter 13; Squartini et al. (2013), Scientific Reports 3, for weights.

    >>> found = reciprocity(Graph.from_edges([0, 1, 1, 2], [1, 0, 2, 0], [3.0, 1.0, 2.0, 2.0]))
    >>> found.overall, found.weighted, found.answered.tolist()
    (0.5, 0.25, [True, True, False, False])
    """
    source, target = graph.source.astype(np.int64), graph.target.astype(np.int64)
    others = source != target
    if not others.any():
        raise NotEnoughData("nobody points at anybody else: without an edge between two people nothing is returned")
    pairs, place = np.unique(source[others] * graph.nodes + target[others], return_inverse=True)
    given = np.ones(place.size) if graph.weight is None else graph.weight[others]
    weight = np.bincount(place, weights=given)
    back = pairs % graph.nodes * graph.nodes + pairs // graph.nodes
    found = np.minimum(np.searchsorted(pairs, back), pairs.size - 1)
    returned = pairs[found] == back
    answered = np.zeros(graph.edges, dtype=np.bool_)
    answered[others] = returned[place]
    matched = np.minimum(weight, weight[found])[returned].sum()
    total = weight.sum()
    weighted = float(matched / total) if total else 0.0
    return Reciprocity(overall=float(returned.mean()), weighted=weighted, answered=answered)
