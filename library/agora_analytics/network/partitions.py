"""How good a grouping of the nodes is, and how far two groupings agree."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from agora_analytics.arrays import Floats, Ints, compiled, integers, number, refuse
from agora_analytics.errors import NotEnoughData
from agora_analytics.network.graph import Codes, Graph


def modularity(graph: Graph, label: ArrayLike, *, resolution: float = 1.0) -> float:
    """Newman's modularity, Σ_c [w_c / m − γ (d_c / 2m)²]: weight inside communities beyond what chance would put there.

    graph: ties in any direction, the weights of both directions added; label (nodes,): each node's community, from 0;
    resolution: γ. Returns a number below 1, where w_c is the weight inside c, d_c the weight at its nodes, m all weight.
    Raises InvalidInput for labels that do not fit the nodes, NotEnoughData without ties.
    Assumes: by chance, ties fall on people in proportion to the ties they have.
    Misleads when: networks of different size are compared, or a random one is taken for grouped: sparse random graphs
    reach high values too.
    Source: Newman and Girvan (2004), Phys. Rev. E 69; Reichardt and Bornholdt (2006), Phys. Rev. E 74, for γ.

    >>> round(modularity(Graph.from_edges([0, 1, 2, 3, 4, 5, 2], [1, 2, 0, 4, 5, 3, 3]), [0, 0, 0, 1, 1, 1]), 4)
    0.3571
    """
    number(resolution, name="resolution")
    found, inside, at, _ = _tallies(graph, label)
    twice = at.sum()
    if not twice:
        raise NotEnoughData("no tie carries any weight: modularity cannot say how ties fall among communities")
    return float((inside / twice - resolution * (at / twice) ** 2).sum()) if found else 0.0


def constant_potts(graph: Graph, label: ArrayLike, *, resolution: float) -> float:
    """The constant Potts quality, Σ_c [w_c − γ n_c (n_c − 1) / 2]: weight inside communities beyond a density of γ.

    graph: ties in any direction, the weights of both directions added; label (nodes,): each node's community, from 0;
    resolution: γ, the density a community exceeds within and stays below towards others. Returns weight units.
    Raises InvalidInput for labels that do not fit the nodes.
    Assumes: weights are such that 1 is a full tie, so that γ is read as a density.
    Misleads when: ties were given in both directions, which doubles every weight and halves the γ that fits.
    Source: Traag, Van Dooren and Nesterov (2011), Phys. Rev. E 84.

    >>> constant_potts(Graph.from_edges([0, 1, 2, 2], [1, 2, 0, 3]), [0, 0, 0, 1], resolution=0.5)
    1.5
    """
    number(resolution, name="resolution")
    _, inside, _, size = _tallies(graph, label)
    return float((inside / 2 - resolution * size * (size - 1) / 2).sum())


def normalized_mutual_information(one: ArrayLike, other: ArrayLike) -> float:
    """How much one grouping tells about another: shared information over the mean of their entropies, 0 to 1.

    one, other (nodes,): community codes of the same nodes. Returns 1 for the same grouping under whatever names.
    Raises InvalidInput for groupings of different length, NotEnoughData for none.
    Assumes: every node counts alike.
    Misleads when: there are many small communities: chance alone then gives high values; read the Rand index beside it.
    Source: Danon et al. (2005), J. Stat. Mech. P09008.

    >>> round(normalized_mutual_information([0, 0, 1, 1], [1, 1, 0, 2]), 4)
    0.8
    """
    cell, row, column = _contingency(one, other)
    apart = _entropy(row) + _entropy(column)
    return 2 * (apart - _entropy(cell)) / apart if apart > 0 else 1.0


def adjusted_rand_index(one: ArrayLike, other: ArrayLike) -> float:
    """The share of pairs of nodes on which two groupings agree, adjusted so that chance gives 0 and the same gives 1.

    one, other (nodes,): community codes of the same nodes. Returns a number up to 1, below 0 where worse than chance.
    Raises InvalidInput for groupings of different length, NotEnoughData for none.
    Assumes: groupings by chance would keep the sizes of the communities.
    Misleads when: one community holds nearly everybody, whose pairs then decide.
    Source: Hubert and Arabie (1985), J. Classification 2.

    >>> round(adjusted_rand_index([0, 0, 1, 1], [1, 1, 0, 2]), 4)
    0.5714
    """
    cell, row, column = (sizes.astype(np.float64) for sizes in _contingency(one, other))
    together, ours, theirs = ((sizes * (sizes - 1)).sum() / 2 for sizes in (cell, row, column))
    pairs = row.sum() * (row.sum() - 1) / 2
    chance = ours * theirs / pairs if pairs else 0.0
    most = (ours + theirs) / 2
    return float((together - chance) / (most - chance)) if most > chance else 1.0


def _tallies(graph: Graph, label: ArrayLike) -> tuple[int, Floats, Floats, Floats]:
    """Per community: how many, twice the weight inside, the weight at its nodes, its nodes."""
    group = integers(label, name="label", size=graph.nodes)
    refuse(group < 0, "a community code is below 0; number them from 0", column="label")
    neighbours = graph.undirected()
    found = int(group.max(initial=-1)) + 1
    inside, at = _weigh(neighbours.start, neighbours.target, neighbours.weight, group, found)
    return found, inside, at, np.bincount(group, minlength=found).astype(np.float64)


@compiled
def _weigh(start: Codes, target: Codes, weight: Floats | None, group: Ints, found: int) -> tuple[Floats, Floats]:
    inside, at = np.zeros(found), np.zeros(found)
    for v in range(group.size):
        for e in range(start[v], start[v + 1]):
            w = 1.0 if weight is None else weight[e]
            at[group[v]] += w
            if group[target[e]] == group[v]:
                inside[group[v]] += w
    return inside, at


def _contingency(one: ArrayLike, other: ArrayLike) -> tuple[Ints, Ints, Ints]:
    """How many nodes lie in each pair of communities that meets, and in each community of either grouping."""
    a = integers(one, name="one")
    b = integers(other, name="other", size=a.size)
    if not a.size:
        raise NotEnoughData("no node is grouped: there is nothing to agree on")
    _, a, row = np.unique(a, return_inverse=True, return_counts=True)
    _, b, column = np.unique(b, return_inverse=True, return_counts=True)
    _, cell = np.unique(a * column.size + b, return_counts=True)
    return cell, row, column


def _entropy(sizes: Ints) -> float:
    share = sizes / sizes.sum()
    return float(-(share * np.log(share)).sum())
