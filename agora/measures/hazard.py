"""How strongly words carry: the buyers' own rates and the force of an exposure, fitted together to who bought when.

The hazard of a purchase is own rate x season + beta x sum of quality x tie x exp(-delta x wait), the linear intensity
of docs/measures/value-ledger.md. Expectation-maximisation: each purchase is shared between its possible causes, then
beta is the shared purchases over the opportunity there was, so that coincidence earns nothing on average.
Readers who bought nothing count as much as those who did.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from agora.analytics.value import Exposures, Sales
from agora.analytics.value.paths import Paths, find_paths

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
# Half-lives tried, in days.
HALF_LIVES = (1.5, 3.0, 6.0, 12.0, 24.0)
ROUNDS = 60
# Own rates are drawn towards everybody's by a Gamma prior of this shape.
SHAPE = 0.8
# Twice the gain in log-likelihood that chance exceeds in 5 % of worlds without influence (one-sided).
SETTLED = 2.71


@dataclass(frozen=True, slots=True)
class HazardFit:
    """What was fitted: force and decay per day, own rates (people,) per day, and how sure the force is."""

    beta: float
    delta: float
    mu: Floats
    error: float  # standard error of beta
    gain: float  # twice the log-likelihood over that of a world without influence
    purchases: int
    exposures: int

    @property
    def settled(self) -> bool:
        """Whether the data tell the force apart from none."""
        return self.gain > SETTLED


@dataclass(frozen=True, slots=True)
class _Facts:
    """Purchases before which words were met, flattened: pair k joins purchase `sale[k]` and a force that waited."""

    buyer: Ints
    season: Floats
    at_risk: Floats  # (people,) seasoned days
    sale: Ints
    force: Floats  # of each pair, for beta = 1
    opportunity: float  # of all exposures, for beta = 1


def fit_hazard(purchases: Sales, exposures: Exposures, *, since: Floats, until: float, horizon: float) -> HazardFit:
    """Fit force, decay and own rates; since (people,): the day each is watched from, until: the last day.

    purchases: one row per occasion, refunds left out. Time O(pairs x half-lives x rounds), memory O(pairs).
    """
    if not purchases.size or not exposures.size:
        return _without_words(purchases, since=since, until=until, exposures=exposures.size)
    paths = find_paths(purchases, exposures, horizon=horizon)
    tried = []
    for half_life in HALF_LIVES:
        delta = float(np.log(2) / half_life)
        facts = _facts(purchases, exposures, paths, since=since, until=until, horizon=horizon, delta=delta)
        tried.append((*_maximise(facts), delta, facts))
    logs, beta, mu, delta, facts = max(tried, key=lambda found: found[0])
    bare, _, _ = _maximise(facts, words=False)
    return HazardFit(
        beta=beta, delta=delta, mu=mu, error=_error(facts, beta, mu), gain=2 * (logs - bare),
        purchases=purchases.size, exposures=exposures.size,
    )  # fmt: skip


def _without_words(purchases: Sales, *, since: Floats, until: float, exposures: int) -> HazardFit:
    days = np.maximum(until - since, 1.0)
    bought = np.bincount(purchases.buyer[purchases.buyer >= 0], minlength=since.size)
    usual = max(bought.sum() / days.sum(), 1e-12) if days.size else 1e-12
    mu = (SHAPE + bought) / (SHAPE / usual + days)
    delta = float(np.log(2) / HALF_LIVES[1])
    return HazardFit(0.0, delta, mu, error=0.0, gain=0.0, purchases=purchases.size, exposures=exposures)


def _facts(
    purchases: Sales, exposures: Exposures, paths: Paths, *, since: Floats, until: float, horizon: float, delta: float
) -> _Facts:
    sale = np.repeat(np.arange(purchases.size), np.diff(paths.start))
    row = paths.row
    waited = purchases.time[sale] - exposures.time[row]
    strength = exposures.quality * exposures.tie
    lasts = np.clip(np.minimum(_until_met_again(exposures), until - exposures.time), 0.0, horizon)
    theirs = exposures.buyer != exposures.author
    season, at_risk = _season(purchases, since=since, until=until)
    return _Facts(
        buyer=purchases.buyer,
        season=season,
        at_risk=at_risk,
        sale=sale,
        force=strength[row] * np.exp(-delta * waited),
        opportunity=float((strength * -np.expm1(-delta * lasts) / delta)[theirs].sum()),
    )


def _until_met_again(exposures: Exposures) -> Floats:
    """Days until the same reader meets the same content again, when the earlier meeting stops counting."""
    order = np.lexsort((exposures.time, exposures.content, exposures.author, exposures.buyer))
    b, a, c, t = (column[order] for column in (exposures.buyer, exposures.author, exposures.content, exposures.time))
    again = np.full(order.size, np.inf)
    if order.size > 1:
        same = (b[1:] == b[:-1]) & (a[1:] == a[:-1]) & (c[1:] == c[:-1])
        again[:-1][same] = np.diff(t)[same]
    out = np.empty(order.size)
    out[order] = again
    return out


def _season(purchases: Sales, *, since: Floats, until: float) -> tuple[Floats, Floats]:
    """How lively each purchase's month is (mean 1 over the days watched), and everybody's seasoned days."""
    start = float(since.min())
    months = max(int(np.ceil((until - start) / 30.4375)), 1)
    edges = np.linspace(start, until, months + 1)
    watched = np.clip(edges[1:] - np.maximum(since[:, None], edges[:-1]), 0.0, None)
    place = np.clip(np.searchsorted(edges, purchases.time, side="right") - 1, 0, months - 1)
    bought = np.bincount(place, minlength=months) + 1.0
    lively = bought / np.maximum(watched.sum(axis=0), 1.0)
    lively /= (lively @ watched.sum(axis=0)) / max(watched.sum(), 1.0)
    return lively[place], np.maximum(watched @ lively, 1.0)


def _maximise(facts: _Facts, *, words: bool = True) -> tuple[float, float, Floats]:
    """The log-likelihood, beta and own rates where expectation-maximisation ends."""
    people, count = facts.at_risk.size, facts.buyer.size
    met = np.bincount(facts.sale, weights=facts.force, minlength=count)
    usual = count / facts.at_risk.sum()
    mu = np.full(people, usual)
    beta = 0.2 * count / max(facts.opportunity, 1e-9) if words else 0.0
    hazard = np.ones(count)
    for _ in range(ROUNDS):
        own = mu[facts.buyer] * facts.season
        hazard = own + beta * met
        kept = own / hazard
        bought = np.bincount(facts.buyer, weights=kept, minlength=people)
        usual = max(bought.sum() / facts.at_risk.sum(), 1e-12)
        beta = float((1.0 - kept).sum()) / max(facts.opportunity, 1e-9)
        mu = (SHAPE + bought) / (SHAPE / usual + facts.at_risk)
    own = mu[facts.buyer] * facts.season
    hazard = own + beta * met
    logs = float(np.log(hazard).sum() - mu @ facts.at_risk - beta * facts.opportunity)
    return logs, beta, mu


def _error(facts: _Facts, beta: float, mu: Floats) -> float:
    met = np.bincount(facts.sale, weights=facts.force, minlength=facts.buyer.size)
    hazard = mu[facts.buyer] * facts.season + beta * met
    known = float(((met / hazard) ** 2).sum())
    return float(1.0 / np.sqrt(known)) if known > 0 else 0.0
