"""How strongly words carry: own purchase rates and the effect of each kind of exposure, fitted together.

The hazard of a purchase is own rate x season
    + sum over kinds of likeness x sum of strength x exp(-likeness_decay x time to or since what is met)
    + sum over kinds of effect x sum of strength x exp(-decay x time since what was met).
What is met after a purchase cannot have moved it. The likeness is what purchases and words have in common on either
side, as where people read and buy in the same spells of interest; only what comes before by more than that is an
effect. Who met words and bought nothing counts as much as who did.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import comb
from typing import Self

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import chi2

from agora_analytics.arrays import Floats, Ints, number, spread, whole
from agora_analytics.errors import InvalidInput, NotEnoughData
from agora_analytics.value.climbing import Facts, Lean, Top, climb, lean
from agora_analytics.value.forces import Chances, forces_around, forces_before
from agora_analytics.value.rows import NO_SALE, UNKNOWN_BUYER, Exposures, Sales

HALF_LIVES = (1.5, 3.0, 6.0, 12.0, 24.0)
MONTH = 30.4375
# Own rates are drawn towards everybody's as if by so many purchases at least, and more the more alike people buy.
LEAST_ALIKE, MOST_ALIKE = 0.8, 100.0
# How often a world without influence may pass for one with it.
FALSE_ALARM = 0.05


@dataclass(frozen=True)
class Seasons:
    """How lively each period of the time watched was, 1 on average."""

    edges: Floats  # (periods + 1,)
    lively: Floats  # (periods,)

    def at(self, time: Floats) -> Floats:
        """How lively each moment is; outside the time watched as at its ends."""
        place = np.searchsorted(self.edges, time, side="right") - 1
        made: Floats = self.lively[np.clip(place, 0, self.lively.size - 1)]
        return made


@dataclass(frozen=True)
class ExposureEffects:
    """Fitted base rates and effects, per time unit, and how far the data carry them."""

    base_rate: Floats  # (people,) own purchases per time unit, in a season of 1 and away from words
    effect: Floats  # (kinds,) purchases per time unit that one exposure of strength 1 adds at once
    error: Floats  # (kinds,) standard errors, by person: purchases that come in clusters widen them
    decay: float  # per time unit
    likeness: Floats  # (kinds,) the placebo: purchases per time unit around an exposure, before it as much as after
    likeness_decay: float  # per time unit
    gain: float  # twice the log-likelihood over that of a world without influence, but with likeness
    p_value: float  # of that gain by chance, for the kinds and the decays tried and purchases in clusters
    trace: Floats  # penalised log-likelihood by round; never falls
    purchases: int
    exposures: int
    horizon: float
    seasons: Seasons
    lean: Lean  # what each person does to effects, likenesses and the level of own rates

    @property
    def settled(self) -> bool:
        """Whether the data tell the effects apart from none."""
        return self.p_value < FALSE_ALARM

    @classmethod
    def none(cls, people: int, kinds: int, *, exposures: int = 0) -> ExposureEffects:
        """What is known where nobody known has bought: rates and effects of nothing, settled by nothing."""
        nothing, nobody = np.zeros(kinds), np.zeros((people, 2 * kinds + 1))
        flat = Lean(nobody, nobody, np.zeros(2 * kinds + 1), np.zeros(2 * kinds + 1))
        return cls(
            base_rate=np.zeros(people), effect=nothing, error=nothing, decay=0.0, likeness=nothing, likeness_decay=0.0,
            gain=0.0, p_value=1.0, trace=np.zeros(1), purchases=0, exposures=exposures, horizon=0.0,
            seasons=Seasons(np.zeros(2), np.ones(1)), lean=flat,
        )  # fmt: skip

    def own_rate(self, sales: Sales) -> Floats:
        """What each sale's buyer would buy by themselves at that time of the year, away from words, (sales,)."""
        made: Floats = np.append(self.base_rate, 0.0)[sales.buyer] * self.seasons.at(sales.time)
        return made

    def applied(self, sales: Sales, exposures: Exposures) -> tuple[Sales, Exposures]:
        """The records with fitted base rates, strengths and decay, as `allocate` reads them.

        The base rate of a sale is the own rate in its season and the likeness to what was met around it.
        """
        rate = self.own_rate(sales)
        if self.likeness.any() and exposures.size:
            around = forces_around(
                sales, exposures, decay=self.likeness_decay, horizon=self.horizon, people=self.base_rate.size
            )
            rate = rate + around @ self.likeness[: exposures.kinds]
        strength = self.effect[exposures.kind] * exposures.strength
        decay = np.full(exposures.size, self.decay)
        return replace(sales, base_rate=rate), replace(exposures, strength=strength, decay=decay)


