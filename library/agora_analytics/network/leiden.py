"""The search behind `communities`: Leiden's local moving, refinement and aggregation over compressed rows.

What is maximised is the sum over communities of (weight inside) − gamma · size² / 2: modularity where a node's size is
its total weight and gamma = resolution / (2 · weight of all ties), the constant Potts model where each size is 1.
"""

from typing import NamedTuple

import numpy as np

from agora_analytics.arrays import Bools, Floats, compiled, side_by_side
from agora_analytics.network.graph import Codes
from agora_analytics.network.levels import Level, arranged, coarser, grouped, renumbered, ties_before
from agora_analytics.network.moving import is_large, moved

WARMTH = 0.01  # how far refinement strays from the best gain, in mean weights of a tie
FIRST_SWEEPS = 2  # before a large graph is put in the order of its communities


class Grains(NamedTuple):
    """The parts that refinement makes within communities; a part bears the number of its first node."""

    part: Codes  # (nodes,)
    bulk: Floats  # the size of each part
    cut: Floats  # the weight between each part and the rest of its community
    alone: Bools  # whether nobody has joined the node


def leiden(level: Level, *, iterations: int, generator: np.random.Generator) -> tuple[Codes, bool]:
    """Labels (nodes,) from 0 after some rounds from singletons, and whether the last round changed nothing."""
    label = np.arange(level.size.size, dtype=level.target.dtype)
    if not is_large(level):
        return _rounds(level, label, iterations, generator)
    # Most ties fall within a community: once its nodes lie side by side, so does most of what a node reads.
    label, labels = renumbered(moved(level, label, generator, sweeps=FIRST_SWEEPS), label)
    order = grouped(label, np.arange(label.size, dtype=label.dtype), labels)
    ordered, settled = _rounds(arranged(level, order), label[order], iterations, generator)
    label[order] = ordered
    return label, settled


def _rounds(level: Level, label: Codes, iterations: int, generator: np.random.Generator) -> tuple[Codes, bool]:
    settled = False
    for _ in range(iterations):
        before, label = label, _round(level, label, generator)
        settled = np.array_equal(before, label)
        if settled:
            break
    return label, settled


def _round(level: Level, label: Codes, generator: np.random.Generator) -> Codes:
    """Move, refine and aggregate until every community is one node, which makes each connected."""
    at = np.arange(label.size, dtype=label.dtype)
    whole = level
    while True:
        nodes = label.size
        label, labels = renumbered(moved(level, label, generator), np.arange(nodes, dtype=label.dtype))
        if labels == nodes:
            break
        order = grouped(label, generator.permutation(nodes).astype(label.dtype), labels)
        part, parts = renumbered(_refined(level, label, order, generator.random(nodes)), order)
        if parts == nodes:
            break
        level, label = coarser(level, label, part, parts)
        at = part[at]
    return _connected_parts(whole.start, whole.target, label[at])


def _refined(level: Level, label: Codes, order: Codes, chance: Floats) -> Codes:
    """The part of each node, named by one of its nodes; `order` holds the nodes community by community."""
    nodes = order.size
    begins = np.searchsorted(label[order], np.arange(int(label.max()) + 2))
    total = np.asarray(np.bincount(label, weights=level.size), dtype=np.float64)
    grains = Grains(
        part=np.arange(nodes, dtype=order.dtype),
        bulk=level.size.copy(),
        cut=np.zeros(nodes),
        alone=np.ones(nodes, dtype=np.bool_),
    )

    def refine(low: int, high: int) -> None:
        within = order[begins[low] : begins[high]]
        _refine(level, label, total, within, chance, WARMTH * level.unit, grains)

    side_by_side(refine, ties_before(level, order)[begins])
    return grains.part


@compiled
def _draw(  # noqa: PLR0917 (compiled: no keyword-only arguments)
    near: Codes, tie: Floats, bulk: Floats, cut: Floats,
    gamma: float, push: float, everything: float, warmth: float, chance: float,
) -> int:  # fmt: skip
    """One of the parts that gain and are well tied, the likelier the more it gains; -1 for staying alone."""
    top = 0.0
    for d in near:
        if cut[d] >= gamma * bulk[d] * (everything - bulk[d]):
            top = max(top, tie[d] - push * bulk[d])
    left = chance * _odds(near, tie, bulk, cut, gamma, push, everything, warmth, top)
    for d in near:
        gain = tie[d] - push * bulk[d]
        if gain >= 0.0 and cut[d] >= gamma * bulk[d] * (everything - bulk[d]):
            left -= np.exp((gain - top) / warmth)
            if left < 0.0:
                return int(d)
    return -1


@compiled
def _odds(  # noqa: PLR0917 (compiled: no keyword-only arguments)
    near: Codes, tie: Floats, bulk: Floats, cut: Floats,
    gamma: float, push: float, everything: float, warmth: float, top: float,
) -> float:  # fmt: skip
    odds = np.exp(-top / warmth)
    for d in near:
        gain = tie[d] - push * bulk[d]
        if gain >= 0.0 and cut[d] >= gamma * bulk[d] * (everything - bulk[d]):
            odds += np.exp((gain - top) / warmth)
    return float(odds)


@compiled
def _refine(  # noqa: PLR0917 (compiled: no keyword-only arguments)
    level: Level, label: Codes, total: Floats, order: Codes, chance: Floats, warmth: float, grains: Grains
) -> None:
    """Within the communities of `order`, merge single nodes into parts that are well tied to the rest of it."""
    start, target, weight, gamma = level.start, level.target, level.weight, level.gamma
    heavy = weight.size > 0
    part, bulk, cut = grains.part, grains.bulk, grains.cut
    for v in order:
        for e in range(start[v], start[v + 1]):
            if label[target[e]] == label[v]:
                cut[v] += weight[e] if heavy else 1.0
    near, tie = np.empty_like(label), np.zeros(label.size)
    for v in order:
        inside, size, everything = cut[v], level.size[v], total[label[v]]
        if not grains.alone[v] or inside == 0.0 or inside < gamma * size * (everything - size):
            continue
        met = 0
        for e in range(start[v], start[v + 1]):
            if label[target[e]] == label[v]:
                d = part[target[e]]
                if tie[d] == 0.0:
                    near[met] = d
                    met += 1
                tie[d] += weight[e] if heavy else 1.0
        best = _draw(near[:met], tie, bulk, cut, gamma, gamma * size, everything, warmth, chance[v])
        if best >= 0:
            part[v] = best
            grains.alone[best] = False
            bulk[best] += size
            cut[best] += inside - 2 * tie[best]
        for d in near[:met]:
            tie[d] = 0.0


@compiled
def _connected_parts(start: Codes, target: Codes, label: Codes) -> Codes:
    """Labels from 0 in order of first appearance; a community in several pieces becomes several communities."""
    found = np.full(label.size, -1, dtype=label.dtype)
    stack = np.empty_like(label)
    pieces = 0
    for seed in range(label.size):
        if found[seed] >= 0:
            continue
        found[seed], stack[0], waiting = pieces, seed, 1
        while waiting:
            waiting -= 1
            v = stack[waiting]
            for u in target[start[v] : start[v + 1]]:
                if found[u] < 0 and label[u] == label[v]:
                    found[u] = pieces
                    stack[waiting] = u
                    waiting += 1
        pieces += 1
    return found
