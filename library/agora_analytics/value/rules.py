"""How the credit of one sale is shared among the exposures before it: every rule's weights sum to 1 at most.

The position rules (first, last, position) average over exposures of the same moment, so that equals stay equal.
"""

from __future__ import annotations

from enum import StrEnum

import numpy as np

from agora_analytics.arrays import Floats, Ints, compiled
from agora_analytics.errors import InvalidInput
from agora_analytics.value.rows import Codes, Kinds


class Rule(StrEnum):
    """The attribution rules of the ledger; `HAZARD` is the default."""

    HAZARD = "hazard"
    LAST = "last"
    FIRST = "first"
    LINEAR = "linear"
    POSITION = "position"
    TIME_DECAY = "time_decay"
    SHAPLEY = "shapley"


HAZARD, LINEAR, TIME_DECAY, SHAPLEY, BY_PLACE = range(5)
_WAYS = {Rule.HAZARD: HAZARD, Rule.LINEAR: LINEAR, Rule.TIME_DECAY: TIME_DECAY, Rule.SHAPLEY: SHAPLEY}
# What the first and the last exposure get.
_ENDS = {Rule.FIRST: (1.0, 0.0), Rule.LAST: (0.0, 1.0), Rule.POSITION: (0.4, 0.4)}


def rule_named(name: Rule | str) -> Rule:
    """The rule of a name. Raises InvalidInput that lists the names there are."""
    try:
        return Rule(str(name).replace("-", "_"))
    except ValueError as wrong:
        raise InvalidInput(f"{name!r} is none of {', '.join(Rule)}", column="rule") from wrong


def way_of(rule: Rule) -> tuple[int, float, float]:
    """What the compiled loops need to know of a rule: its way, and what the ends get."""
    return (_WAYS.get(rule, BY_PLACE), *_ENDS.get(rule, (0.0, 0.0)))


@compiled
def weigh(  # noqa: PLR0917 (compiled: no keyword-only arguments)
    way: int,
    first: float,
    last: float,
    half_life: float,
    author: Codes,
    time: Floats,
    place: Ints,
    count: int,
    seen: Ints,
    weight: Floats,
) -> None:
    """Write the weights of exposures place[:count] under every rule but hazard to weight[1:], before kappa."""
    if way == SHAPLEY:
        _by_author(author, place, count, seen, weight)
    elif way == BY_PLACE:
        _by_place(time, place, count, first, last, weight)
    else:
        _by_freshness(time, place, count, half_life if way == TIME_DECAY else np.inf, weight)


@compiled
def calibrate(  # noqa: PLR0917
    amount: int,
    total: float,
    kind: Kinds,
    kappa: Floats,
    place: Ints,
    count: int,
    weight: Floats,
    parts: Ints,
    rest: Floats,
) -> int:
    """Divide weight[1:] by the total and keep kappa of each; what is left is the buyer's own, weight[0].

    The amount is shared on the way, as by `apportion`; returns what `hand_out` has to give to the largest remainders.
    """
    size = abs(amount)
    sign = 1 if amount >= 0 else -1
    left, others = size, 0.0
    scale = total if total > 0.0 else 1.0
    for k in range(1, count + 1):
        share = kappa[kind[place[k - 1]]] * (weight[k] / scale)
        exact = size * share
        whole = int(exact)
        weight[k] = share
        parts[k] = whole * sign
        rest[k] = exact - whole
        others += share
        left -= whole
    weight[0] = max(1.0 - others, 0.0)
    exact = size * weight[0]
    parts[0] = int(exact) * sign
    rest[0] = exact - int(exact)
    return left - int(exact)


@compiled
def _by_freshness(time: Floats, place: Ints, count: int, half_life: float, weight: Floats) -> None:
    """Half as much per half-life before the sale; the latest counts 1, so that long ago is never nothing at all."""
    total = 0.0
    for k in range(count):
        weight[k + 1] = np.exp2((time[place[k]] - time[place[count - 1]]) / half_life)
        total += weight[k + 1]
    for k in range(count):
        weight[k + 1] = weight[k + 1] / total


@compiled
def _by_author(author: Codes, place: Ints, count: int, seen: Ints, weight: Floats) -> None:
    """1/|S| to each distinct author, evenly over the author's contents: Shapley's value of the unanimity game."""
    distinct = 0
    for k in range(count):
        distinct += seen[author[place[k]]] == 0
        seen[author[place[k]]] += 1
    for k in range(count):
        weight[k + 1] = 1.0 / (distinct * seen[author[place[k]]])
    for k in range(count):
        seen[author[place[k]]] = 0


@compiled
def _by_place(time: Floats, place: Ints, count: int, first: float, last: float, weight: Floats) -> None:  # noqa: PLR0917
    """`first` and `last` to the ends, the rest evenly between; equal moments share what they hold together."""
    if count == 0:
        return
    inner = (1.0 - first - last) / (count - 2) if count > 2 else 0.0
    scale = 1.0 / (first + last) if count == 2 else 1.0
    for k in range(count):
        weight[k + 1] = inner
    weight[1] = first * scale
    weight[count] = last * scale
    if count == 1:
        weight[1] = 1.0
    low = 0
    while low < count:
        high, total = low, 0.0
        while high < count and time[place[high]] == time[place[low]]:
            total += weight[high + 1]
            high += 1
        for k in range(low, high):
            weight[k + 1] = total / (high - low)
        low = high