def fit_exposure_effects(
    sales: Sales,
    exposures: Exposures,
    *,
    since: ArrayLike | None = None,
    until: float | None = None,
    horizon: float = 60.0,
    half_lives: tuple[float, ...] = HALF_LIVES,
    season: float = MONTH,
    people: int | None = None,
    rounds: int = 500,
) -> ExposureEffects:
    """Fit own purchase rates, the effect per kind of exposure, and how alike reading and buying are without one.

    sales: one row per decision to buy; refunds and unknown buyers are left out, base rates not read. exposures:
    strength is relative (quality x tie), decay not read. since (people,) or one: the time each is watched from
    (default: the first row); until: the last time; half_lives: tried in turn, of effects and likeness; season: length
    of a period of equal liveliness. Times in one unit (defaults: days). Returns `ExposureEffects`.
    O(pairs of purchases and exposures within the horizon x half-lives).
    Raises NotEnoughData without purchases by known buyers, InvalidInput for times outside, NotConverged.
    Assumes: linear hazards, one decay, base rates constant but for season and likeness; without influence words are
    met as much after purchases as before (the exposures after are a negative control).
    Misleads when: buying makes people read (influence is understated, down to none) or ends their reading, or a
    campaign first makes them talk and then buy (it is overstated).
    Source: docs/measures/value-ledger.md; Lipsitch, Tchetgen Tchetgen, Cohen (2010) on negative controls.

    >>> sales = Sales.of([0, 1, 1], time=[5.0, 2.0, 9.0], margin_minor=[1, 1, 1])
    >>> none = Exposures.of([], author=[], content=[], time=[])
    >>> fit_exposure_effects(sales, none, since=0.0, until=10.0).base_rate.round(2).tolist()
    [0.15, 0.15]
    """
    number(season, name="season", above=0)
    number(horizon, name="horizon", above=0)
    whole(rounds, name="rounds", low=1)
    decays = _decays(half_lives)
    bought = _decisions(sales)
    most = 1 + max(int(code.max(initial=-1)) for code in (sales.buyer, exposures.buyer, exposures.author))
    size = most if people is None else whole(people, name="people", low=most)
    first, last = _watched(bought, exposures, since, until, size)
    seasons, facts = _without_words(bought, since=first, until=last, season=season)
    if exposures.size:
        found = _searched(
            _Nearness.of(
                bought, exposures, bare=facts, since=first, until=np.full(size, last), horizon=horizon, decays=decays,
                rounds=rounds,
            )
        )  # fmt: skip
    else:
        top = climb(facts, rounds=rounds)
        found = _Found(top, facts, top.height, 0.0, 0.0)
    kinds = exposures.kinds
    moved = lean(found.facts, found.top, kept=kinds)
    gain = max(2 * (found.top.height - found.alone), 0.0)
    return ExposureEffects(
        base_rate=found.top.rate, effect=found.top.effect[:kinds], error=moved.error[:kinds], decay=found.decay,
        likeness=found.top.effect[kinds:], likeness_decay=found.likeness_decay, gain=gain,
        p_value=_by_chance(gain * _clustered(moved, kinds), kinds=kinds, tries=len(half_lives)), trace=found.top.trace,
        purchases=bought.size, exposures=exposures.size, horizon=horizon, seasons=seasons, lean=moved,
    )  # fmt: skip


def _decays(half_lives: tuple[float, ...]) -> tuple[float, ...]:
    if not half_lives:
        raise InvalidInput("none is there to try", column="half_lives")
    return tuple(float(np.log(2)) / number(half_life, name="half_lives", above=0) for half_life in half_lives)


@dataclass(frozen=True)
class _Found:
    """The best fit of those tried, and the height reached by likeness alone."""

    top: Top
    facts: Facts
    alone: float
    decay: float
    likeness_decay: float


# Forces, (purchases, kinds), and the opportunity for them, (people, kinds).
Part = tuple[Floats, Floats]


@dataclass(frozen=True)
class _Nearness:
    """Fits for a decay of the effects and one of the likeness; what lies before and around is added up once for each."""

    bare: Facts
    rounds: int
    before: dict[float, Part]
    around: dict[float, Part]

    @classmethod
    def of(
        cls, bought: Sales, exposures: Exposures, *, bare: Facts, since: Floats, until: Floats, horizon: float,
        decays: tuple[float, ...], rounds: int,
    ) -> Self:  # fmt: skip
        before = _one_side(bought, exposures, since=since, until=until, horizon=horizon, decays=decays)
        back, later = replace(bought, time=-bought.time), replace(exposures, time=-exposures.time)
        after = _one_side(back, later, since=-until, until=-since, horizon=horizon, decays=decays)
        around = {
            decay: (before[decay][0] + force, before[decay][1] + chance) for decay, (force, chance) in after.items()
        }
        return cls(bare, rounds, before, around)

    def fit(self, *parts: Part) -> tuple[Top, Facts]:
        """The fit for these forces together."""
        force, chance = (np.hstack(columns) for columns in zip(*parts, strict=True))
        facts = replace(self.bare, force=np.ascontiguousarray(force), chance=chance)
        return climb(facts, rounds=self.rounds), facts


