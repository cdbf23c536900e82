"""Customer social value with its interval: customers resampled, incrementality and fitted effects drawn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from agora_analytics.arrays import Floats, Ints, integers, number, side_by_side, whole
from agora_analytics.errors import InvalidInput, NotEnoughData
from agora_analytics.frames import Tabular
from agora_analytics.value.effects import ExposureEffects
from agora_analytics.value.incrementality import Origin
from agora_analytics.value.ledger import Ledger, chosen_sales
from agora_analytics.value.resampling import POISSON, bounds, grouped, moves
from agora_analytics.value.rows import FIRM, UNKNOWN_BUYER
from agora_analytics.value.rules import Rule
from agora_analytics.value.timing import TimingTest


@dataclass(frozen=True)
class SocialValue(Tabular):
    """CSV, received and NET of a period per person (people,), in minor units, with central intervals."""

    given: Ints  # CSV
    given_by_account: Ints  # (people, accounts), sums to CSV
    given_low: Floats
    given_high: Floats
    received: Ints
    received_low: Floats
    received_high: Floats
    net: Ints
    net_low: Floats
    net_high: Floats
    level: float
    draws: int
    origin: Origin  # of the incrementality: assumed, matched or experiment
    claimed: bool  # whether effects and timing, where given, carry a claim of word of mouth


def customer_social_value(
    ledger: Ledger,
    *,
    effects: ExposureEffects | None = None,
    timing: TimingTest | None = None,
    community: ArrayLike | None = None,
    level: float = 0.8,
    draws: int = 200,
    seed: int = 0,
    start: float = -np.inf,
    end: float = np.inf,
    include: ArrayLike | None = None,
) -> SocialValue:
    """Customer social value (CSV) of a period per person: the credit of one's words, with its interval.

    ledger: with entries, in minor units. community (people,): codes; whole communities are resampled, not customers.
    effects, timing: from `fit_exposure_effects` and `timing_test`; the error of effects widens the interval of the
    hazard rule, and where either cannot tell influence from none every interval reaches down to 0. include (sales,),
    start, end: the period.
    Returns a `SocialValue`. The interval is for the expectation: what words would bring were the customers, and how
    many there are, drawn anew (what they truly brought this time lies inside it more often). Poisson(1) bootstrap by
    hash(customer, draw, seed); in each draw the effects move as a refit to it would, to first order, and kappa is
    drawn; own purchases are facts and are not resampled. Memory O(people + entries + draws), time O(entries x draws).
    Raises NotEnoughData for a ledger without entries, InvalidInput for a level outside (0, 1) or no draws.
    Assumes: customers (or communities) move independently; an effect's error is small beside the effect.
    Misleads when: the rule is in doubt (show `allocation_band` beside it), or read as an incremental effect.
    Source: docs/measures/value-ledger.md; Poisson bootstrap: Chamandy, Muralidharan, Najmi, Naidu (2012).

    >>> from agora_analytics.value import Exposures, Sales, allocate
    >>> sales = Sales.of([1], time=[10.0], margin_minor=[10_000], base_rate=0.1)
    >>> met = Exposures.of([1], author=[0], content=[7], time=[9.0], strength=0.3)
    >>> made = customer_social_value(allocate(sales, met, incrementality=1.0))
    >>> made.given.tolist(), made.origin
    ([7500, 0], 'assumed')
    """
    number(level, name="level", above=0, below=1)
    whole(draws, name="draws", low=1)
    whole(seed, name="seed", low=0)
    sales, entries = ledger.opened()
    period = ledger.between(start, end, include=include)
    people, kinds = ledger.people, int(entries.kind.max(initial=-1)) + 1
    scale = ledger.incrementality.scales(kinds, draws=draws, seed=seed)
    chosen = chosen_sales(sales, start=start, end=end, include=include)
    row = np.flatnonzero(chosen[entries.sale] & (entries.amount_minor != 0))
    author = entries.author[row].astype(np.int64)
    buyer = sales.buyer[entries.sale[row]].astype(np.int64)
    units = _units(community, people)
    kind, amount = entries.kind[row].astype(np.int64), entries.amount_minor[row].astype(np.float64)
    slope, moved = _following(ledger, effects, row, units, draws=draws, seed=seed)
    slope, unit = amount[:, None] * slope, units[buyer]
    given = grouped(author, author != FIRM, unit=unit, kind=kind, amount=amount, slope=slope, people=people)
    taken = grouped(buyer, buyer != UNKNOWN_BUYER, unit=unit, kind=kind, amount=amount, slope=slope, people=people)
    own, tail, work = period.own.astype(np.float64), (1 - level) / 2, given.start + taken.start

    def part(first: int, stop: int) -> Floats:
        made: Floats = bounds(first, stop, own, given, taken, scale, moved, seed, tail, POISSON)
        return made

    claimed = (effects is None or effects.settled) and (timing is None or timing.claimable)
    return _of(period, np.hstack(side_by_side(part, work)), level=level, draws=draws, claimed=claimed)


def _following(
    ledger: Ledger, effects: ExposureEffects | None, row: Ints, units: Ints, *, draws: int, seed: int
) -> tuple[Floats, Floats]:
    """How entries follow the fit, (rows, parameters), and how the fit follows each draw, (draws, parameters)."""
    if effects is None or ledger.rule != Rule.HAZARD:
        return np.zeros((row.size, 0)), np.zeros((draws, 0))
    return _elasticity(ledger, effects, row), _moves(effects, units, draws=draws, seed=seed)


def _elasticity(ledger: Ledger, effects: ExposureEffects, row: Ints) -> Floats:
    """By what part each entry changes with each parameter of the fit, (rows, parameters).

    A share is effect x force / hazard: the hazard moves with the effects, with the likeness, and with the buyer's
    own rate, which gives way to both.
    """
    sales, entries = ledger.opened()
    kinds = effects.effect.size
    kappa = ledger.incrementality.of_kinds(max(int(entries.kind.max(initial=-1)) + 1, kinds))
    if kappa.size > kinds or effects.base_rate.size < ledger.people:
        why = f"the effects know {kinds} kinds and {effects.base_rate.size} people, the ledger has more"
        raise InvalidInput(why, column="effects")
    share = np.divide(entries.weight, kappa[entries.kind], out=np.zeros(entries.weight.size), where=entries.weight > 0)
    place = entries.sale * kinds + entries.kind
    caused = np.bincount(place, weights=share, minlength=sales.size * kinds).reshape(sales.size, kinds)
    rest = np.clip(1.0 - caused.sum(axis=1), 0.0, 1.0)
    origin = sales.origin
    own = effects.own_rate(sales)[origin]
    alone = rest * np.minimum(np.divide(own, sales.base_rate[origin], out=np.ones(sales.size), where=own > 0), 1.0)
    alike = (rest - alone)[:, None] * effects.likeness / max(float(effects.likeness.sum()), 1e-300)
    hazard = np.hstack([caused, alike, np.zeros((sales.size, 1))])
    at = np.concatenate([effects.effect, effects.likeness, [1.0]])
    per = np.divide(1.0, at, out=np.zeros(at.size), where=at > 0)
    gives_way = alone[:, None] * np.append(effects.lean.yielding, np.zeros((1, at.size)), axis=0)[sales.buyer]
    made: Floats = -(hazard * per + gives_way)[entries.sale[row]]
    made[np.arange(row.size), entries.kind[row]] += per[entries.kind[row]]
    return made


def _moves(effects: ExposureEffects, units: Ints, *, draws: int, seed: int) -> Floats:
    """What the same draws of customers do to the fit, to first order, (draws, parameters)."""
    sway = np.ascontiguousarray(effects.lean.sway[: units.size])

    def part(first: int, stop: int) -> Floats:
        made: Floats = moves(first, stop, units, sway, draws, seed, POISSON)
        return made

    made: Floats = np.add.reduce(side_by_side(part, np.arange(units.size + 1) * draws))
    return made


def _units(community: ArrayLike | None, people: int) -> Ints:
    if community is None:
        return np.arange(people)
    units = integers(community, name="community", size=people)
    if people and np.unique(units).size < 2:
        raise NotEnoughData("one community is one observation: it cannot be resampled")
    return units


def _of(period: Ledger, rows: Floats, *, level: float, draws: int, claimed: bool) -> SocialValue:
    low, high, net_low, net_high, taken_low, taken_high = rows
    if not claimed:
        # Nothing given may be all there is, and nothing received.
        low, high = np.minimum(low, 0.0), np.maximum(high, 0.0)
        taken_low, taken_high = np.minimum(taken_low, 0.0), np.maximum(taken_high, 0.0)
        bare = period.own.astype(np.float64)
        net_low, net_high = np.minimum(net_low, bare), np.maximum(net_high, bare)
    return SocialValue(
        given=period.given, given_by_account=period.given_by_account, given_low=low, given_high=high,
        received=period.received, received_low=taken_low, received_high=taken_high,
        net=period.net, net_low=net_low, net_high=net_high, level=level, draws=draws,
        origin=period.incrementality.origin, claimed=claimed,
    )  # fmt: skip
