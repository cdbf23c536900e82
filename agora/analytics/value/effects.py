"""How strongly words carry: own purchase rates and the effect of each kind of exposure, fitted together.

The hazard of a purchase is own rate x season + sum over kinds of effect x sum of strength x exp(-decay x wait).
Expectation-maximisation: each purchase is shared between its possible causes, then an effect is the purchases shared
to it over the opportunity there was, so that coincidence earns nothing on average. Who met words and bought nothing
counts as much as who did.
"""

from dataclasses import dataclass, replace
from math import comb

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import chi2

from agora.analytics.arrays import Floats, Ints, compiled, spread
from agora.analytics.errors import InvalidInput, NotConverged, NotEnoughData
from agora.analytics.value.ledger import allocate
from agora.analytics.value.rows import NO_SALE, UNKNOWN_BUYER, Exposures, Sales

HALF_LIVES = (1.5, 3.0, 6.0, 12.0, 24.0)
MONTH = 30.4375
# Own rates are drawn towards everybody's as if by so many purchases at least, and more the more alike people buy.
LEAST_ALIKE, MOST_ALIKE = 0.8, 100.0
# How often a world without influence may pass for one with it.
FALSE_ALARM = 0.05


@dataclass(frozen=True)
class ExposureEffects:
    """Fitted base rates and effects, per time unit, and how far the data carry them."""

    base_rate: Floats  # (people,) own purchases per time unit
    effect: Floats  # (kinds,) purchases per time unit that one exposure of strength 1 adds at once
    error: Floats  # (kinds,) standard errors
    decay: float  # per time unit
    gain: float  # twice the log-likelihood over that of a world without influence
    p_value: float  # of that gain by chance, for the kinds and the decays tried
    trace: Floats  # penalised log-likelihood by round; never falls
    purchases: int
    exposures: int

    @property
    def settled(self) -> bool:
        """Whether the data tell the effects apart from none."""
        return self.p_value < FALSE_ALARM

    def applied(self, sales: Sales, exposures: Exposures) -> tuple[Sales, Exposures]:
        """The records with fitted base rates, strengths and decay, as `allocate` reads them."""
        rate = np.append(self.base_rate, 0.0)[sales.buyer]
        strength = self.effect[exposures.kind] * exposures.strength
        decay = np.full(exposures.size, self.decay)
        return replace(sales, base_rate=rate), replace(exposures, strength=strength, decay=decay)

    def scales(self, kinds: int, *, draws: int, seed: int) -> Floats:
        """Drawn effects over the fitted ones, (draws, kinds): normal, cut off at 0."""
        if kinds > self.effect.size:
            raise InvalidInput(f"the effects know {self.effect.size} kinds, the ledger has {kinds}", column="effects")
        drawn = np.random.default_rng([seed, 1]).normal(size=(draws, kinds))
        effect, error = self.effect[:kinds], self.error[:kinds]
        relative = np.divide(error, effect, out=np.zeros(kinds), where=effect > 0)
        made: Floats = np.maximum(1.0 + relative * drawn, 0.0)
        return made


