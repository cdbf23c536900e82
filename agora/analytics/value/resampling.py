"""Customers, or communities of them, drawn anew: Poisson weights from a hash, the same wherever they are computed."""

import numpy as np

from agora.analytics.arrays import Bools, Floats, Ints, compiled

POISSON = np.cumsum([0.36787944117144233 / f for f in (1.0, 1.0, 2.0, 6.0, 24.0, 120.0, 720.0, 5040.0, 40320.0)])


def grouped(
    person: Ints, keep: Bools, *, unit: Ints, kind: Ints, amount: Floats, people: int
) -> tuple[Ints, Ints, Ints, Floats]:
    """Entries by person, with those of equal (person, unit, kind) added up: start (people + 1,), unit, kind, amount."""
    rows = np.flatnonzero(keep)
    rows = rows[np.lexsort((kind[rows], unit[rows], person[rows]))]
    who, whom, how = person[rows], unit[rows], kind[rows]
    new = np.ones(rows.size, dtype=np.bool_)
    new[1:] = (np.diff(who) != 0) | (np.diff(whom) != 0) | (np.diff(how) != 0)
    first = np.flatnonzero(new)
    total = np.add.reduceat(amount[rows], first) if rows.size else np.zeros(0)
    start = np.searchsorted(who[first], np.arange(people + 1))
    return start, whom[first].astype(np.int64), how[first].astype(np.int64), total


@compiled
def bounds(  # noqa: PLR0917 (compiled: no keyword-only arguments)
    first: int,
    stop: int,
    own: Floats,
    given_start: Ints,
    given_unit: Ints,
    given_kind: Ints,
    given_amount: Floats,
    taken_start: Ints,
    taken_unit: Ints,
    taken_kind: Ints,
    taken_amount: Floats,
    scale: Floats,
    seed: int,
    tail: float,
    poisson: Floats,
) -> Floats:
    """Rows: given, net and received, low and high of each person from first to stop; buffers of draws are used again."""
    draws = scale.shape[0]
    out = np.empty((6, stop - first))
    given, net, taken = np.empty(draws), np.empty(draws), np.empty(draws)
    for i in range(first, stop):
        given[:] = 0.0
        taken[:] = 0.0
        for j in range(given_start[i], given_start[i + 1]):
            for d in range(draws):
                weight = poisson_weight(given_unit[j], d, seed, poisson)
                given[d] += weight * given_amount[j] * scale[d, given_kind[j]]
        for j in range(taken_start[i], taken_start[i + 1]):
            for d in range(draws):
                taken[d] += taken_amount[j] * scale[d, taken_kind[j]]
        net[:] = own[i] - taken + given
        for drawn in (given, net, taken):
            drawn.sort()
        out[0, i - first], out[1, i - first] = _at(given, tail), _at(given, 1.0 - tail)
        out[2, i - first], out[3, i - first] = _at(net, tail), _at(net, 1.0 - tail)
        out[4, i - first], out[5, i - first] = _at(taken, tail), _at(taken, 1.0 - tail)
    return out


@compiled
def poisson_weight(unit: int, draw: int, seed: int, poisson: Floats) -> int:
    """Poisson(1) from a hash (splitmix64's finaliser) of the resampled unit, draw and seed."""
    z = np.uint64(unit) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(draw + 1) * np.uint64(0xD1342543DE82EF95)
    z += np.uint64(seed) * np.uint64(0x2545F4914F6CDD1D)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z = z ^ (z >> np.uint64(31))
    u = float(z >> np.uint64(11)) / 9007199254740992.0
    k = 0
    while k < poisson.size and u > poisson[k]:
        k += 1
    return k


@compiled
def _at(ordered: Floats, share: float) -> float:
    """The quantile of a sorted sample, linear between neighbours."""
    place = share * (ordered.size - 1)
    below = int(np.floor(place))
    above = min(below + 1, ordered.size - 1)
    return float(ordered[below] + (place - below) * (ordered[above] - ordered[below]))
