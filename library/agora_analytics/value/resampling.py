"""Customers, or communities of them, drawn anew: Poisson weights from a hash, the same wherever they are computed."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from agora_analytics.arrays import Bools, Floats, Ints, compiled, quantile_of_sorted

POISSON = np.cumsum([0.36787944117144233 / f for f in (1.0, 1.0, 2.0, 6.0, 24.0, 120.0, 720.0, 5040.0, 40320.0)])


class Credits(NamedTuple):
    """Entries by person, those of equal (person, unit, kind) added up: person i has rows start[i]:start[i + 1]."""

    start: Ints  # (people + 1,)
    unit: Ints  # (rows,) what is resampled
    kind: Ints
    amount: Floats
    slope: Floats  # (rows, parameters) what the amount changes by with each parameter of the fitted effects


def grouped(
    person: Ints, keep: Bools, *, unit: Ints, kind: Ints, amount: Floats, slope: Floats, people: int
) -> Credits:
    """Bring entries together by person, unit and kind."""
    rows = np.flatnonzero(keep)
    rows = rows[np.lexsort((kind[rows], unit[rows], person[rows]))]
    who, whom, how = person[rows], unit[rows], kind[rows]
    new = np.ones(rows.size, dtype=np.bool_)
    new[1:] = (np.diff(who) != 0) | (np.diff(whom) != 0) | (np.diff(how) != 0)
    first = np.flatnonzero(new)
    total = np.add.reduceat(amount[rows], first) if rows.size else np.zeros(0)
    change = np.add.reduceat(slope[rows], first, axis=0) if rows.size else np.zeros((0, slope.shape[1]))
    start = np.searchsorted(who[first], np.arange(people + 1))
    return Credits(start, whom[first].astype(np.int64), how[first].astype(np.int64), total, change)


@compiled
def moves(first: int, stop: int, unit: Ints, sway: Floats, draws: int, seed: int, poisson: Floats) -> Floats:  # noqa: PLR0917
    """How far the persons from first to stop, drawn anew, move each parameter of the fit, (draws, parameters)."""
    out = np.zeros((draws, sway.shape[1]))
    for i in range(first, stop):
        for d in range(draws):
            more = poisson_weight(unit[i], d, seed, poisson) - 1
            if more != 0:
                for j in range(sway.shape[1]):
                    out[d, j] += more * sway[i, j]
    return out


@compiled
def bounds(  # noqa: PLR0917 (compiled: no keyword-only arguments)
    first: int,
    stop: int,
    own: Floats,
    given: Credits,
    taken: Credits,
    scale: Floats,
    moved: Floats,
    seed: int,
    tail: float,
    poisson: Floats,
) -> Floats:
    """Rows: given, net and received, low and high of each person from first to stop; buffers of draws are used again."""
    draws = scale.shape[0]
    out = np.empty((6, stop - first))
    mine, net, theirs = np.empty(draws), np.empty(draws), np.empty(draws)
    for i in range(first, stop):
        mine[:] = 0.0
        theirs[:] = 0.0
        for j in range(given.start[i], given.start[i + 1]):
            for d in range(draws):
                weight = poisson_weight(given.unit[j], d, seed, poisson)
                if weight != 0:
                    credit = _moved(given.amount[j], given.slope[j], moved[d])
                    mine[d] += weight * credit * scale[d, given.kind[j]]
        for j in range(taken.start[i], taken.start[i + 1]):
            for d in range(draws):
                theirs[d] += _moved(taken.amount[j], taken.slope[j], moved[d]) * scale[d, taken.kind[j]]
        net[:] = own[i] - theirs + mine
        for drawn in (mine, net, theirs):
            drawn.sort()
        out[0, i - first], out[1, i - first] = quantile_of_sorted(mine, tail), quantile_of_sorted(mine, 1.0 - tail)
        out[2, i - first], out[3, i - first] = quantile_of_sorted(net, tail), quantile_of_sorted(net, 1.0 - tail)
        out[4, i - first], out[5, i - first] = quantile_of_sorted(theirs, tail), quantile_of_sorted(theirs, 1.0 - tail)
    return out


@compiled
def _moved(amount: float, slope: Floats, move: Floats) -> float:
    """An amount after the fit has moved, to first order; it does not change its sign."""
    made = amount
    for k in range(slope.size):
        made += slope[k] * move[k]
    return max(made, 0.0) if amount > 0 else min(made, 0.0)


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
