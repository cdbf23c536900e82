"""Connected groups: who can reach whom along any tie."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from agora.analytics.arrays import Ints, integers


@dataclass(frozen=True)
class Components:
    """`label` (nodes,): 0 for the largest component, then in order of size; `size` (components,)."""

    label: Ints
    size: Ints


def components(one: ArrayLike, other: ArrayLike, *, nodes: int) -> Components:
    """Weakly connected components of the ties (edges,); a person without a tie is a component of one.

    Equal sizes are ordered by their smallest node, so that the same graph always gets the same labels.
    """
    u = integers(one, name="one")
    v = integers(other, name="other", size=u.size)
    if u.size and (min(u.min(), v.min()) < 0 or max(u.max(), v.max()) >= nodes):
        raise ValueError(f"node codes lie in 0..{nodes - 1}")
    graph = coo_array((np.ones(u.size, dtype=np.int8), (u, v)), shape=(nodes, nodes))
    _, found = connected_components(graph, directed=False)
    _, first, size = np.unique(found, return_index=True, return_counts=True)
    order = np.lexsort((first, -size))
    rank = np.empty(order.size, dtype=np.int64)
    rank[order] = np.arange(order.size)
    return Components(label=rank[found], size=size[order].astype(np.int64))
