"""How the credit of one sale is shared among the exposures before it: one function per rule, all sum to 1.

The position rules (first, last, position) average over exposures of the same moment, so that equals stay equal.
"""

from enum import StrEnum

import numpy as np

from agora.analytics.arrays import Floats, Ints, compiled
from agora.analytics.value.paths import Paths
from agora.analytics.value.rows import Exposures, LedgerParameters, Sales


class Rule(StrEnum):
    """The attribution rules of the ledger; `HAZARD` is the default."""

    HAZARD = "hazard"
    LAST_TOUCH = "last_touch"
    FIRST_TOUCH = "first_touch"
    LINEAR = "linear"
    POSITION = "position"
    TIME_DECAY = "time_decay"
    SHAPLEY = "shapley"


def raw_weights(
    rule: Rule, *, paths: Paths, sales: Sales, exposures: Exposures, parameters: LedgerParameters, mu: Floats
) -> Floats:
    """Weights before kappa, one per row of the paths; per sale they sum to 1 at most, the rest is the buyer's own.

    mu (n sales,): the buyer's own rate, which only the hazard rule sets against the exposures.
    """
    start, row = paths.start, paths.row
    sale = np.repeat(np.arange(sales.size), np.diff(start))
    waited = sales.time[sales.origin][sale] - exposures.time[row]
    match rule:
        case Rule.HAZARD:
            return _shares(start, _hazards(exposures, row, waited, parameters), mu)
        case Rule.LINEAR:
            return _shares(start, np.ones(row.size), np.zeros(sales.size))
        case Rule.TIME_DECAY:
            fresh = np.exp2(-waited / parameters.half_life)
            return _shares(start, fresh, np.zeros(sales.size))
        case Rule.SHAPLEY:
            _, author = np.unique(exposures.author[row], return_inverse=True)
            return _by_author(start, author.astype(np.int64))
    ends = {Rule.FIRST_TOUCH: (1.0, 0.0), Rule.LAST_TOUCH: (0.0, 1.0), Rule.POSITION: (0.4, 0.4)}
    return _by_place(start, exposures.time[row], *ends[rule])


def _hazards(exposures: Exposures, row: Ints, waited: Floats, parameters: LedgerParameters) -> Floats:
    kind = exposures.kind[row]
    beta, delta = np.array(parameters.beta), np.array(parameters.delta)
    made: Floats = beta[kind] * exposures.quality[row] * exposures.tie[row] * np.exp(-delta[kind] * waited)
    return made


@compiled
def _shares(start: Ints, force: Floats, own: Floats) -> Floats:
    """Each force over the sum of forces and the buyer's own."""
    out = np.zeros(force.size)
    for i in range(start.size - 1):
        total = own[i]
        for j in range(start[i], start[i + 1]):
            total += force[j]
        if total > 0.0:
            for j in range(start[i], start[i + 1]):
                out[j] = force[j] / total
    return out


@compiled
def _by_author(start: Ints, author: Ints) -> Floats:
    """1/|S| to each distinct author, evenly over the author's contents: Shapley's value of the unanimity game."""
    out = np.zeros(author.size)
    own = np.zeros(author.max() + 1 if author.size else 1, dtype=np.int64)
    for i in range(start.size - 1):
        distinct = 0
        for j in range(start[i], start[i + 1]):
            distinct += own[author[j]] == 0
            own[author[j]] += 1
        for j in range(start[i], start[i + 1]):
            out[j] = 1.0 / (distinct * own[author[j]])
        for j in range(start[i], start[i + 1]):
            own[author[j]] = 0
    return out


@compiled
def _by_place(start: Ints, time: Floats, first: float, last: float) -> Floats:
    """`first` and `last` to the ends, the rest evenly between; equal moments share what they hold together."""
    out = np.zeros(time.size)
    for i in range(start.size - 1):
        low, high = start[i], start[i + 1]
        n = high - low
        if n == 0:
            continue
        inner = (1.0 - first - last) / (n - 2) if n > 2 else 0.0
        scale = 1.0 / (first + last) if n == 2 else 1.0
        for j in range(low, high):
            out[j] = inner
        out[low] = first * scale
        out[high - 1] = last * scale
        if n == 1:
            out[low] = 1.0
        _even(out, time, low, high)
    return out


@compiled
def _even(weight: Floats, time: Floats, low: int, high: int) -> None:
    j = low
    while j < high:
        k = j
        total = 0.0
        while k < high and time[k] == time[j]:
            total += weight[k]
            k += 1
        for m in range(j, k):
            weight[m] = total / (k - j)
        j = k
