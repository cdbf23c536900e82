"""Structural holes: how far a person's contacts are held together without that person."""

from __future__ import annotations

import numpy as np

from agora_analytics.arrays import Floats, compiled
from agora_analytics.network.graph import Codes, Graph


def constraint(graph: Graph) -> Floats:
    """Burt's constraint, Σ_j (p_ij + Σ_q p_iq p_qj)²: how far each person's ties lead back to the same people.

    graph: weighted or not; the weights of both directions of a pair are added, and p_ij is the share of i's total that
    goes to j. Returns (nodes,): high where contacts know each other, low where a person spans holes between them, nan
    for a person without ties, of whom it cannot be said. Time O(sum of squared degrees).
    Raises nothing of its own: a `Graph` has been checked.
    Assumes: all ties among a person's contacts are in the graph.
    Misleads when: a person has few ties: one tie gives 1 whoever it leads to; compare people with like numbers of ties.
    Source: Burt (1992), Structural Holes, chapter 2; Burt (2004), Am. J. Sociology 110(2).

    >>> constraint(Graph.from_edges([0, 0, 0, 1], [1, 2, 3, 2], nodes=5)).round(4).tolist()
    [0.6111, 1.0069, 1.0069, 1.0, nan]
    """
    neighbours = graph.undirected()
    weight = _weights(neighbours)
    return _constraint(neighbours.start, neighbours.target, weight, _totals(neighbours, weight))


def effective_size(graph: Graph) -> Floats:
    """Burt's effective size, Σ_j (1 − Σ_q p_iq m_jq): how many contacts remain once those who repeat others are merged.

    graph: weighted or not; the weights of both directions of a pair are added; p_iq is the share of i's total that goes
    to q, m_jq the tie of j and q over j's strongest. Returns (nodes,) persons, from below 1 up to the number of
    contacts; 0 for a person without ties. Without weights it is n − 2t / n for t ties among n contacts.
    Raises nothing of its own: a `Graph` has been checked.
    Assumes: all ties among a person's contacts are in the graph.
    Misleads when: contacts know each other in ways the data do not show, which looks like reach.
    Source: Burt (1992), Structural Holes, chapter 2; Borgatti (1997), Connections 20(1), for the short form.

    >>> effective_size(Graph.from_edges([0, 0, 0, 1], [1, 2, 3, 2], nodes=5)).round(4).tolist()
    [2.3333, 1.0, 1.0, 1.0, 0.0]
    """
    neighbours = graph.undirected()
    weight = _weights(neighbours)
    return _effective_size(neighbours.start, neighbours.target, weight, _totals(neighbours, weight))


def _weights(neighbours: Graph) -> Floats:
    return np.ones(neighbours.edges) if neighbours.weight is None else neighbours.weight


def _totals(neighbours: Graph, weight: Floats) -> Floats:
    return np.asarray(np.bincount(neighbours.source, weights=weight, minlength=neighbours.nodes), dtype=np.float64)


@compiled
def _constraint(start: Codes, target: Codes, weight: Floats, total: Floats) -> Floats:
    nodes = total.size
    found = np.full(nodes, np.nan)
    share = np.zeros(nodes)  # p_ij + Σ_q p_iq p_qj for the contacts j of the person at hand
    contact = np.zeros(nodes, dtype=np.bool_)
    for i in range(nodes):
        if total[i] == 0.0:
            continue
        for e in range(start[i], start[i + 1]):
            contact[target[e]] = True
            share[target[e]] += weight[e] / total[i]
        for e in range(start[i], start[i + 1]):
            q = target[e]
            by_way = weight[e] / total[i]
            for f in range(start[q], start[q + 1]):
                if contact[target[f]]:
                    share[target[f]] += by_way * weight[f] / total[q] if total[q] > 0.0 else 0.0
        found[i] = 0.0
        for j in target[start[i] : start[i + 1]]:
            found[i] += share[j] ** 2
            share[j] = 0.0
            contact[j] = False
    return found


@compiled
def _effective_size(start: Codes, target: Codes, weight: Floats, total: Floats) -> Floats:
    nodes = total.size
    strongest = np.zeros(nodes)
    for i in range(nodes):
        for w in weight[start[i] : start[i + 1]]:
            strongest[i] = max(strongest[i], w)
    found = np.zeros(nodes)
    share = np.zeros(nodes)
    for i in range(nodes):
        if total[i] == 0.0:
            continue
        for e in range(start[i], start[i + 1]):
            share[target[e]] = weight[e] / total[i]
        for j in target[start[i] : start[i + 1]]:
            found[i] += 1.0
            for f in range(start[j], start[j + 1]):
                if strongest[j] > 0.0:
                    found[i] -= share[target[f]] * weight[f] / strongest[j]
        for j in target[start[i] : start[i + 1]]:
            share[j] = 0.0
    return found
