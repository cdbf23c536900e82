"""Local moving: each node joins the community that gains most, batch by batch, each batch decided side by side.

What a batch decides hangs on the state before it and is carried out in order, so threads change the time alone.
"""

from collections.abc import Callable
from itertools import pairwise
from queue import SimpleQueue
from typing import NamedTuple

import numpy as np

from agora_analytics.arrays import MOST_THREADS, Bools, Floats, Ints, compiled, cores, side_by_side
from agora_analytics.network.graph import Codes
from agora_analytics.network.levels import Level

BLOCKS = 4096  # at least, where nodes stay together at all
BATCHES = 16  # of a sweep over a large level: nodes that decide at once rarely meet
BLOCK = 64  # nodes of a large level that stay together in the order of visits: their rows lie side by side
LARGE = 300_000  # ties from which deciding in batches is worth it
FEW = 0.005  # of the nodes: when fewer move in a sweep, the rest go one by one
SHRINKING = 0.8  # of the moves of the sweep before: when more move, some dance round each other
WORTH = 50_000  # ties worth a thread
EMPTY = -1  # the choice of a community of one's own


class Standing(NamedTuple):
    """Who is where, and who waits for a turn."""

    label: Codes  # (nodes,)
    total: Floats  # (labels,) the size of each community
    members: Codes  # (labels,)
    empty: Codes  # a stack of the labels that nobody has
    empties: Ints  # (1,) how high it stands
    waiting: Bools  # (nodes,)
    choice: Codes  # (nodes,) by place in the order of visits: where to; once carried out, where from
    lead: Floats  # (nodes,) how much more weight ties a node to its choice than to its own community


class Scratch(NamedTuple):
    """What one thread adds up in; between nodes every sum is 0."""

    tie: Floats
    near: Codes


def moved(level: Level, label: Codes, generator: np.random.Generator, *, sweeps: int | None = None) -> Codes:
    """Labels after moving until no node gains by a move; with `sweeps`, after so many sweeps at most."""
    nodes = label.size
    order = _visits(nodes, generator).astype(label.dtype)
    standing = _standing(level, label)
    if is_large(level):
        _move_in_batches(level, standing, order, sweeps or nodes)
    if sweeps is None:
        scratch = _scratch(level)
        while _move_one_by_one(level, standing, order, scratch):
            pass
    return standing.label


def is_large(level: Level) -> bool:
    """Whether batches pay for themselves."""
    return level.target.size >= LARGE


