"""Rows brought together by buyer: taken as they lie where they are in order, sorted by counting where not.

The order within a buyer is that of every column, so that it says nothing about the order rows came in.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from agora_analytics.arrays import Floats, Ints, compiled
from agora_analytics.value.rows import Codes, Exposures, Kinds


class Met(NamedTuple):
    """Exposures by buyer, then time, author and content; buyer b has the rows first[b]:first[b + 1]."""

    first: Ints  # (people + 1,)
    author: Codes
    content: Ints
    time: Floats
    strength: Floats
    decay: Floats
    kind: Kinds
    row: Ints  # (exposures,) the rows given, or empty where they lay in order already


def met_by_buyer(exposures: Exposures, people: int) -> Met:
    """Bring exposures into order: O(n) where sorted, else O(n) by counting and O(k log k) for a buyer's k rows."""
    x = exposures
    first = starts(x.buyer, people)
    if _in_order(x.buyer, x.author, x.content, x.time, x.strength, x.decay, x.kind):
        return Met(first, x.author, x.content, x.time, x.strength, x.decay, x.kind, np.empty(0, dtype=np.int64))
    row = by_code(x.buyer, first)
    _sort_each(first, row, x.author, x.content, x.time, x.strength, x.decay, x.kind)
    columns = (x.author[row], x.content[row], x.time[row], x.strength[row], x.decay[row], x.kind[row])
    return Met(first, *columns, row)


@compiled
def starts(code: Codes, people: int) -> Ints:
    """Where the rows of each code begin once they lie by code, (people + 1,); negative codes are left out."""
    first = np.zeros(people + 1, dtype=np.int64)
    for who in code:
        if who >= 0:
            first[who + 1] += 1
    for i in range(people):
        first[i + 1] += first[i]
    return first


@compiled
def by_code(code: Codes, first: Ints) -> Ints:
    """Row numbers by code, in their order within a code; negative codes are left out."""
    left_out = code.size - first[-1]
    tidy = left_out == 0
    for i in range(1, code.size):
        tidy &= code[i] >= code[i - 1]
    if tidy:
        return np.arange(code.size)
    at = first.copy()
    row = np.empty(first[-1], dtype=np.int64)
    for i in range(code.size):
        who = code[i]
        if who >= 0:
            row[at[who]] = i
            at[who] += 1
    return row


@compiled
def _after(  # noqa: PLR0917 (compiled: no keyword-only arguments)
    i: int, j: int, author: Codes, content: Ints, time: Floats, strength: Floats, decay: Floats, kind: Kinds
) -> bool:
    """Whether row i of a buyer comes strictly after row j."""
    if time[i] != time[j]:
        return bool(time[i] > time[j])
    if author[i] != author[j]:
        return bool(author[i] > author[j])
    if content[i] != content[j]:
        return bool(content[i] > content[j])
    if kind[i] != kind[j]:
        return bool(kind[i] > kind[j])
    if strength[i] != strength[j]:
        return bool(strength[i] > strength[j])
    return bool(decay[i] > decay[j])


@compiled
def _in_order(  # noqa: PLR0917
    buyer: Codes, author: Codes, content: Ints, time: Floats, strength: Floats, decay: Floats, kind: Kinds
) -> bool:
    for i in range(1, buyer.size):
        if buyer[i] > buyer[i - 1]:
            continue
        if buyer[i] < buyer[i - 1] or time[i] < time[i - 1]:
            return False
        if time[i] == time[i - 1] and _after(i - 1, i, author, content, time, strength, decay, kind):
            return False
    return True


@compiled
def _sort_each(  # noqa: PLR0917
    first: Ints, row: Ints, author: Codes, content: Ints, time: Floats, strength: Floats, decay: Floats, kind: Kinds
) -> None:
    """Sort each buyer's rows by merging ever longer runs; times are looked up once, other columns only for ties."""
    most = 0
    for b in range(first.size - 1):
        most = max(most, first[b + 1] - first[b])
    mine, spare = np.empty(most, dtype=np.int64), np.empty(most, dtype=np.int64)
    clock, past = np.empty(most), np.empty(most)
    for b in range(first.size - 1):
        low, size = first[b], first[b + 1] - first[b]
        for i in range(size):
            mine[i] = row[low + i]
            clock[i] = time[mine[i]]
        width = 1
        while width < size:
            for left in range(0, size - width, 2 * width):
                right = min(left + 2 * width, size)
                for i in range(left, left + width):
                    spare[i], past[i] = mine[i], clock[i]
                i, j, at = left, left + width, left
                while i < left + width:
                    later = j < right and past[i] >= clock[j]
                    if later and past[i] == clock[j]:
                        later = _after(spare[i], mine[j], author, content, time, strength, decay, kind)
                    if later:
                        mine[at], clock[at] = mine[j], clock[j]
                        j += 1
                    else:
                        mine[at], clock[at] = spare[i], past[i]
                        i += 1
                    at += 1
            width *= 2
        for i in range(size):
            row[low + i] = mine[i]


def refunds_by_sale(refund_of: Ints, time: Floats, margin: Ints) -> tuple[Ints, Ints]:
    """Refunds of sale i as rows back[first[i]:first[i + 1]], by time, then amount."""
    back = np.flatnonzero(refund_of >= 0)
    back = back[np.lexsort((margin[back], time[back], refund_of[back]))]
    counts: NDArray[np.int64] = np.bincount(refund_of[back], minlength=refund_of.size)
    first = np.zeros(refund_of.size + 1, dtype=np.int64)
    np.cumsum(counts, out=first[1:])
    return first, back
