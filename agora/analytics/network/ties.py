"""How strong a tie is, from what two people wrote to each other: how much, how lately, how mutually, among whom.

The dimensions are Granovetter's (1973) that can be counted; the formula is Agora's own and stated below.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from agora.analytics.arrays import Bools, Floats, Ints, floats, integers
from agora.analytics.errors import InvalidInput
from agora.analytics.network.embeddedness import embeddedness
from agora.analytics.network.graph import Graph


@dataclass(frozen=True)
class Ties:
    """One row per pair who interacted, `one` < `other`, in order.

    strength = ln(1 + messages) x recency x (1 + reciprocity) / 2 x (1 + overlap) / 2 x (1 + acquaintance) / 2.
    """

    one: Ints  # (pairs,) person
    other: Ints  # (pairs,) person
    messages: Ints  # (pairs,) in both directions
    reciprocity: Floats  # the smaller over the larger count of the two directions, 0 to 1
    recency: Floats  # 2^(-time since the last message / half life), 0 to 1
    known: Floats  # time since the first message, in the unit of the times
    common: Ints  # how many people both have a tie to
    overlap: Floats  # common over all people either has a tie to, 0 to 1
    acquaintance: Floats  # 1 - 2^(-known / half life), 0 to 1
    strength: Floats
    threshold: float | None  # the strength from which on a tie is called strong; None: nobody has said

    @property
    def strong(self) -> Bools:
        """Which ties reach the threshold that was declared, (pairs,); InvalidInput where none was."""
        if self.threshold is None:
            raise InvalidInput("no strength was declared from which on a tie is strong; state it", column="threshold")
        return self.strength >= self.threshold


def tie_strength(
    source: ArrayLike,
    target: ArrayLike,
    time: ArrayLike,
    *,
    now: float,
    half_life: float = 90.0,
    threshold: float | None = None,
) -> Ties:
    """The strength of each tie, from how much, how lately and how mutually two wrote, whom both know, and since when.

    source, target, time (n,): who wrote to whom and when, as person codes from 0 and times in the unit of `now` and
    half_life; threshold: the strength from which on a tie is called strong, None to leave that open. Returns a row per
    pair; messages to oneself and after `now` are left out.
    Raises InvalidInput for a half-life that is not above 0, times or a threshold that are no numbers, negative codes.
    Assumes: what was written is what passed between the two; silence elsewhere is not seen.
    Misleads when: a channel is missing, and where the threshold is read as a fact: it is a choice, so show the
    distribution. As overlap is part of it, do not use it to show that strong ties overlap.
    Source: Granovetter (1973), Am. J. Sociology 78(6); Gilbert and Karahalios (2009), CHI, on what predicts strength. The
    formula is a convention of this library.

    >>> ties = tie_strength([0, 1, 0, 2], [1, 0, 2, 1], [0.0, 90.0, 90.0, 90.0], now=90.0, threshold=0.3)
    >>> ties.strength.round(3).tolist(), ties.strong.tolist()
    ([0.549, 0.116, 0.116], [True, False, False])
    """
    if not half_life > 0:
        raise InvalidInput(f"half_life is above 0, not {half_life}", column="half_life")
    if threshold is not None and not np.isfinite(threshold):
        raise InvalidInput(f"{threshold} is no strength to compare with", column="threshold")
    if not np.isfinite(now):
        raise InvalidInput(f"{now} is no time", column="now")
    u = integers(source, name="source")
    v = integers(target, name="target", size=u.size)
    t = floats(time, name="time", size=u.size)
    keep = (u != v) & (t <= now)
    return _ties(u[keep], v[keep], t[keep], now=now, half_life=half_life, threshold=threshold)


def _ties(u: Ints, v: Ints, t: Floats, *, now: float, half_life: float, threshold: float | None) -> Ties:
    one, other, forward = np.minimum(u, v), np.maximum(u, v), u < v
    order = np.lexsort((t, other, one))
    one, other, forward, t = one[order], other[order], forward[order], t[order]
    first, ends = _runs(one, other)
    sent = np.append(0, np.cumsum(forward))
    there = sent[ends] - sent[first]
    back = ends - first - there
    reciprocity = np.minimum(there, back) / np.maximum(there, back)
    recency, known = np.exp2(-(now - t[ends - 1]) / half_life), now - t[first]
    acquaintance = 1 - np.exp2(-known / half_life)
    common, overlap = _shared(one[first], other[first])
    degrees = (1 + reciprocity) / 2 * (1 + overlap) / 2 * (1 + acquaintance) / 2
    return Ties(
        one=one[first], other=other[first], messages=ends - first, reciprocity=reciprocity, recency=recency,
        known=known, common=common, overlap=overlap, acquaintance=acquaintance,
        strength=np.log1p(ends - first) * recency * degrees, threshold=threshold,
    )  # fmt: skip


def _shared(one: Ints, other: Ints) -> tuple[Ints, Floats]:
    """Common neighbours and overlap of each pair; the pairs are in order, so the graph keeps them so."""
    people, codes = np.unique(np.concatenate([one, other]), return_inverse=True)
    found = embeddedness(Graph.from_edges(codes[: one.size], codes[one.size :], nodes=people.size))
    return found.common.astype(np.int64), found.jaccard


def _runs(one: Ints, other: Ints) -> tuple[Ints, Ints]:
    """Where each run of the same pair starts and ends."""
    new = np.ones(one.size, dtype=np.bool_)
    new[1:] = (np.diff(one) != 0) | (np.diff(other) != 0)
    first = np.flatnonzero(new)
    return first, np.append(first, one.size)[1:]
