"""Weights become whole minor units that add up: the largest remainders get the last of them."""

from __future__ import annotations

import numpy as np

from agora_analytics.arrays import Floats, Ints, compiled

FEW = 64  # up to so many parts, looking for the largest remainder beats sorting them


@compiled
def apportion(amount: int, weight: Floats, count: int, parts: Ints, rest: Floats) -> int:
    """Share an amount in minor units by weight[:count], which sums to 1, into parts[:count].

    Hamilton's largest remainder; ties go to the earlier weight; a negative amount is the mirror of the positive one.
    Returns what `settle` has still to hand out: nothing, but for many parts or amounts beyond floating point.
    """
    size = abs(amount)
    sign = 1 if amount >= 0 else -1
    left = size
    for j in range(count):
        exact = size * weight[j]
        whole_part = int(exact)
        parts[j] = whole_part * sign
        rest[j] = exact - whole_part
        left -= whole_part
    return hand_out(left, sign, count, parts, rest)


@compiled
def hand_out(left: int, sign: int, count: int, parts: Ints, rest: Floats) -> int:
    """Give the largest remainders a unit each; what is left for `settle`."""
    if left < 0 or left > count or count > FEW:
        return left
    for _ in range(left):
        best, most = 0, rest[0]
        for j in range(1, count):
            more = rest[j] > most
            best = j if more else best
            most = rest[j] if more else most
        parts[best] += sign
        rest[best] = -1.0
    return 0


@compiled
def settle(left: int, sign: int, count: int, parts: Ints, rest: Floats) -> None:
    """Hand out `left` units by the largest remainders, or take them back by the smallest, round and round."""
    order = np.argsort(-rest[:count], kind="mergesort")
    step = sign if left > 0 else -sign
    for k in range(abs(left)):
        at = order[k % count] if left > 0 else order[count - 1 - k % count]
        parts[at] += step


def whole(values: Floats, total: int) -> Ints:
    """Amounts of either sign, which sum to nearly `total`, as whole numbers that sum to it exactly."""
    parts: Ints = np.floor(values).astype(np.int64)
    settle(int(total - parts.sum()), 1, values.size, parts, values - parts)
    return parts
