"""Connected groups: who can reach whom along any tie."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from agora_analytics.arrays import Ints, integers, refuse, whole


@dataclass(frozen=True)
class Components:
    """`label` (nodes,): 0 for the largest component, then in order of size; `size` (components,)."""

    label: Ints
    size: Ints


def components(one: ArrayLike, other: ArrayLike, *, nodes: int) -> Components:
    """The groups within which everybody can be reached along ties, whichever way they point.

    one, other (edges,): the two ends of each tie, node codes from 0; nodes: how many there are. Returns each node's
    component and their sizes; a node without a tie is a component of one. Time O(nodes + edges).
    Raises InvalidInput for a code that is no node.
    Assumes: a tie carries both ways.
    Misleads when: one stray tie joins two groups; communities say more about who belongs together.
    Source: Tarjan (1972), SIAM J. Computing 1(2).

    >>> components([4, 0], [3, 1], nodes=5).label.tolist()
    [0, 0, 2, 1, 1]
    """
    u = integers(one, name="one")
    v = integers(other, name="other", size=u.size)
    whole(nodes, name="nodes", low=0)
    for name, codes in (("one", u), ("other", v)):
        refuse((codes < 0) | (codes >= nodes), f"no node; codes lie in 0..{nodes - 1}", column=name)
    graph = coo_array((np.ones(u.size, dtype=np.int8), (u, v)), shape=(nodes, nodes))
    _, found = connected_components(graph, directed=False)
    _, first, size = np.unique(found, return_index=True, return_counts=True)
    order = np.lexsort((first, -size))
    rank = np.empty(order.size, dtype=np.int64)
    rank[order] = np.arange(order.size)
    return Components(label=rank[found], size=size[order].astype(np.int64))