@dataclass(frozen=True)
class _Facts:
    """Purchases with the force that had met each by kind (for an effect of 1), and the opportunity there was."""

    buyer: Ints
    season: Floats
    at_risk: Floats  # (people,) seasoned time
    alike: float  # by how many purchases own rates are drawn towards everybody's
    force: Floats  # (purchases, kinds)
    opportunity: Floats  # (kinds,)


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
    rounds: int = 5000,
) -> ExposureEffects:
    """Fit own purchase rates and the effect per kind of exposure by expectation-maximisation.

    sales: one row per decision to buy; refunds and unknown buyers are left out, base rates not read. exposures:
    strength is relative (quality x tie), decay not read. since (people,) or one: the time each is watched from
    (default: the first row); until: the last time; half_lives: tried in turn; season: length of a period of equal
    liveliness. Times in one unit (defaults: days). Returns `ExposureEffects`. O(pairs x half-lives).
    Raises NotEnoughData without purchases by known buyers, InvalidInput for times outside, NotConverged.
    Assumes: linear hazards, one decay, base rates constant but for the common season.
    Misleads when: people read because they are about to buy (see `timing_test`), or friends are alike in timing.
    Source: docs/measures/value-ledger.md; EM for linear self-exciting hazards: Veen and Schoenberg (2008).

    >>> sales = Sales.of([0, 1, 1], time=[5.0, 2.0, 9.0], margin_minor=[1, 1, 1])
    >>> none = Exposures.of([], author=[], content=[], time=[])
    >>> fit_exposure_effects(sales, none, since=0.0, until=10.0).base_rate.round(2).tolist()
    [0.15, 0.15]
    """
    bought = _decisions(sales)
    size = people or 1 + max(int(code.max(initial=-1)) for code in (sales.buyer, exposures.buyer, exposures.author))
    first, last = _watched(bought, exposures, since, until, size)
    facts, decay = _without_words(bought, since=first, until=last, season=season), 0.0
    bare = _maximise(facts, rounds=rounds)
    best = bare
    if exposures.size:
        paths = allocate(bought, exposures, rule="linear", horizon=horizon, incrementality=1.0).opened()[1]
        tried = []
        for half_life in half_lives:
            delta = float(np.log(2) / half_life)
            force = np.zeros((bought.size, exposures.kinds))
            waited = bought.time[paths.sale] - exposures.time[paths.exposure]
            pull = exposures.strength[paths.exposure] * np.exp(-delta * waited)
            np.add.at(force, (paths.sale, paths.kind), pull)
            chance = _opportunity(exposures, delta=delta, until=last, horizon=horizon)
            found = replace(facts, force=force, opportunity=chance)
            tried.append((_maximise(found, rounds=rounds), delta, found))
        best, decay, facts = max(tried, key=lambda one: one[0][2][-1])
    effect, rate, trace = best
    gain = max(2 * (trace[-1] - bare[2][-1]), 0.0)
    return ExposureEffects(
        base_rate=rate, effect=effect, error=_errors(facts, effect, rate), decay=decay, gain=float(gain),
        p_value=_by_chance(gain, kinds=effect.size, tries=len(half_lives)), trace=trace, purchases=bought.size,
        exposures=exposures.size,
    )  # fmt: skip


def _decisions(sales: Sales) -> Sales:
    row = np.flatnonzero((sales.refund_of == NO_SALE) & (sales.buyer != UNKNOWN_BUYER))
    if not row.size:
        raise NotEnoughData("no purchase by a known buyer: base rates and effects cannot be fitted yet")
    return Sales.of(sales.buyer[row], time=sales.time[row], margin_minor=sales.margin_minor[row])


def _watched(
    bought: Sales, exposures: Exposures, since: ArrayLike | None, until: float | None, people: int
) -> tuple[Floats, float]:
    times = np.concatenate([bought.time, exposures.time])
    last = float(times.max()) if until is None else float(until)
    first = spread(times.min() if since is None else since, name="since", size=people)
    if np.any(bought.time > last):
        raise InvalidInput("a sale lies after it; give the last time anybody was watched", column="until")
    late = bought.time < first[bought.buyer]
    if np.any(late):
        who = int(bought.buyer[np.flatnonzero(late)[0]])
        raise InvalidInput(f"person {who} bought before being watched", column="since", row=who)
    return np.minimum(first, last), last


def _without_words(bought: Sales, *, since: Floats, until: float, season: float) -> _Facts:
    """How lively each purchase's season is (mean 1 over the time watched), and everybody's seasoned time."""
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
    none = np.empty((bought.size, 0))
    return _Facts(buyer, lively[place], at_risk, _alike(buyer, at_risk), none, np.empty(0))


def _alike(buyer: Ints, at_risk: Floats) -> float:
    """The shape of a gamma law of rates under which counts would spread as they do, by moments."""
    count = np.bincount(buyer, minlength=at_risk.size)
    expected = at_risk * (buyer.size / max(float(at_risk.sum()), 1e-300))
    excess = float(((count - expected) ** 2 - count).sum())
    shape = float((expected**2).sum()) / excess if excess > 0 else MOST_ALIKE
    return min(max(shape, LEAST_ALIKE), MOST_ALIKE)


def _opportunity(exposures: Exposures, *, delta: float, until: float, horizon: float) -> Floats:
    """The hazard added up over time that exposures of each kind had, for an effect of 1."""
    lasts = np.clip(np.minimum(_until_met_again(exposures), until - exposures.time), 0.0, horizon)
    worth = exposures.strength * -np.expm1(-delta * lasts) / delta
    theirs = exposures.buyer != exposures.author
    out = np.zeros(exposures.kinds)
    np.add.at(out, exposures.kind[theirs], worth[theirs])
    return out