def _visits(nodes: int, generator: np.random.Generator) -> Codes:
    """All nodes; many of them in blocks of neighbours by number that are shuffled as a whole."""
    block = min(BLOCK, nodes // BLOCKS + 1)
    first = generator.permutation(-(-nodes // block)) * block
    order = (first[:, None] + np.arange(block)).ravel()
    return order[order < nodes]


def _standing(level: Level, label: Codes) -> Standing:
    nodes = label.size
    total = np.bincount(label, weights=level.size, minlength=nodes)
    members = np.bincount(label, minlength=nodes).astype(label.dtype)
    empty, free = np.empty_like(label), np.flatnonzero(members == 0)
    empty[: free.size] = free
    return Standing(
        label=label.copy(),
        total=np.asarray(total, dtype=np.float64),
        members=members,
        empty=empty,
        empties=np.array([free.size]),
        waiting=np.ones(nodes, dtype=np.bool_),
        choice=np.empty_like(label),
        lead=np.empty(nodes),
    )


def _scratch(level: Level) -> Scratch:
    return Scratch(np.zeros(level.size.size), np.empty(level.size.size, dtype=level.target.dtype))


def _move_in_batches(level: Level, standing: Standing, order: Codes, sweeps: int) -> None:
    """Sweep over all who wait until few move."""
    nodes = order.size
    idle: SimpleQueue[Scratch] = SimpleQueue()
    for _ in range(min(cores(), MOST_THREADS)):
        idle.put(_scratch(level))

    def decide(low: int, high: int) -> None:
        scratch = idle.get()
        _decide(level, standing, order, scratch, low, high)
        idle.put(scratch)

    def call(low: int, high: int) -> None:
        _call_neighbours(level, standing, order, low, high)

    cuts = np.unique(np.linspace(0, nodes, BATCHES + 1).astype(np.int64)).tolist()
    most = nodes
    for _ in range(sweeps):
        ties = level.target.size * np.count_nonzero(standing.waiting) / nodes / BATCHES
        moves = 0
        for low, high in pairwise(cuts):
            _in_pieces(decide, low, high, work=ties)
            movers = _carry_out(level, standing, order, low, high)
            _in_pieces(call, low, high, work=ties * movers / (high - low))
            moves += movers
        if not FEW * nodes < moves < most:
            break
        most = int(SHRINKING * moves)


def _in_pieces(part: Callable[[int, int], None], low: int, high: int, *, work: float) -> None:
    before = np.linspace(0, work, high - low + 1)
    side_by_side(lambda first, stop: part(low + first, low + stop), before, worth=WORTH)


@compiled
def _decide(  # noqa: PLR0917 (compiled: no keyword-only arguments)
    level: Level, standing: Standing, order: Codes, scratch: Scratch, low: int, high: int
) -> None:
    """The best community for each who waits, given where all are now; writes what is the node's own alone."""
    start, target, weight, heavy = level.start, level.target, level.weight, level.weight.size > 0
    label, total, tie, near = standing.label, standing.total, scratch.tie, scratch.near
    for i in range(low, high):
        v = order[i]
        c = label[v]
        standing.choice[i] = c
        if not standing.waiting[v]:
            continue
        standing.waiting[v] = False
        met = 0
        for e in range(start[v], start[v + 1]):
            d = label[target[e]]
            if tie[d] == 0.0:
                near[met] = d
                met += 1
            tie[d] += weight[e] if heavy else 1.0
        own = tie[c]
        tie[c] = 0.0
        push = level.gamma * level.size[v]
        best, bond = c, own
        gain = own - push * (total[c] - level.size[v]) + 1e-9 * level.unit + 1e-12 * own
        for d in near[:met]:
            if tie[d] > gain and tie[d] - push * total[d] > gain:
                best, bond, gain = d, tie[d], tie[d] - push * total[d]
            tie[d] = 0.0
        if gain < 0.0:
            best, bond = EMPTY, 0.0
        standing.choice[i] = best
        standing.lead[i] = bond - own


@compiled
def _carry_out(level: Level, standing: Standing, order: Codes, low: int, high: int) -> int:
    """Move those who chose, unless earlier moves of the batch have spoilt the gain: they wait again; how many moved."""
    label, total, members, choice = standing.label, standing.total, standing.members, standing.choice
    moves, empties = 0, standing.empties[0]
    for i in range(low, high):
        v = order[i]
        c, best = label[v], choice[i]
        if best == c:
            continue
        choice[i] = c
        size, rest = level.size[v], total[c] - level.size[v]
        if best == EMPTY and members[c] > 1:
            best = standing.empty[empties - 1]
            empties -= 1
        elif best == EMPTY or members[best] == 0 or standing.lead[i] <= level.gamma * size * (total[best] - rest):
            standing.waiting[v] = best != EMPTY
            continue
        members[c] -= 1
        total[c] = rest if members[c] else 0.0
        if members[c] == 0:
            standing.empty[empties] = c
            empties += 1
        label[v] = best
        members[best] += 1
        total[best] += size
        moves += 1
    standing.empties[0] = empties
    return moves


@compiled
def _call_neighbours(level: Level, standing: Standing, order: Codes, low: int, high: int) -> None:
    """Whoever lost a neighbour by a move that was carried out waits for a turn again."""
    label = standing.label
    for i in range(low, high):
        v = order[i]
        c = label[v]
        if standing.choice[i] != c:
            for u in level.target[level.start[v] : level.start[v + 1]]:
                if label[u] != c:
                    standing.waiting[u] = True


@compiled
def _move_one_by_one(level: Level, standing: Standing, order: Codes, scratch: Scratch) -> int:
    """One sweep over all who wait, each carried out before the next decides; how many moved."""
    moves = 0
    for i in range(order.size):
        if standing.waiting[order[i]]:
            _decide(level, standing, order, scratch, i, i + 1)
            if _carry_out(level, standing, order, i, i + 1):
                _call_neighbours(level, standing, order, i, i + 1)
                moves += 1
    return moves
