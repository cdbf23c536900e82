"""The search behind `communities`: Leiden's local moving, refinement and aggregation over compressed rows.

What is maximised is the sum over communities of (weight inside) − gamma · size² / 2: modularity where a node's size is
its total weight and gamma = resolution / (2 · weight of all ties), the constant Potts model where each size is 1.
"""

from dataclasses import dataclass

import numpy as np

from agora_analytics.arrays import Floats, compiled
from agora_analytics.network.graph import Codes

WARMTH = 0.01  # how far refinement strays from the best gain, in mean weights of a tie


@dataclass(frozen=True)
class Level:
    """Ties in both directions, without loops, between nodes that carry a size; `unit` is the mean weight of a tie."""

    start: Codes
    target: Codes
    weight: Floats | None
    size: Floats
    gamma: float
    unit: float


def leiden(level: Level, *, iterations: int, generator: np.random.Generator) -> tuple[Codes, bool]:
    """Labels (nodes,) from 0 after some rounds from singletons, and whether the last round changed nothing."""
    label = np.arange(level.size.size, dtype=level.target.dtype)
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
        order = generator.permutation(nodes).astype(label.dtype)
        arrays = (level.start, level.target, level.weight, level.size)
        label = _move(*arrays, label, order, level.gamma, level.unit)
        label, found = _renumber(label, np.arange(nodes, dtype=label.dtype))
        if found == nodes:
            break
        order = _grouped(label, order, found)
        part = _refine(*arrays, label, order, generator.random(nodes), level.gamma, level.unit)
        part, parts = _renumber(part, order)
        if parts == nodes:
            break
        level, label = _aggregated(level, label, part, parts)
        at = part[at]
    return _connected_parts(whole.start, whole.target, label[at])


def _aggregated(level: Level, label: Codes, part: Codes, parts: int) -> tuple[Level, Codes]:
    """The graph between the parts, and the community each part lies in."""
    order = _grouped(part, np.arange(part.size, dtype=part.dtype), parts)
    start, target, weight = _aggregate(level.start, level.target, level.weight, part, order, parts)
    size = np.asarray(np.bincount(part, weights=level.size, minlength=parts), dtype=np.float64)
    above = np.empty(parts, dtype=label.dtype)
    above[part] = label
    return Level(start, target, weight, size, level.gamma, level.unit), above


@compiled
def _move(  # noqa: PLR0917 (compiled: no keyword-only arguments)
    start: Codes, target: Codes, weight: Floats | None, size: Floats,
    label: Codes, order: Codes, gamma: float, unit: float,
) -> Codes:  # fmt: skip
    """Let each node in turn join the community that gains most; whoever lost a neighbour by it waits for a turn again."""
    nodes = queued = order.size
    label, queue, waiting = label.copy(), order.copy(), np.ones(nodes, dtype=np.bool_)
    total, members, empty, empties = _census(label, size)
    near, tie, head = np.empty_like(order), np.zeros(nodes), 0
    while queued > 0:
        v = queue[head]
        head = head + 1 if head + 1 < nodes else 0
        queued -= 1
        waiting[v] = False
        met = 0
        for e in range(start[v], start[v + 1]):
            d = label[target[e]]
            if tie[d] == 0.0:
                near[met] = d
                met += 1
            tie[d] += 1.0 if weight is None else weight[e]
        c = label[v]
        total[c] -= size[v]
        members[c] -= 1
        push = gamma * size[v]
        best, gain = c, tie[c] - push * total[c] + 1e-9 * unit
        for i in range(met):
            d = near[i]
            if tie[d] - push * total[d] > gain:
                best, gain = d, tie[d] - push * total[d]
            tie[d] = 0.0
        if gain < 0.0 and members[c] > 0:
            empties -= 1
            best = empty[empties]
        total[best] += size[v]
        members[best] += 1
        if best == c:
            continue
        if members[c] == 0:
            empty[empties] = c
            empties += 1
        label[v] = best
        for e in range(start[v], start[v + 1]):
            u = target[e]
            if not waiting[u] and label[u] != best:
                waiting[u] = True
                queue[(head + queued) % nodes] = u
                queued += 1
    return label


