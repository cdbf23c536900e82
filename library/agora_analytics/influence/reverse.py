"""Reverse reachable sets: who would have reached a node drawn at random, in one draw of all edges.

A set of seeds reaches a node drawn by value exactly when it meets that node's reverse reachable set, so the value reached
is the total value times the share of sets that are met. Borgs, Brautbar, Chayes, Lucier (2014), SODA.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from agora_analytics.arrays import Bools, Floats, Ints, compiled
from agora_analytics.network.graph import Codes, Graph


@dataclass(frozen=True)
class Sampler:
    """Draws roots by value and walks edges backwards."""

    incoming: Graph  # row v: who may reach v
    chance: Floats  # (edges,), of the incoming edges
    total: float  # value of all nodes
    cumulated: Floats  # (nodes,), value up to and with a node

    def roots(self, count: int, random: Generator) -> Ints:
        """Nodes drawn in proportion to their value, (count,)."""
        at = np.searchsorted(self.cumulated, random.random(count) * self.cumulated[-1], side="right")
        last = np.searchsorted(self.cumulated, self.cumulated[-1])  # rounding must not draw a worthless node past it
        roots: Ints = np.minimum(at, last).astype(np.int64)
        return roots

    def sets(self, count: int, random: Generator, *, most: int) -> Sets | None:
        """That many sets; None when they would hold more than `most` members."""
        g = self.incoming
        members, offsets = _sets(g.start, g.target, self.chance, self.roots(count, random), most, random)
        return None if offsets.size == 0 else Sets(members=members, offsets=offsets)

    def met(self, seeds: Ints, count: int, random: Generator) -> int:
        """How many of that many new sets hold a seed; the sets are not kept."""
        g = self.incoming
        chosen = np.zeros(g.nodes, dtype=np.bool_)
        chosen[seeds] = True
        return int(_met(g.start, g.target, self.chance, self.roots(count, random), chosen, random))


@dataclass(frozen=True)
class Sets:
    """Set i holds `members[offsets[i]:offsets[i + 1]]`."""

    members: Codes  # (total members,)
    offsets: Ints  # (sets + 1,)

    @property
    def count(self) -> int:
        """How many sets."""
        return int(self.offsets.size) - 1

    def joined(self, more: Sets) -> Sets:
        """These and more sets."""
        members = np.concatenate([self.members, more.members])
        return Sets(members=members, offsets=np.concatenate([self.offsets, more.offsets[1:] + self.offsets[-1]]))

    def cover(self, k: int, *, nodes: int) -> tuple[Ints, int, int]:
        """Greedy choice of k nodes: the choice, how many sets it meets, and no fewer than what any k nodes meet."""
        seeds, met, bound = _cover(self.members, self.offsets, nodes, k)
        return seeds, int(met), int(bound)


@compiled
def _sets(  # noqa: PLR0917 (compiled: no keyword-only arguments)
    start: Codes, source: Codes, chance: Floats, roots: Ints, most: int, random: Generator
) -> tuple[Codes, Ints]:
    seen = np.full(start.size - 1, -1, dtype=np.int64)
    members = np.empty(max(4 * roots.size, seen.size), dtype=source.dtype)
    offsets = np.zeros(roots.size + 1, dtype=np.int64)
    end = 0
    for i in range(roots.size):
        if end + seen.size > members.size:
            members = _longer(members, end, max(2 * members.size, end + seen.size))
        at = end
        seen[roots[i]] = i
        members[end] = roots[i]
        end += 1
        while at < end:
            v = members[at]
            at += 1
            for e in range(start[v], start[v + 1]):
                u = source[e]
                if seen[u] != i and random.random() < chance[e]:
                    seen[u] = i
                    members[end] = u
                    end += 1
        if end > most:
            return members[:0], offsets[:0]
        offsets[i + 1] = end
    return members[:end].copy(), offsets


@compiled
def _longer(members: Codes, filled: int, size: int) -> Codes:
    made = np.empty(size, dtype=members.dtype)
    made[:filled] = members[:filled]
    return made


@compiled
def _holders(members: Codes, offsets: Ints, nodes: int) -> tuple[Ints, Codes]:
    """The sets that hold each node, as rows."""
    start = np.zeros(nodes + 1, dtype=np.int64)
    for v in members:
        start[v + 1] += 1
    start = np.cumsum(start)
    at, held = start[:-1].copy(), np.empty(members.size, dtype=np.int32)
    for i in range(offsets.size - 1):
        for m in range(offsets[i], offsets[i + 1]):
            held[at[members[m]]] = i
            at[members[m]] += 1
    return start, held


@compiled
def _cover(members: Codes, offsets: Ints, nodes: int, k: int) -> tuple[Ints, int, int]:
    start, held = _holders(members, offsets, nodes)
    gain = np.diff(start)
    free, open_ = np.ones(nodes, dtype=np.bool_), np.ones(offsets.size - 1, dtype=np.bool_)
    seeds = np.empty(k, dtype=np.int64)
    met, bound = 0, offsets.size - 1
    for step in range(k + 1):
        # Whatever k nodes are best, they add at most the k largest gains to what is met already.
        bound = min(bound, met + np.partition(gain, nodes - k)[nodes - k :].sum())
        if step == k:
            break
        best = np.argmax(np.where(free, gain, -1))
        seeds[step], free[best] = best, False
        met += gain[best]
        for h in range(start[best], start[best + 1]):
            if open_[held[h]]:
                open_[held[h]] = False
                for m in range(offsets[held[h]], offsets[held[h] + 1]):
                    gain[members[m]] -= 1
    return seeds, met, bound


@compiled
def _met(  # noqa: PLR0917 (compiled: no keyword-only arguments)
    start: Codes, source: Codes, chance: Floats, roots: Ints, chosen: Bools, random: Generator
) -> int:
    nodes = start.size - 1
    seen, queue = np.full(nodes, -1, dtype=np.int64), np.empty(nodes, dtype=np.int64)
    met = 0
    for i in range(roots.size):
        seen[roots[i]] = i
        queue[0] = roots[i]
        at, end, found = 0, 1, chosen[roots[i]]
        while at < end and not found:
            v = queue[at]
            at += 1
            for e in range(start[v], start[v + 1]):
                u = source[e]
                if seen[u] != i and random.random() < chance[e]:
                    seen[u] = i
                    queue[end] = u
                    end += 1
                    found = found or chosen[u]
        met += found
    return met
