"""How strong a tie is, from what two people wrote to each other: how much, how lately, how mutually, among whom.

The dimensions are Granovetter's (1973) that can be counted; the formula is Agora's own and stated below.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from agora_analytics.arrays import Bools, Floats, Ints, compiled, floats, integers, number, whole
from agora_analytics.errors import InvalidInput
from agora_analytics.frames import Tabular
from agora_analytics.network.embeddedness import embeddedness
from agora_analytics.network.graph import Graph


@dataclass(frozen=True)
class Ties(Tabular):
    """One row per pair who interacted, `one` < `other`, in order.

    strength = ln(1 + messages) x recency x (1 + reciprocity) / 2 x (1 + overlap) / 2 x (1 + acquaintance) / 2.
    """

    aside: ClassVar[tuple[str, ...]] = ("row",)
    one: Ints  # (pairs,) person
    other: Ints  # (pairs,) person
    messages: Ints  # (pairs,) in both directions
    sent: Ints  # (pairs,) of them, from one to other
    reciprocity: Floats  # the smaller over the larger count of the two directions, 0 to 1
    recency: Floats  # 2^(-time since the last message / half life), 0 to 1
    known: Floats  # time since the first message, in the unit of the times
    common: Ints  # how many people both have a tie to
    overlap: Floats  # common over all people either has a tie to, 0 to 1
    acquaintance: Floats  # 1 - 2^(-known / half life), 0 to 1
    strength: Floats
    threshold: float | None  # the strength from which on a tie is called strong; None: nobody has said
    row: Ints  # (messages,) the row here of each message that was given, -1 where it was left out

    @property
    def strong(self) -> Bools:
        """Which ties reach the threshold that was declared, (pairs,); InvalidInput where none was."""
        if self.threshold is None:
            raise InvalidInput("no strength was declared from which on a tie is strong; state it", column="threshold")
        return self.strength >= self.threshold

    def strongest(self, most: int) -> tuple[Ints, Ints]:
        """Person (n,) and row of the tie (n,): up to `most` ties of each person, the strongest first, people in order.

        A tie is there twice where it is among the strongest of both its ends. InvalidInput where `most` is below 1.

        >>> ties = tie_strength([0, 0, 0], [1, 2, 2], [0.0, 0.0, 0.0], now=0.0)
        >>> person, row = ties.strongest(1)
        >>> person.tolist(), ties.other[row].tolist()
        ([0, 1, 2], [2, 1, 2])
        """
        whole(most, name="most", low=1)
        row = np.repeat(np.argsort(-self.strength, kind="stable"), 2)
        person = np.column_stack([self.one, self.other])[row[::2]].ravel()
        kept = np.flatnonzero(_among_first(person, most))
        kept = kept[np.argsort(person[kept], kind="stable")]
        return person[kept], row[kept]


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
    number(half_life, name="half_life", above=0)
    number(now, name="now")
    if threshold is not None:
        number(threshold, name="threshold")
    u = integers(source, name="source")
    v = integers(target, name="target", size=u.size)
    t = floats(time, name="time", size=u.size)
    kept = np.flatnonzero((u != v) & (t <= now))
    return _ties(u, v, t, kept, now=now, half_life=half_life, threshold=threshold)


def _ties(u: Ints, v: Ints, t: Floats, kept: Ints, *, now: float, half_life: float, threshold: float | None) -> Ties:
    one, other, forward = np.minimum(u, v)[kept], np.maximum(u, v)[kept], (u < v)[kept]
    order = np.lexsort((other, one))
    one, other, t = one[order], other[order], t[kept][order]
    first = np.flatnonzero(np.append(True, (np.diff(one) != 0) | (np.diff(other) != 0))[: one.size])
    messages = np.diff(np.append(first, one.size))
    row = np.full(u.size, -1)
    row[kept[order]] = np.repeat(np.arange(first.size), messages)
    there = np.add.reduceat(forward[order], first, dtype=np.int64)
    back = messages - there
    reciprocity = np.minimum(there, back) / np.maximum(there, back)
    known = now - np.minimum.reduceat(t, first)
    recency = np.exp2(-(now - np.maximum.reduceat(t, first)) / half_life)
    acquaintance = 1 - np.exp2(-known / half_life)
    # The pairs are in order, so the graph keeps them so.
    shared = embeddedness(Graph.from_edges(one[first], other[first]))
    degrees = (1 + reciprocity) / 2 * (1 + shared.jaccard) / 2 * (1 + acquaintance) / 2
    return Ties(
        one=one[first], other=other[first], messages=messages, sent=there, reciprocity=reciprocity, recency=recency,
        known=known, common=shared.common.astype(np.int64), overlap=shared.jaccard, acquaintance=acquaintance,
        strength=np.log1p(messages) * recency * degrees, threshold=threshold, row=row,
    )  # fmt: skip


@compiled
def _among_first(person: Ints, most: int) -> Bools:
    """Which rows are among the first `most` of their person; people are numbered densely enough to count in an array."""
    seen = np.zeros(person.max() + 1 if person.size else 0, dtype=np.int64)
    found = np.zeros(person.size, dtype=np.bool_)
    for i in range(person.size):
        seen[person[i]] += 1
        found[i] = seen[person[i]] <= most
    return found
