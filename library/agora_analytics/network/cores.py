"""The cores of a network: who stays when everybody with few ties is left out."""

from __future__ import annotations

import numpy as np

from agora_analytics.arrays import compiled
from agora_analytics.network.graph import Codes, Graph


def core_numbers(graph: Graph) -> Codes:
    """The largest k for which each node is in the k-core, where everybody has at least k ties to the others in it.

    graph: ties in any direction, each pair counted once, weights and loops set aside. Returns (nodes,) whole numbers;
    0 for a node without ties. Time O(nodes + edges).
    Raises nothing of its own: a `Graph` has been checked.
    Assumes: every tie is worth the same.
    Misleads when: one large group thread ties all its members, which makes a deep core of a single event.
    Source: Seidman (1983), Social Networks 5; Batagelj and Zaveršnik (2003), arXiv cs/0310049, for the algorithm;
    Kitsak et al. (2010), Nature Physics 6, for cores and spreading.

    >>> core_numbers(Graph.from_edges([0, 0, 1, 2], [1, 2, 2, 3], nodes=5)).tolist()
    [2, 2, 2, 1, 0]
    """
    neighbours = graph.undirected()
    return _peel(neighbours.start, neighbours.target)


@compiled
def _peel(start: Codes, target: Codes) -> Codes:
    """Take the node with the fewest ties left, again and again; nodes are kept sorted by the ties they have left."""
    nodes = start.size - 1
    left = np.diff(start)
    most = 0 if nodes == 0 else left.max()
    begins = np.zeros(most + 2, dtype=start.dtype)
    for v in range(nodes):
        begins[left[v] + 1] += 1
    for d in range(most + 1):
        begins[d + 1] += begins[d]
    at = begins.copy()
    order, place = np.empty_like(left), np.empty_like(left)
    for v in range(nodes):
        place[v] = at[left[v]]
        order[place[v]] = v
        at[left[v]] += 1
    for i in range(nodes):
        v = order[i]
        for u in target[start[v] : start[v + 1]]:
            if left[u] > left[v]:  # u moves to the front of its group, and the group begins one later
                front = begins[left[u]]
                w = order[front]
                order[front], order[place[u]] = u, w
                place[w], place[u] = place[u], front
                begins[left[u]] += 1
                left[u] -= 1
    return left
