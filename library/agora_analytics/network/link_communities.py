"""Communities that overlap: ties are grouped instead of people, so that a person belongs wherever a tie leads."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from agora_analytics.arrays import Floats, Ints, compiled, number, whole
from agora_analytics.errors import InvalidInput, NotEnoughData
from agora_analytics.network.graph import Codes, Graph

MOST_CUTS = 256


@dataclass(frozen=True)
class LinkCommunities:
    """Every pair of neighbours in one community, and with them each person in one or several."""

    one: Codes  # (pairs,) node
    other: Codes  # (pairs,) node
    label: Ints  # (pairs,) the community of the tie, numbered from the one with most ties
    person: Ints  # (memberships,) node
    community: Ints  # (memberships,) a community the node belongs to
    ties: Ints  # (memberships,) how many of the node's ties lie in it
    threshold: float  # ties that share a node were joined at this similarity and above
    density: float  # the partition density reached, at most 1


def link_communities(graph: Graph, *, threshold: float | None = None, most_pairs: int = 20_000_000) -> LinkCommunities:
    """Overlapping communities: ties that share a person are joined when their other ends have the same neighbours.

    graph: ties in any direction, weights set aside; threshold: the Jaccard similarity of the other ends' inclusive
    neighbourhoods from which on ties are joined (0 to 1), by default the one of highest partition density, among at
    most 256 spread over those that occur. Returns ties (pairs,) and memberships (memberships,). Time and memory grow
    with the pairs of people who share a neighbour, at most most_pairs.
    Raises NotEnoughData without ties, InvalidInput for a threshold beyond 0..1 or too many such pairs.
    Assumes: a tie belongs to one circle even where people belong to several.
    Misleads when: hubs tie unlike people, and where ties are few: many communities are then a single tie.
    Source: Ahn, Bagrow and Lehmann (2010), Nature 466, 761-764.

    >>> found = link_communities(Graph.from_edges([0, 0, 1, 2, 2, 3], [1, 2, 2, 3, 4, 4]))
    >>> found.label.tolist(), found.community[found.person == 2].tolist(), found.density
    ([0, 0, 0, 1, 1, 1], [0, 1], 1.0)
    """
    neighbours = graph.undirected()
    if not neighbours.edges:
        raise NotEnoughData("nobody is tied to anybody: there are no ties to group")
    if threshold is not None:
        number(threshold, name="threshold", low=0, high=1)
    whole(most_pairs, name="most_pairs", low=0)
    start, target = neighbours.start, neighbours.target
    many = _second_neighbours(start, target)
    if many > most_pairs:
        raise InvalidInput(
            f"{many} pairs share a neighbour, more than most_pairs={most_pairs}; take a part of it", column="graph"
        )
    left, right, alike = _similarities(start, target, many)
    order = np.argsort(-alike, kind="stable")
    left, right, alike = left[order], right[order], alike[order]
    cuts = _cuts(alike) if threshold is None else np.searchsorted(-alike, [-threshold], side="right")
    root, density, cut = _join(start, target, _numbers(start, target), left, right, cuts)
    reached = threshold if threshold is not None else float(alike[cut - 1]) if cut else 1.0
    return _told(neighbours, root, threshold=reached, density=density)


def _told(neighbours: Graph, root: Ints, *, threshold: float, density: float) -> LinkCommunities:
    one, other = neighbours.pairs()
    _, first, place, ties = np.unique(root, return_index=True, return_inverse=True, return_counts=True)
    rank = np.empty(first.size, dtype=np.int64)
    rank[np.lexsort((first, -ties))] = np.arange(first.size)
    label = rank[place]
    key = np.concatenate([one, other]).astype(np.int64) * first.size + np.tile(label, 2)
    member, own = np.unique(key, return_counts=True)
    return LinkCommunities(
        one=one, other=other, label=label, person=member // first.size, community=member % first.size, ties=own,
        threshold=threshold, density=density,
    )  # fmt: skip


def _cuts(alike: Floats) -> Ints:
    """How many pairs to join, at most so many choices: always all pairs of one similarity, or none of them."""
    ends = np.append(0, np.append(np.flatnonzero(np.diff(alike)) + 1, alike.size)).astype(np.int64)
    return np.unique(ends[np.linspace(0, ends.size - 1, min(MOST_CUTS, ends.size)).round().astype(np.int64)])


@compiled
def _numbers(start: Codes, target: Codes) -> Codes:
    """The number of the pair, (edges,), the same in both directions."""
    number, seen = np.empty_like(target), np.zeros_like(start)
    fresh = 0
    for u in range(start.size - 1):
        seen[u] = fresh
        for e in range(start[u], start[u + 1]):
            v = target[e]
            if v > u:
                number[e] = fresh
                fresh += 1
            else:  # rows are in order, so the pairs of v come by in the order they are numbered
                number[e] = seen[v]
                seen[v] += 1
    return number


@compiled
def _second_neighbours(start: Codes, target: Codes) -> int:
    """How many pairs have a neighbour in common."""
    found = 0
    last = np.full(start.size - 1, -1, dtype=np.int64)
    for i in range(start.size - 1):
        for k in target[start[i] : start[i + 1]]:
            for j in target[start[k] : start[k + 1]]:
                if j > i and last[j] != i:
                    last[j] = i
                    found += 1
    return found


@compiled
def _similarities(start: Codes, target: Codes, many: int) -> tuple[Codes, Codes, Floats]:
    """Each pair with a neighbour in common, and how alike their neighbourhoods are, themselves included."""
    left, right, alike = np.empty(many, dtype=target.dtype), np.empty(many, dtype=target.dtype), np.empty(many)
    common, near = np.zeros(start.size - 1, dtype=np.int64), np.empty(start.size - 1, dtype=target.dtype)
    kept = 0
    for i in range(start.size - 1):
        met = 0
        for k in target[start[i] : start[i + 1]]:
            for j in target[start[k] : start[k + 1]]:
                if j > i:
                    if common[j] == 0:
                        near[met] = j
                        met += 1
                    common[j] += 1
        tied = start[i + 1] - start[i] + 1
        for k in target[start[i] : start[i + 1]]:
            if common[k] > 0:
                common[k] += 2  # two who are tied lie in each other's neighbourhood
        for j in near[:met]:
            left[kept], right[kept] = i, j
            alike[kept] = common[j] / (tied + start[j + 1] - start[j] + 1 - common[j])
            common[j] = 0
            kept += 1
    return left, right, alike


@compiled
def _join(  # noqa: PLR0917 (compiled: no keyword-only arguments)
    start: Codes, target: Codes, number: Codes, left: Codes, right: Codes, cuts: Ints
) -> tuple[Ints, float, int]:
    """Join ties pair by pair up to each cut; the grouping, density and cut where the density is highest."""
    parent = np.arange(target.size // 2)
    best, top, chosen, done = parent.copy(), -np.inf, 0, 0
    for cut in cuts:
        for p in range(done, cut):
            a, b = start[left[p]], start[right[p]]
            while a < start[left[p] + 1] and b < start[right[p] + 1]:
                if target[a] == target[b]:
                    parent[_root(parent, number[a])] = _root(parent, number[b])
                if target[a] <= target[b]:
                    a += 1
                    b += target[a - 1] == target[b]
                else:
                    b += 1
        done = cut
        for e in range(parent.size):
            parent[e] = _root(parent, e)
        density = _density(start, number, parent)
        if density > top:
            best, top, chosen = parent.copy(), density, cut
    return best, top, chosen


@compiled
def _root(parent: Ints, e: int) -> int:
    while parent[e] != e:
        parent[e] = parent[parent[e]]
        e = parent[e]
    return e


@compiled
def _density(start: Codes, number: Codes, root: Ints) -> float:
    """The mean over ties of how far their community exceeds a tree, from 0 to a clique's 1."""
    ties, people, last = np.zeros_like(root), np.zeros_like(root), np.full(root.size, -1)
    for c in root:
        ties[c] += 1
    for v in range(start.size - 1):
        for e in number[start[v] : start[v + 1]]:
            if last[root[e]] != v:
                last[root[e]] = v
                people[root[e]] += 1
    total = 0.0
    for c in range(root.size):
        if people[c] > 2:
            m, n = ties[c], people[c]
            total += m * (m - (n - 1)) / ((n - 2) * (n - 1))
    return 2 * total / root.size
