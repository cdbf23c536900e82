"""How far a person's social value can be trusted: customers resampled, incrementality drawn."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from agora.analytics.arrays import Bools, Floats, Ints, compiled
from agora.analytics.value.ledger import Allocation
from agora.analytics.value.rows import FIRM, UNKNOWN_BUYER, LedgerParameters
from agora.analytics.value.statement import chosen_sales

_POISSON = np.cumsum([0.36787944117144233 / f for f in (1.0, 1.0, 2.0, 6.0, 24.0, 120.0, 720.0, 5040.0, 40320.0)])


@dataclass(frozen=True)
class ValueIntervals:
    """Central intervals per person (people,), in minor units."""

    given_low: Floats
    given_high: Floats
    net_low: Floats
    net_high: Floats
    level: float
    draws: int


def value_intervals(
    allocation: Allocation,
    parameters: LedgerParameters,
    *,
    people: int,
    concentration: float = 20.0,
    draws: int = 200,
    level: float = 0.8,
    seed: int = 0,
    start: float = -np.inf,
    end: float = np.inf,
    include: ArrayLike | None = None,
) -> ValueIntervals:
    """Intervals of CSV and NET by a Poisson(1) bootstrap over customers with kappa drawn anew in each.

    concentration: kappa ~ Beta(kappa c, (1 - kappa) c) per kind, as if known from c observations; 0 or 1 stay fixed.
    A customer's weight is a hash of (customer, draw, seed): the same wherever and in whatever order it is computed. In
    a person's NET their own purchases are facts and weigh 1; the others, on whom the influence shows, are resampled.
    Memory is O(people + credits + draws), time O(credits x draws).
    """
    scale = _kappa_scales(parameters, concentration=concentration, draws=draws, seed=seed)
    chosen = chosen_sales(allocation, start=start, end=end, include=include)
    credit = np.flatnonzero(chosen[allocation.sale] & (allocation.amount_minor != 0))
    author, buyer = allocation.author[credit], allocation.buyer[allocation.sale[credit]]
    kind, amount = allocation.kind[credit], allocation.amount_minor[credit].astype(np.float64)
    given = _sorted_by(author, author != FIRM, buyer, kind, amount, people=people)
    taken = _sorted_by(buyer, buyer != UNKNOWN_BUYER, buyer, kind, amount, people=people)
    bought = chosen & (allocation.buyer != UNKNOWN_BUYER)
    own = np.zeros(people)
    np.add.at(own, allocation.buyer[bought], allocation.margin_minor[bought])
    rows = _bounds(own, *given, *taken, scale, seed, (1 - level) / 2, _POISSON)
    return ValueIntervals(
        given_low=rows[0], given_high=rows[1], net_low=rows[2], net_high=rows[3], level=level, draws=draws
    )


def _kappa_scales(parameters: LedgerParameters, *, concentration: float, draws: int, seed: int) -> Floats:
    """Drawn kappa over stated kappa, (draws, kinds); credits are linear in kappa."""
    rng = np.random.default_rng(seed)
    out = np.ones((draws, len(parameters.kappa)))
    for kind, kappa in enumerate(parameters.kappa):
        if 0 < kappa < 1:
            out[:, kind] = rng.beta(kappa * concentration, (1 - kappa) * concentration, size=draws) / kappa
    return out


def _sorted_by(
    person: Ints,
    keep: Bools,
    buyer: Ints,
    kind: Ints,
    amount: Floats,
    *,
    people: int,
) -> tuple[Ints, Ints, Ints, Floats]:
    """Entries grouped by person, with equal (person, buyer, kind) added up."""
    rows = np.flatnonzero(keep)
    rows = rows[np.lexsort((kind[rows], buyer[rows], person[rows]))]
    who, whom, how = person[rows], buyer[rows], kind[rows]
    new = np.ones(rows.size, dtype=np.bool_)
    new[1:] = (np.diff(who) != 0) | (np.diff(whom) != 0) | (np.diff(how) != 0)
    first = np.flatnonzero(new)
    total = np.add.reduceat(amount[rows], first) if rows.size else np.zeros(0)
    start = np.searchsorted(who[first], np.arange(people + 1))
    return start, whom[first], how[first], total


@compiled
def _bounds(  # noqa: PLR0917 (compiled: no keyword-only arguments)
    own: Floats,
    given_start: Ints,
    given_buyer: Ints,
    given_kind: Ints,
    given_amount: Floats,
    taken_start: Ints,
    taken_buyer: Ints,
    taken_kind: Ints,
    taken_amount: Floats,
    scale: Floats,
    seed: int,
    tail: float,
    poisson: Floats,
) -> Floats:
    """Rows: given low, given high, net low, net high; one pass per person with a buffer of draws, used again."""
    people, draws = own.size, scale.shape[0]
    out = np.empty((4, people))
    given, net = np.empty(draws), np.empty(draws)
    for i in range(people):
        given[:] = 0.0
        net[:] = own[i]
        for j in range(given_start[i], given_start[i + 1]):
            for d in range(draws):
                weight = _customer_weight(given_buyer[j], d, seed, poisson)
                given[d] += weight * given_amount[j] * scale[d, given_kind[j]]
        for j in range(taken_start[i], taken_start[i + 1]):
            for d in range(draws):
                net[d] -= taken_amount[j] * scale[d, taken_kind[j]]
        net += given
        given.sort()
        net.sort()
        out[0, i], out[1, i] = _at(given, tail), _at(given, 1.0 - tail)
        out[2, i], out[3, i] = _at(net, tail), _at(net, 1.0 - tail)
    return out


@compiled
def _customer_weight(customer: int, draw: int, seed: int, poisson: Floats) -> int:
    """Poisson(1) from a hash (splitmix64's finaliser) of customer, draw and seed."""
    z = np.uint64(customer) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(draw + 1) * np.uint64(0xD1342543DE82EF95)
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
