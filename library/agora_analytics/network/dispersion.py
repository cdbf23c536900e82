"""Whether the contacts two people share know each other otherwise, or only through the two."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from agora_analytics.arrays import Floats, Ints, compiled, integers, refuse, whole
from agora_analytics.network.graph import Codes, Graph


@dataclass(frozen=True)
class Dispersion:
    """One row per person asked for and neighbour; it differs between (u, v) and (v, u), as the circles differ."""

    person: Ints  # (rows,) u
    other: Ints  # (rows,) v
    common: Ints  # (rows,) how many neighbours the two share
    dispersion: Ints  # (rows,) pairs of shared neighbours who have no tie and nobody but v in common within u's circle
    normalized: Floats  # (rows,) dispersion over common; 0 where nothing is shared
    recursive: Floats  # (rows,) the value of v to u after the rounds


def dispersion(graph: Graph, *, people: ArrayLike | None = None, rounds: int = 3) -> Dispersion:
    """How many pairs of contacts shared by u and v are connected by nobody but v among u's contacts.

    graph: ties in any direction, weights set aside; people: the nodes u to look at (all of them by default); rounds: of
    x_v ← (Σ_w x_w² + 2 Σ_st x_s x_t) / common from x = 1, over shared neighbours w and dispersed pairs s, t. Returns a
    row per u and neighbour. Time O(two-step paths within the circle of u) for each u: name people where hubs are large.
    Raises InvalidInput for a person who is no node and for rounds below 1.
    Assumes: the ties among u's contacts are known.
    Misleads when: circles are small or the graph holds one kind of contact only; a high value says that v crosses u's
    circles, not that the two are close.
    Source: Backstrom and Kleinberg (2014), CSCW, arXiv 1310.6753; they use the third round.

    >>> found = dispersion(Graph.from_edges([0, 0, 0, 1, 1], [1, 2, 3, 2, 3]), people=[0])
    >>> found.other.tolist(), found.common.tolist(), found.dispersion.tolist()
    ([1, 2, 3], [2, 1, 1], [1, 0, 0])
    >>> found.recursive.tolist()
    [32.0, 4.0, 4.0]
    """
    whole(rounds, name="rounds", low=1)
    neighbours = graph.undirected()
    asked = np.arange(graph.nodes) if people is None else integers(people, name="people")
    refuse((asked < 0) | (asked >= graph.nodes), f"no node; codes lie in 0..{graph.nodes - 1}", column="people")
    degree = np.diff(neighbours.start).astype(np.int64)[asked]
    ends = np.cumsum(degree)
    other, common = np.empty(degree.sum(), dtype=np.int64), np.empty(degree.sum(), dtype=np.int64)
    first, last = np.empty(other.size), np.empty(other.size)
    _circles(neighbours.start, neighbours.target, asked, ends - degree, rounds, other, common, first, last)
    spread_pairs = np.rint((first - 1) * common / 2).astype(np.int64) * (common > 0)
    return Dispersion(
        person=np.repeat(asked, degree),
        other=other,
        common=common,
        dispersion=spread_pairs,
        normalized=spread_pairs / np.maximum(common, 1),
        recursive=last,
    )


@compiled
def _circles(  # noqa: PLR0917 (compiled: no keyword-only arguments)
    start: Codes, target: Codes, asked: Ints, begins: Ints, rounds: int,
    other: Ints, common: Ints, first: Floats, last: Floats,
) -> None:  # fmt: skip
    """The values of each person's neighbours after one round and after all of them."""
    local = np.full(start.size - 1, -1, dtype=np.int64)
    for i in range(asked.size):
        row = target[start[asked[i]] : start[asked[i] + 1]]
        here = slice(begins[i], begins[i] + row.size)
        for k in range(row.size):
            local[row[k]] = k
        inner, ties = _within(start, target, row, local)
        value = np.ones(row.size)
        for turn in range(rounds):
            value = _value(inner, ties, value)
            if turn == 0:
                first[here] = value
        other[here], common[here], last[here] = row, np.diff(inner), value
        for v in row:
            local[v] = -1


@compiled
def _within(start: Codes, target: Codes, row: Codes, local: Ints) -> tuple[Ints, Ints]:
    """The ties among one person's neighbours, as compressed rows of places in `row`."""
    inner = np.zeros(row.size + 1, dtype=np.int64)
    for k in range(row.size):
        for w in target[start[row[k]] : start[row[k] + 1]]:
            inner[k + 1] += local[w] >= 0
    for k in range(row.size):
        inner[k + 1] += inner[k]
    ties = np.empty(inner[row.size], dtype=np.int64)
    kept = 0
    for v in row:
        for w in target[start[v] : start[v + 1]]:
            if local[w] >= 0:
                ties[kept] = local[w]
                kept += 1
    return inner, ties


@compiled
def _value(inner: Ints, ties: Ints, value: Floats) -> Floats:
    """One round. A pair s, t counts for v when v is all they have in common and they have no tie."""
    size = value.size
    total = np.zeros(size)
    ways, between, near = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64), np.empty(size, dtype=np.int64)
    for s in range(size):
        met = 0
        for v in ties[inner[s] : inner[s + 1]]:
            total[s] += value[v] ** 2
            for t in ties[inner[v] : inner[v + 1]]:
                if t > s:
                    if ways[t] == 0:
                        near[met] = t
                        met += 1
                    ways[t] += 1
                    between[t] = v
        for t in ties[inner[s] : inner[s + 1]]:
            ways[t] += 2  # tied: never a dispersed pair
        for t in near[:met]:
            if ways[t] == 1:
                total[between[t]] += 2 * value[s] * value[t]
            ways[t] = 0
        for t in ties[inner[s] : inner[s + 1]]:
            ways[t] = 0
    for v in range(size):
        total[v] = total[v] / (inner[v + 1] - inner[v]) if inner[v + 1] > inner[v] else 0.0
    return total
