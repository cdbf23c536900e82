"""How strong a tie is, from what two people wrote to each other: how much, how lately, how mutually.

The dimensions are Granovetter's (1973) that can be counted; the formula is Agora's own and stated below.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from agora.analytics.arrays import Floats, Ints, floats, integers


@dataclass(frozen=True)
class Ties:
    """One row per pair who interacted, `one` < `other`.

    strength = ln(1 + messages) x recency x (1 + reciprocity) / 2.
    """

    one: Ints
    other: Ints
    messages: Ints
    reciprocity: Floats  # the smaller over the larger count of the two directions, 0 to 1
    recency: Floats  # 2^(-time since the last message / half life), 0 to 1
    strength: Floats


def tie_strength(source: ArrayLike, target: ArrayLike, time: ArrayLike, *, now: float, half_life: float = 90.0) -> Ties:
    """Ties from directed interactions (n,): person codes and times, in the time unit of `now` and `half_life`.

    Interactions with oneself and after `now` are left out. No threshold is applied: strength is a measure, and who
    calls a tie strong declares where they cut.
    """
    if half_life <= 0:
        raise ValueError("half_life is above 0")
    u = integers(source, name="source")
    v = integers(target, name="target", size=u.size)
    t = floats(time, name="time", size=u.size)
    keep = (u != v) & (t <= now)
    u, v, t = u[keep], v[keep], t[keep]
    one, other, forward = np.minimum(u, v), np.maximum(u, v), u < v
    order = np.lexsort((t, other, one))
    one, other, forward, t = one[order], other[order], forward[order], t[order]
    first, ends = _runs(one, other)
    sent = np.append(0, np.cumsum(forward))
    there = sent[ends] - sent[first]
    back = ends - first - there
    reciprocity = np.minimum(there, back) / np.maximum(there, back)
    recency = np.exp2(-(now - t[ends - 1]) / half_life)
    return Ties(
        one=one[first],
        other=other[first],
        messages=ends - first,
        reciprocity=reciprocity,
        recency=recency,
        strength=np.log1p(ends - first) * recency * (1 + reciprocity) / 2,
    )


def _runs(one: Ints, other: Ints) -> tuple[Ints, Ints]:
    """Where each run of the same pair starts and ends."""
    new = np.ones(one.size, dtype=np.bool_)
    new[1:] = (np.diff(one) != 0) | (np.diff(other) != 0)
    first = np.flatnonzero(new)
    return first, np.append(first, one.size)[1:]
