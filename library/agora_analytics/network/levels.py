"""The graphs that the search for communities climbs through: each level's nodes are groups of the nodes below."""

from typing import NamedTuple

import numpy as np

from agora_analytics.arrays import Floats, compiled, side_by_side
from agora_analytics.network.graph import Codes


class Level(NamedTuple):
    """Ties in both directions, without loops, between nodes that carry a size; `unit` is the mean weight of a tie."""

    start: Codes
    target: Codes
    weight: Floats  # of each tie; of none where each weighs 1
    size: Floats
    gamma: float
    unit: float


def coarser(level: Level, label: Codes, part: Codes, parts: int) -> tuple[Level, Codes]:
    """The graph between the parts, and the community each part lies in."""
    order = grouped(part, np.arange(part.size, dtype=part.dtype), parts)
    begins = np.searchsorted(part[order], np.arange(parts + 1))
    work = ties_before(level, order)[begins]
    rows = side_by_side(lambda low, high: _tie_parts(level, part, order, begins, low, high), work)
    start = np.zeros(parts + 1, dtype=level.start.dtype)
    np.cumsum(np.concatenate([counts for counts, _, _ in rows]), out=start[1:])
    target = np.concatenate([targets for _, targets, _ in rows])
    weight = np.concatenate([weights for _, _, weights in rows])
    size = np.asarray(np.bincount(part, weights=level.size, minlength=parts), dtype=np.float64)
    above = np.empty(parts, dtype=label.dtype)
    above[part] = label
    return Level(start, target, weight, size, level.gamma, level.unit), above


def arranged(level: Level, order: Codes) -> Level:
    """The same graph with node order[i] as node i: who is read together lies together."""
    place = np.empty_like(order)
    place[order] = np.arange(order.size, dtype=order.dtype)
    start = ties_before(level, order)
    target = np.empty_like(level.target)
    weight = np.empty_like(level.weight)
    side_by_side(lambda low, high: _copy_rows(level, order, place, start, target, weight, low, high), start)
    return Level(start, target, weight, level.size[order], level.gamma, level.unit)


def ties_before(level: Level, order: Codes) -> Codes:
    """How many ties the first nodes of `order` have, (nodes + 1,)."""
    ties = np.zeros_like(level.start)
    np.cumsum(np.diff(level.start)[order], out=ties[1:])
    return ties


@compiled
def _tie_parts(  # noqa: PLR0917 (compiled: no keyword-only arguments)
    level: Level, part: Codes, order: Codes, begins: Codes, low: int, high: int
) -> tuple[Codes, Codes, Floats]:
    """How many others each part from `low` to `high` is tied to, which and how much; `order` holds nodes part by part."""
    start, target, weight, heavy = level.start, level.target, level.weight, level.weight.size > 0
    most = 0
    for v in order[begins[low] : begins[high]]:
        most += start[v + 1] - start[v]
    counts = np.zeros(high - low, dtype=start.dtype)
    targets, weights = np.empty(most, dtype=target.dtype), np.empty(most)
    near, tie = np.empty(level.size.size, dtype=target.dtype), np.zeros(begins.size - 1)
    end = 0
    for p in range(low, high):
        met = 0
        for v in order[begins[p] : begins[p + 1]]:
            for e in range(start[v], start[v + 1]):
                d = part[target[e]]
                if d != p:
                    if tie[d] == 0.0:
                        near[met] = d
                        met += 1
                    tie[d] += weight[e] if heavy else 1.0
        for d in near[:met]:
            targets[end], weights[end] = d, tie[d]
            end += 1
            tie[d] = 0.0
        counts[p - low] = met
    return counts, targets[:end], weights[:end]


@compiled
def _copy_rows(  # noqa: PLR0917 (compiled: no keyword-only arguments)
    level: Level, order: Codes, place: Codes, start: Codes, target: Codes, weight: Floats, low: int, high: int
) -> None:
    """The rows from `low` to `high` of the new order; `place` tells where each node of the old one went."""
    for i in range(low, high):
        at = start[i]
        for e in range(level.start[order[i]], level.start[order[i] + 1]):
            target[at] = place[level.target[e]]
            if weight.size > 0:
                weight[at] = level.weight[e]
            at += 1


@compiled
def renumbered(label: Codes, order: Codes) -> tuple[Codes, int]:
    """Labels from 0 in order of their first appearance along `order`, and how many there are."""
    new = np.full(label.size, -1, dtype=label.dtype)
    labels = 0
    for v in order:
        if new[label[v]] < 0:
            new[label[v]] = labels
            labels += 1
    return new[label], labels


@compiled
def grouped(label: Codes, order: Codes, labels: int) -> Codes:
    """The nodes label by label, each group as it stands in `order`."""
    at = np.zeros(labels + 1, dtype=order.dtype)
    for v in order:
        at[label[v] + 1] += 1
    for c in range(labels):
        at[c + 1] += at[c]
    nodes = np.empty_like(order)
    for v in order:
        nodes[at[label[v]]] = v
        at[label[v]] += 1
    return nodes