def _one_side(
    bought: Sales, exposures: Exposures, *, since: Floats, until: Floats, horizon: float, decays: tuple[float, ...]
) -> dict[float, Part]:
    chances, people = Chances.of(exposures, horizon=horizon, since=since, until=until), since.size
    return {
        decay: (
            forces_before(bought, exposures, decay=decay, horizon=horizon, people=people), chances.summed(decay),
        ) for decay in decays
    }  # fmt: skip


def _searched(near: _Nearness) -> _Found:
    """The best likeness alone, then effects beside it, then each decay again until neither is bettered."""
    decays = tuple(near.before)
    heights = [near.fit(near.around[decay])[0].height for decay in decays]
    alone, slow, quick = max(heights), decays[int(np.argmax(heights))], 0.0
    best: tuple[Top, Facts] | None = None
    for _ in decays:
        tried = [(near.fit(near.before[decay], near.around[slow]), decay) for decay in decays if decay != quick]
        best, quick = _better(best, quick, tried)
        again = [(near.fit(near.before[quick], near.around[decay]), decay) for decay in decays if decay != slow]
        held = slow
        best, slow = _better(best, slow, again)
        if slow == held:
            break
    assert best is not None
    return _Found(*best, alone, quick, slow)


def _better(
    best: tuple[Top, Facts] | None, decay: float, tried: list[tuple[tuple[Top, Facts], float]]
) -> tuple[tuple[Top, Facts], float]:
    fits = tried if best is None else [(best, decay), *tried]
    return max(fits, key=lambda one: one[0][0].height)


def _decisions(sales: Sales) -> Sales:
    row = np.flatnonzero((sales.refund_of == NO_SALE) & (sales.buyer != UNKNOWN_BUYER))
    if not row.size:
        raise NotEnoughData("no purchase by a known buyer: base rates and effects cannot be fitted yet")
    return Sales.of(sales.buyer[row], time=sales.time[row], margin_minor=sales.margin_minor[row])


def _watched(
    bought: Sales, exposures: Exposures, since: ArrayLike | None, until: float | None, people: int
) -> tuple[Floats, float]:
    times = np.concatenate([bought.time, exposures.time])
    last = float(times.max()) if until is None else number(until, name="until")
    first = spread(times.min() if since is None else since, name="since", size=people)
    if np.any(bought.time > last):
        raise InvalidInput("a sale lies after it; give the last time anybody was watched", column="until")
    late = bought.time < first[bought.buyer]
    if np.any(late):
        who = int(bought.buyer[np.flatnonzero(late)[0]])
        raise InvalidInput(f"person {who} bought before being watched", column="since", row=who)
    return np.minimum(first, last), last


def _without_words(bought: Sales, *, since: Floats, until: float, season: float) -> tuple[Seasons, Facts]:
    """How lively the seasons are (mean 1 over the time watched), and everybody's seasoned time."""
    start = float(since.min())
    count = max(int(np.ceil((until - start) / season)), 1)
    edges = np.linspace(start, until, count + 1)
    watched = np.clip(edges[1:] - np.maximum(since[:, None], edges[:-1]), 0.0, None)
    place = np.clip(np.searchsorted(edges, bought.time, side="right") - 1, 0, count - 1)
    there = watched.sum(axis=0)
    lively = (np.bincount(place, minlength=count) + 1.0) / np.maximum(there, 1e-6 * max(there.max(), 1e-9))
    lively /= (lively @ there) / max(float(there.sum()), 1e-9)
    at_risk: Floats = watched @ lively
    buyer = bought.buyer.astype(np.int64)
    none = Facts(
        buyer, lively[place], at_risk, _alike(buyer, at_risk), np.empty((bought.size, 0)), np.empty((since.size, 0))
    )
    return Seasons(edges, lively), none


def _alike(buyer: Ints, at_risk: Floats) -> float:
    """The shape of a gamma law of rates under which counts would spread as they do, by moments."""
    count = np.bincount(buyer, minlength=at_risk.size)
    expected = at_risk * (buyer.size / max(float(at_risk.sum()), 1e-300))
    excess = float(((count - expected) ** 2 - count).sum())
    shape = float((expected**2).sum()) / excess if excess > 0 else MOST_ALIKE
    return min(max(shape, LEAST_ALIKE), MOST_ALIKE)


def _clustered(moved: Lean, kinds: int) -> float:
    """By how much a gain shrinks because a person's purchases come in clusters; 1 where they do not."""
    error, naive = moved.error[:kinds], moved.naive[:kinds]
    known = error > 0
    return min(float(np.mean((naive[known] / error[known]) ** 2)), 1.0) if known.any() else 1.0


def _by_chance(gain: float, *, kinds: int, tries: int) -> float:
    """The chance of such a gain without influence: effects are at least 0, and several decays were tried."""
    if not kinds or gain <= 0:
        return 1.0
    tails = [comb(kinds, k) * float(chi2.sf(gain, k)) for k in range(1, kinds + 1)]
    return float(min(1.0, tries * sum(tails) / 2**kinds))
