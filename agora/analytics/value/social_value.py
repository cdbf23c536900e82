"""Customer social value with its interval: customers resampled, incrementality and fitted effects drawn."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from agora.analytics.arrays import Floats, Ints, integers, side_by_side
from agora.analytics.errors import InvalidInput, NotEnoughData
from agora.analytics.value.effects import ExposureEffects
from agora.analytics.value.incrementality import Origin
from agora.analytics.value.ledger import Ledger, chosen_sales
from agora.analytics.value.resampling import POISSON, bounds, grouped
from agora.analytics.value.rows import FIRM, UNKNOWN_BUYER
from agora.analytics.value.timing import TimingTest


@dataclass(frozen=True)
class SocialValue:
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
    effects, timing: from `fit_exposure_effects` and `timing_test`; their error widens the interval, and where one of
    them cannot tell influence from none the interval reaches down to 0. include (sales,), start, end: the period.
    Returns a `SocialValue`. Poisson(1) bootstrap by hash(customer, draw, seed); kappa drawn in each; own purchases
    are facts and are not resampled. Memory O(people + entries + draws), time O(entries x draws).
    Raises NotEnoughData for a ledger without entries, InvalidInput for a level outside (0, 1) or no draws.
    Assumes: customers (or communities) move independently; credits scale with an effect near its fit.
    Misleads when: the rule is in doubt (show `allocation_band` beside it), or read as an incremental effect.
    Source: docs/measures/value-ledger.md; Poisson bootstrap: Chamandy, Muralidharan, Najmi, Naidu (2012).

    >>> from agora.analytics.value import Exposures, Sales, allocate
    >>> sales = Sales.of([1], time=[10.0], margin_minor=[10_000], base_rate=0.1)
    >>> met = Exposures.of([1], author=[0], content=[7], time=[9.0], strength=0.3)
    >>> made = customer_social_value(allocate(sales, met, incrementality=1.0))
    >>> made.given.tolist(), made.origin
    ([7500, 0], 'assumed')
    """
    if not 0 < level < 1 or draws < 1:
        raise InvalidInput("lies between 0 and 1, and draws are at least 1", column="level")
    sales, entries = ledger.opened()
    period = ledger.between(start, end, include=include)
    people, kinds = ledger.people, int(entries.kind.max(initial=0)) + 1
    scale = ledger.incrementality.scales(kinds, draws=draws, seed=seed)
    if effects is not None:
        scale = scale * effects.scales(kinds, draws=draws, seed=seed)
    chosen = chosen_sales(sales, start=start, end=end, include=include)
    row = np.flatnonzero(chosen[entries.sale] & (entries.amount_minor != 0))
    author = entries.author[row].astype(np.int64)
    buyer = sales.buyer[entries.sale[row]].astype(np.int64)
    unit = _units(community, people)[buyer]
    kind, amount = entries.kind[row].astype(np.int64), entries.amount_minor[row].astype(np.float64)
    given = grouped(author, author != FIRM, unit=unit, kind=kind, amount=amount, people=people)
    taken = grouped(buyer, buyer != UNKNOWN_BUYER, unit=unit, kind=kind, amount=amount, people=people)
    own, tail, work = period.own.astype(np.float64), (1 - level) / 2, given[0] + taken[0]

    def part(first: int, stop: int) -> Floats:
        made: Floats = bounds(first, stop, own, *given, *taken, scale, seed, tail, POISSON)
        return made

    rows = np.hstack(side_by_side(part, work))
    claimed = (effects is None or effects.settled) and (timing is None or timing.claimable)
    return _of(period, rows, level=level, draws=draws, claimed=claimed)


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
