"""Weights become whole minor units that add up: largest remainder per sale, refunds by what remains."""

import numpy as np

from agora.analytics.arrays import Floats, Ints, compiled


@compiled
def apportion(amount: int, weights: Floats) -> Ints:
    """Share an amount in minor units by weights that sum to 1; the parts sum to the amount exactly.

    Hamilton's largest remainder; ties go to the earlier weight; a negative amount is the mirror of the positive one.
    """
    size = abs(amount)
    sign = 1 if amount >= 0 else -1
    parts = np.empty(weights.size, dtype=np.int64)
    rest = np.empty(weights.size)
    left = size
    for j in range(weights.size):
        exact = size * weights[j]
        parts[j] = np.int64(np.floor(exact))
        rest[j] = exact - parts[j]
        left -= parts[j]
    if left != 0:
        order = np.argsort(-rest, kind="mergesort")
        step = 1 if left > 0 else -1
        for k in range(abs(left)):
            at = order[k % order.size] if left > 0 else order[order.size - 1 - k % order.size]
            parts[at] += step
    return parts * sign


@compiled
def apportion_sales(  # noqa: PLR0917 (compiled: no keyword-only arguments)
    margin: Ints, origin: Ints, order: Ints, start: Ints, own_weight: Floats, weight: Floats
) -> tuple[Ints, Ints]:
    """Own amounts per sale and credits per path row, in minor units.

    order: sales before refunds, then by time. A refund takes back the difference between the shares of what was
    held and of what remains, so that any refunds that return a whole sale leave every account at exactly zero.
    """
    own = np.zeros(margin.size, dtype=np.int64)
    credit = np.zeros(weight.size, dtype=np.int64)
    held = np.zeros(margin.size, dtype=np.int64)
    for i in order:
        sale = origin[i]
        parts = _remaining_parts(held[sale] + margin[i], sale, start, own_weight, weight)
        if sale != i:
            parts = parts - _remaining_parts(held[sale], sale, start, own_weight, weight)
        held[sale] += margin[i]
        own[i] = parts[0]
        credit[start[i] : start[i + 1]] = parts[1:]
    return own, credit


@compiled
def _remaining_parts(amount: int, sale: int, start: Ints, own_weight: Floats, weight: Floats) -> Ints:
    low, high = start[sale], start[sale + 1]
    weights = np.empty(high - low + 1)
    weights[0] = own_weight[sale]
    weights[1:] = weight[low:high]
    return apportion(amount, weights)