def _until_met_again(exposures: Exposures) -> Floats:
    """Time until the same reader meets the same content again, when the earlier meeting stops counting."""
    order = np.lexsort((exposures.time, exposures.content, exposures.author, exposures.buyer))
    b, a, c, t = (column[order] for column in (exposures.buyer, exposures.author, exposures.content, exposures.time))
    again = np.full(order.size, np.inf)
    same = (b[1:] == b[:-1]) & (a[1:] == a[:-1]) & (c[1:] == c[:-1])
    again[:-1][same] = np.diff(t)[same]
    out = np.empty(order.size)
    out[order] = again
    return out


def _maximise(facts: _Facts, *, rounds: int) -> tuple[Floats, Floats, Floats]:
    effect, rate, trace, settled = _climb(
        facts.buyer, facts.season, facts.at_risk, facts.force, facts.opportunity, facts.alike, rounds
    )
    if not settled:
        raise NotConverged(f"after {rounds} rounds the likelihood still rises; allow more rounds or pool the kinds")
    return effect, rate, trace


@compiled
def _climb(  # noqa: PLR0917 (compiled: no keyword-only arguments)
    buyer: Ints, season: Floats, at_risk: Floats, force: Floats, opportunity: Floats, shape: float, rounds: int
) -> tuple[Floats, Floats, Floats, bool]:
    """Effects, own rates, the objective by round, and whether it settled.

    Objective: log-likelihood + shape x sum of (log(rate / usual) - rate / usual), each step its exact maximum.
    """
    count, kinds = force.shape
    usual = count / max(at_risk.sum(), 1e-300)
    rate = np.full(at_risk.size, usual)
    effect = np.zeros(kinds)
    for g in range(kinds):
        if opportunity[g] > 0:
            effect[g] = 0.2 * count / (kinds * opportunity[g])
    trace = np.empty(rounds)
    kept, caused = np.empty(at_risk.size), np.empty(kinds)
    for turn in range(rounds):
        kept[:] = 0.0
        caused[:] = 0.0
        logs = 0.0
        for p in range(count):
            own = rate[buyer[p]] * season[p]
            hazard = own
            for g in range(kinds):
                hazard += effect[g] * force[p, g]
            logs += np.log(hazard)
            kept[buyer[p]] += own / hazard
            for g in range(kinds):
                caused[g] += effect[g] * force[p, g] / hazard
        for b in range(rate.size):
            logs += shape * (np.log(rate[b] / usual) - rate[b] / usual) - rate[b] * at_risk[b]
        for g in range(kinds):
            logs -= effect[g] * opportunity[g]
        trace[turn] = logs
        if turn > 9 and logs - trace[turn - 1] < 1e-6 + 1e-12 * abs(logs):
            return effect, rate, trace[: turn + 1].copy(), True
        for g in range(kinds):
            effect[g] = caused[g] / opportunity[g] if opportunity[g] > 0 else 0.0
        for b in range(rate.size):
            rate[b] = (shape + kept[b]) / (shape / usual + at_risk[b])
        usual = rate.mean()
    return effect, rate, trace, False


def _errors(facts: _Facts, effect: Floats, rate: Floats) -> Floats:
    """Standard errors from the information about the effects that is left once own rates are fitted too."""
    kinds = effect.size
    if not kinds:
        return np.zeros(0)
    hazard = rate[facts.buyer] * facts.season + facts.force @ effect
    lean = facts.force / hazard[:, None]
    own = facts.season / hazard
    people = rate.size
    known = np.bincount(facts.buyer, weights=own**2, minlength=people) + facts.alike / rate**2
    cross = np.array([np.bincount(facts.buyer, weights=lean[:, g] * own, minlength=people) for g in range(kinds)])
    left = lean.T @ lean - (cross / known) @ cross.T
    variance = np.diag(np.linalg.pinv(left, hermitian=True))
    made: Floats = np.where(facts.opportunity > 0, np.sqrt(np.maximum(variance, 0.0)), 0.0)
    return made


def _by_chance(gain: float, *, kinds: int, tries: int) -> float:
    """The chance of such a gain without influence: effects are at least 0, and several decays were tried."""
    if not kinds or gain <= 0:
        return 1.0
    tails = [comb(kinds, k) * float(chi2.sf(gain, k)) for k in range(1, kinds + 1)]
    return float(min(1.0, tries * sum(tails) / 2**kinds))
