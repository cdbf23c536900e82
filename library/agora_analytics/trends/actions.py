"""What people do next: buy, contribute, or leave; with the effect of neighbours who left.

Each is a discrete-time hazard on what is known before each period, fitted on the past, and told for a horizon: the chance of
nothing through all its periods, each seen as the own clock goes on. Neighbours: Nitzan and Libai (2011), J. Marketing 75(6)
24-38, who found a hazard 1.80 times as high per neighbour who left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import ndtri

from agora_analytics.arrays import Bools, Floats, Ints, generator, number, whole
from agora_analytics.errors import InvalidInput, NotConverged, NotEnoughData
from agora_analytics.frames import Tabular
from agora_analytics.trends.calibration import Calibration, calibration
from agora_analytics.trends.hazard import HazardFit, fit_hazard
from agora_analytics.trends.history import Features, History, Stream, features, features_at, happened

# Where people differ in their rates the hazard falls like 1 / (a + tenure). These steps for a told CDNOW and simulated buyers
# best; with 1 the forecasts for long horizons were 5 to 10 % too high.
_MELLOW = 4.0
_PURCHASE, _CONTRIBUTION, _DEFECTION = "purchase", "contribution", "defection"


@dataclass(frozen=True)
class HazardRatios:
    """How many times as likely one more of each feature makes it, per period; logged features per unit of their log."""

    name: tuple[str, ...]
    ratio: Floats  # (features,)
    low: Floats
    high: Floats
    standard_error: Floats  # of the logarithm of the ratio

    def of(self, name: str) -> tuple[float, float, float]:
        """Ratio and interval of one feature; InvalidInput where the model has none of that name."""
        if name not in self.name:
            raise InvalidInput(f"{name!r} is not in the model, which has {', '.join(self.name)}", column="name")
        row = self.name.index(name)
        return float(self.ratio[row]), float(self.low[row]), float(self.high[row])


@dataclass(frozen=True)
class Forecast(Tabular):
    """The chance that each person who is here does it within the horizon, and how such chances held before."""

    person: Ints  # (people here,)
    probability: Floats
    low: Floats  # interval for the doubt about the coefficients, not about the model
    high: Floats
    ratios: HazardRatios
    calibration: Calibration | None  # the horizon before `at`, told from what came earlier; None: history too short
    at: float
    horizon: float
    step: float
    level: float


@dataclass(frozen=True)
class _Plan:
    """How a forecast was asked for."""

    kind: str
    horizon: float
    step: float
    window: float
    without: tuple[str, ...]
    level: float
    rows: int
    seed: int

    @property
    def periods(self) -> int:
        return round(self.horizon / self.step)


def next_purchase(
    known: History,
    *,
    at: float,
    horizon: float,
    step: float = 7.0,
    window: float = 30.0,
    without: Sequence[str] = (),
    level: float = 0.95,
    rows: int = 2_000_000,
    seed: int = 0,
) -> Forecast:
    """The chance that each person buys within a horizon.

    known: of `history`; at: now; horizon: how far, a multiple of step; step: the period of the hazard; window: how long
    a neighbour's leaving counts; without: features to leave out; rows: periods of people to learn from at most, more
    are sampled by person with the seed. Times in the unit of the history.
    Returns Forecast of those who are here, with hazard ratios and a calibration on the horizon before `at`.
    Raises InvalidInput for settings that cannot be, NotEnoughData for too few purchases, NotConverged where a feature
    separates.
    Assumes: the future follows the same hazard; but for the own clock nothing changes until the purchase.
    Misleads when: a season or a campaign lies ahead, or the horizon is much longer than the history.
    Source: Prentice and Gloeckler (1978), Biometrics 34, 57-67.

    >>> rng = np.random.default_rng(1)
    >>> who, when = rng.integers(0, 200, 900), rng.uniform(0, 140, 900)
    >>> from agora_analytics.trends.history import history
    >>> found = next_purchase(history(np.zeros(200), purchases=(who, when)), at=140.0, horizon=28.0)
    >>> bool(0.5 < found.probability.mean() < 0.7), found.calibration.within.mean() > 0.7
    (True, np.True_)
    """
    return _forecast(known, at, _Plan(_PURCHASE, horizon, step, window, tuple(without), level, rows, seed))


def next_contribution(
    known: History,
    *,
    at: float,
    horizon: float,
    step: float = 7.0,
    window: float = 30.0,
    without: Sequence[str] = (),
    level: float = 0.95,
    rows: int = 2_000_000,
    seed: int = 0,
) -> Forecast:
    """The chance that each person contributes (writes, answers, reviews) within a horizon.

    Arguments and result as of `next_purchase`.
    Returns Forecast of those who are here, with hazard ratios and a calibration on the horizon before `at`.
    Raises InvalidInput for settings that cannot be, NotEnoughData for too few contributions, NotConverged where a
    feature separates.
    Assumes: the future follows the same hazard; but for the own clock nothing changes until the contribution.
    Misleads when: the community's rules, rewards or doors change.
    Source: Prentice and Gloeckler (1978), Biometrics 34, 57-67.

    >>> rng = np.random.default_rng(2)
    >>> who, when = rng.integers(0, 200, 900), rng.uniform(0, 140, 900)
    >>> from agora_analytics.trends.history import history
    >>> found = next_contribution(history(np.zeros(200), contributions=(who, when)), at=140.0, horizon=28.0)
    >>> found.person.size, bool((found.low < found.probability).all())
    (200, True)
    """
    return _forecast(known, at, _Plan(_CONTRIBUTION, horizon, step, window, tuple(without), level, rows, seed))


def next_defection(
    known: History,
    *,
    at: float,
    horizon: float,
    step: float = 7.0,
    window: float = 30.0,
    without: Sequence[str] = (),
    level: float = 0.95,
    rows: int = 2_000_000,
    seed: int = 0,
) -> Forecast:
    """The chance that each person leaves within a horizon, and how many times as likely a neighbour's leaving makes it.

    Arguments and result as of `next_purchase`; `left` of the history is the event, and
    `ratios.of("neighbours_left")` the hazard ratio per neighbour who left within the window.
    Returns Forecast of those who are here, with hazard ratios and a calibration on the horizon before `at`.
    Raises InvalidInput for settings that cannot be, NotEnoughData for too few who left, NotConverged where a feature
    separates.
    Assumes: the future follows the same hazard; but for tenure all features stay as they are at `at`.
    Misleads when: the ratio is read as an effect. Neighbours are alike and meet the same troubles (homophily, common
    causes), which raises it without any influence.
    Source: Nitzan and Libai (2011), J. Marketing 75(6) 24-38: 1.80; Prentice and Gloeckler (1978), Biometrics 34.

    >>> rng = np.random.default_rng(3)
    >>> from agora_analytics.trends.history import history
    >>> known = history(np.zeros(500), left=rng.exponential(400.0, 500))
    >>> found = next_defection(known, at=140.0, horizon=28.0)
    >>> bool(0.04 < found.probability.mean() < 0.1)
    True
    """
    return _forecast(known, at, _Plan(_DEFECTION, horizon, step, window, tuple(without), level, rows, seed))


def _forecast(known: History, at: float, plan: _Plan) -> Forecast:
    _check(at, plan)
    seen = features_at(known, at, window=plan.window)
    names, fit = _learn(known, at, plan)
    probability, low, high = _chances(seen, names, fit, plan)
    return Forecast(
        person=seen.person,
        probability=probability,
        low=low,
        high=high,
        ratios=_ratios(names, fit, plan.level),
        calibration=_held_out(known, at - plan.horizon, plan),
        at=at,
        horizon=plan.horizon,
        step=plan.step,
        level=plan.level,
    )


def _check(at: float, plan: _Plan) -> None:
    number(at, name="at")
    number(plan.step, name="step", above=0)
    number(plan.horizon, name="horizon", above=0)
    if plan.periods < 1 or abs(plan.periods * plan.step - plan.horizon) > 1e-9 * plan.step:
        raise InvalidInput(f"{plan.horizon} must be a whole number of steps of {plan.step}", column="horizon")
    number(plan.level, name="level", above=0, below=1)
    whole(plan.rows, name="rows", low=1)
    whole(plan.seed, name="seed", low=0)


def _held_out(known: History, at: float, plan: _Plan) -> Calibration | None:
    try:
        seen = features_at(known, at, window=plan.window)
        names, fit = _learn(known, at, plan)
        probability, _, _ = _chances(seen, names, fit, plan)
        did = _outcome(known, plan.kind, seen.person, seen.at, seen.at + plan.horizon)
        return calibration(probability, did, level=plan.level)
    except (NotEnoughData, NotConverged):
        return None


def _learn(known: History, at: float, plan: _Plan) -> tuple[tuple[str, ...], HazardFit]:
    person, start = _periods(known, at, plan)
    if person.size == 0:
        raise NotEnoughData(f"nobody was here for a whole step of {plan.step} before {at}")
    did = _outcome(known, plan.kind, person, start, start + plan.step)
    columns = _columns(features(known, person, start, window=plan.window), plan)
    idle = {name for name, stream in _streams(known).items() if stream.time.size == 0}
    names = tuple(
        name
        for name, column in columns.items()
        if column.std() > 1e-9 and name not in plan.without and name not in idle
    )
    x = np.column_stack([np.zeros((person.size, 0)), *(columns[name] for name in names)])
    own = _own(x)
    names = tuple(name for name, keep in zip(names, own, strict=True) if keep)
    return names, fit_hazard(x[:, own], did, person, names=names)


def _streams(known: History) -> dict[str, Stream]:
    """The events that a recency is counted from: where there never was one it is tenure again."""
    return {"purchase_recency": known.purchases, "contribution_recency": known.contributions}


def _own(x: Floats) -> Bools:
    """(columns,) whether a column says something that those before it do not."""
    own = np.zeros(x.shape[1], dtype=np.bool_)
    z = (x - x.mean(axis=0)) / x.std(axis=0)
    alike = z.T @ z / x.shape[0]
    for j in range(x.shape[1]):
        basis = alike[np.ix_(own, own)]
        explained = alike[j, own] @ np.linalg.solve(basis, alike[own, j]) if own.any() else 0.0
        own[j] = 1 - explained > 1e-6
    return own


def _periods(known: History, at: float, plan: _Plan) -> tuple[Ints, Floats]:
    """(person, start) of every whole period before `at` that a person who had joined before began here."""
    first = np.floor((known.joined - at) / plan.step) + 1  # what joining itself brought is no later action
    last = np.minimum(np.floor((known.left - at) / plan.step), -1.0)
    many = np.maximum(last - first + 1, 0).astype(np.int64)
    chosen = np.arange(many.size)
    if many.sum() > plan.rows:
        chosen = generator(plan.seed).permutation(many.size)
        chosen = np.sort(chosen[np.cumsum(many[chosen]) <= plan.rows])
    many = many[chosen]
    within = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
    return np.repeat(chosen, many), at + (np.repeat(first[chosen], many) + within) * plan.step


def _outcome(known: History, kind: str, person: Ints, start: Floats, stop: Floats) -> Floats:
    if kind == _DEFECTION:
        return ((known.left[person] >= start) & (known.left[person] < stop)).astype(np.float64)
    stream: Stream = known.purchases if kind == _PURCHASE else known.contributions
    return happened(stream, person, start, stop)


def _columns(seen: Features, plan: _Plan) -> dict[str, Floats]:
    """The features as the model takes them: counts and times logged, but for neighbours who left."""
    return {
        "tenure": np.log(_MELLOW + seen.tenure / plan.step),
        "purchases": np.log1p(seen.purchases),
        "purchase_recency": np.log1p(seen.purchase_recency / plan.step),
        "contributions": np.log1p(seen.contributions),
        "contribution_recency": np.log1p(seen.contribution_recency / plan.step),
        "neighbours": np.log1p(seen.neighbours),
        "neighbours_left": seen.neighbours_left,
    }


def _later(seen: Features, periods: int, plan: _Plan) -> Features:
    """The same people some periods on, if nothing happens: only their own clock moves."""
    passed = periods * plan.step
    if plan.kind == _PURCHASE:
        return replace(seen, tenure=seen.tenure + passed, purchase_recency=seen.purchase_recency + passed)
    if plan.kind == _CONTRIBUTION:
        return replace(seen, tenure=seen.tenure + passed, contribution_recency=seen.contribution_recency + passed)
    return replace(seen, tenure=seen.tenure + passed)


def _chances(seen: Features, names: tuple[str, ...], fit: HazardFit, plan: _Plan) -> tuple[Floats, Floats, Floats]:
    """1 - exp(-sum of the periods' hazards), with an interval by the delta method on the logarithm of that sum."""
    total, slope = np.zeros(seen.person.size), np.zeros((seen.person.size, len(names) + 1))
    for period in range(plan.periods):
        columns = _columns(_later(seen, period, plan), plan)
        x = np.column_stack([np.ones(seen.person.size), *(columns[name] for name in names)])
        hazard = np.exp(np.clip(x @ fit.coefficients, -60.0, 30.0))
        total += hazard
        slope += hazard[:, None] * x
    slope /= total[:, None]
    half = ndtri((1 + plan.level) / 2) * np.sqrt(np.einsum("np,pq,nq->n", slope, fit.covariance, slope))
    return -np.expm1(-total), -np.expm1(-total * np.exp(-half)), -np.expm1(-total * np.exp(half))


def _ratios(names: tuple[str, ...], fit: HazardFit, level: float) -> HazardRatios:
    log_ratio, error = fit.coefficients[1:], np.sqrt(np.diag(fit.covariance))[1:]
    half = ndtri((1 + level) / 2) * error
    return HazardRatios(names, np.exp(log_ratio), np.exp(log_ratio - half), np.exp(log_ratio + half), error)