@compiled
def _census(label: Codes, size: Floats) -> tuple[Floats, Codes, Codes, int]:
    """The size and the nodes of each community; and a stack of the labels that nobody has."""
    total, members, empty = np.zeros(label.size), np.zeros_like(label), np.empty_like(label)
    empties = 0
    for v in range(label.size):
        total[label[v]] += size[v]
        members[label[v]] += 1
    for c in range(label.size):
        if members[c] == 0:
            empty[empties] = c
            empties += 1
    return total, members, empty, empties


@compiled
def _refine(  # noqa: PLR0917 (compiled: no keyword-only arguments)
    start: Codes, target: Codes, weight: Floats | None, size: Floats,
    label: Codes, order: Codes, chance: Floats, gamma: float, unit: float,
) -> Codes:  # fmt: skip
    """Within each community, merge single nodes into parts that are well tied to the rest of it; a part is a node."""
    nodes = order.size
    total = np.zeros(nodes)
    for v in range(nodes):
        total[label[v]] += size[v]
    inside = _weight_inside(start, target, weight, label)
    part, bulk, cut, alone = np.arange(nodes).astype(order.dtype), size.copy(), inside.copy(), np.ones(nodes, np.bool_)
    near, tie = np.empty_like(order), np.zeros(nodes)
    for v in order:
        everything = total[label[v]]
        if not alone[v] or inside[v] == 0.0 or inside[v] < gamma * size[v] * (everything - size[v]):
            continue
        met = 0
        for e in range(start[v], start[v + 1]):
            if label[target[e]] == label[v]:
                d = part[target[e]]
                if tie[d] == 0.0:
                    near[met] = d
                    met += 1
                tie[d] += 1.0 if weight is None else weight[e]
        best = _draw(near[:met], tie, bulk, cut, gamma, gamma * size[v], everything, WARMTH * unit, chance[v])
        if best >= 0:
            part[v] = best
            alone[best] = False
            bulk[best] += size[v]
            cut[best] += inside[v] - 2 * tie[best]
        for d in near[:met]:
            tie[d] = 0.0
    return part


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
def _weight_inside(start: Codes, target: Codes, weight: Floats | None, label: Codes) -> Floats:
    """The weight that ties each node to its own community."""
    inside = np.zeros(label.size)
    for v in range(label.size):
        for e in range(start[v], start[v + 1]):
            if label[target[e]] == label[v]:
                inside[v] += 1.0 if weight is None else weight[e]
    return inside


@compiled
def _aggregate(  # noqa: PLR0917 (compiled: no keyword-only arguments)
    start: Codes, target: Codes, weight: Floats | None, part: Codes, order: Codes, parts: int
) -> tuple[Codes, Codes, Floats]:
    """The weight between each two parts; `order` holds the nodes part by part."""
    begins = np.zeros(parts + 1, dtype=start.dtype)
    rows, weights = np.empty_like(target), np.empty(target.size)
    near, tie = np.empty(parts, dtype=target.dtype), np.zeros(parts)
    kept = i = 0
    for p in range(parts):
        met = 0
        while i < order.size and part[order[i]] == p:
            for e in range(start[order[i]], start[order[i] + 1]):
                d = part[target[e]]
                if d != p:
                    if tie[d] == 0.0:
                        near[met] = d
                        met += 1
                    tie[d] += 1.0 if weight is None else weight[e]
            i += 1
        for d in near[:met]:
            rows[kept], weights[kept] = d, tie[d]
            kept += 1
            tie[d] = 0.0
        begins[p + 1] = kept
    return begins, rows[:kept].copy(), weights[:kept].copy()


@compiled
def _renumber(label: Codes, order: Codes) -> tuple[Codes, int]:
    """Labels from 0 in order of their first appearance along `order`, and how many there are."""
    new = np.full(label.size, -1, dtype=label.dtype)
    found = 0
    for v in order:
        if new[label[v]] < 0:
            new[label[v]] = found
            found += 1
    return new[label], found


@compiled
def _grouped(label: Codes, order: Codes, labels: int) -> Codes:
    """The nodes label by label, each group as it stands in `order`."""
    at = np.zeros(labels + 1, dtype=order.dtype)
    for v in order:
        at[label[v] + 1] += 1
    for c in range(labels):
        at[c + 1] += at[c]
    grouped = np.empty_like(order)
    for v in order:
        grouped[at[label[v]]] = v
        at[label[v]] += 1
    return grouped


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
