"""Difference in differences: what changed for the treated beyond what changed for the others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from agora_analytics.arrays import Bools, Floats, Ints, floats, integers, number, refuse, whole
from agora_analytics.errors import NotConverged, NotEnoughData
from agora_analytics.inference.propensity import strata_codes, yes_no

LEAST_PRE_PERIODS = 8
LEAST_SALES = 30
_LEAST_CLUSTERS = 5


@dataclass(frozen=True)
class DifferenceInDifferences:
    """The effect per unit and period, in the unit of the outcome, with errors clustered; and the trend before."""

    effect: float
    low: float
    high: float
    standard_error: float
    p_value: float
    level: float
    clusters: int
    pre_trend_p: float  # joint test that treated and others moved alike before; small: do not believe the effect
    relative_period: Ints  # (k,) periods since the start, without -1 which is the reference
    event_effect: Floats  # (k,) effect at each
    event_low: Floats
    event_high: Floats


@dataclass(frozen=True)
class _Panel:
    outcome: Floats
    unit: Ints
    period: Ints
    cluster: Ints
    treated: Bools  # the row's unit is ever treated
    start: int


def difference_in_differences(
    outcome: ArrayLike,
    *,
    unit: ArrayLike,
    period: ArrayLike,
    treated: ArrayLike,
    start: int,
    sales: int,
    cluster: ArrayLike | None = None,
    level: float = 0.95,
) -> DifferenceInDifferences:
    """The effect tau in outcome = unit + period + tau * (treated and period >= start), errors clustered.

    outcome (n,): one row per unit and period; unit (n,): codes or names; period (n,): whole numbers; treated (n,): 1
    for rows of units treated from `start` on, all their rows; sales: sales behind the rows, for the minimum rule;
    cluster (n,): by default the unit. Returns the effect, the event study (reference: the period before the start)
    and the joint test of the trend before.
    Raises InvalidInput for impossible rows, NotEnoughData below 8 periods before, 30 sales or 5 clusters: cannot say.
    Assumes: without treatment both groups would have moved alike; one start for all; no effect before it.
    Misleads when: starts differ between units (take one cohort at a time), or the treated were chosen for a dip.
    Source: Chevalier and Mayzlin (2006), J. Marketing Research 43, 345-354; Bertrand, Duflo and Mullainathan (2004).

    >>> unit, period = np.repeat(np.arange(20), 12), np.tile(np.arange(12), 20)
    >>> y = unit + 0.5 * period + 2.0 * ((unit < 10) & (period >= 9)) + np.random.default_rng(0).normal(size=240)
    >>> found = difference_in_differences(y, unit=unit, period=period, treated=unit < 10, start=9, sales=500)
    >>> found.low < 2 < found.high, found.pre_trend_p > 0.05
    (True, True)
    """
    panel = _panel(outcome, unit=unit, period=period, treated=treated, start=start, cluster=cluster)
    _enough(panel, sales)
    number(level, name="level", above=0, below=1)
    after = panel.treated & (panel.period >= start)
    y = _within(panel, panel.outcome)
    effect, error, count = _clustered(y, _within(panel, after.astype(np.float64))[:, None], panel.cluster)
    quantile = float(stats.t.ppf((1 + level) / 2, count - 1))
    tau, se = float(effect[0]), float(np.sqrt(error[0, 0]))
    lags, event, spread = _event_study(panel, y)
    wide = quantile * np.sqrt(np.diag(spread))
    return DifferenceInDifferences(
        effect=tau,
        low=tau - quantile * se,
        high=tau + quantile * se,
        standard_error=se,
        p_value=float(2 * stats.t.sf(abs(tau / se), count - 1)) if se > 0 else float(tau == 0),
        level=level,
        clusters=count,
        pre_trend_p=_pre_trend_p(lags, event, spread, panel),
        relative_period=lags,
        event_effect=event,
        event_low=event - wide,
        event_high=event + wide,
    )


def _panel(
    outcome: ArrayLike, *, unit: ArrayLike, period: ArrayLike, treated: ArrayLike, start: int, cluster: ArrayLike | None
) -> _Panel:
    y = floats(outcome, name="outcome")
    whole(start, name="start")
    units = strata_codes(unit, rows=y.size)
    when = integers(period, name="period", size=y.size)
    ever = yes_no(treated, name="treated", size=y.size)
    pairs = units * (int(np.ptp(when)) + 1) + when - when.min() if y.size else units
    seen, first = np.unique(pairs, return_index=True)
    if seen.size < y.size:
        twice = np.ones(y.size, dtype=np.bool_)
        twice[first] = False
        refuse(twice, "unit and period come twice; add the rows up first", column="period")
    share = np.bincount(units, weights=ever) / np.maximum(np.bincount(units), 1)
    mixed = (share > 0) & (share < 1)
    refuse(mixed[units], "treated marks some rows of a unit only; mark all rows of treated units", column="treated")
    groups = units if cluster is None else strata_codes(cluster, rows=y.size)
    return _Panel(y, units, when, groups, ever, start)


def _enough(panel: _Panel, sales: int) -> None:
    whole(sales, name="sales", low=0)
    before = np.unique(panel.period[panel.period < panel.start]).size
    if before < LEAST_PRE_PERIODS or sales < LEAST_SALES:
        raise NotEnoughData(
            f"{before} periods before the start and {sales} sales; at least {LEAST_PRE_PERIODS} and {LEAST_SALES} "
            "are needed: cannot say yet"
        )
    ours = np.unique(panel.cluster[panel.treated]).size
    others = np.unique(panel.cluster[~panel.treated]).size
    if min(ours, others) < 2 or np.unique(panel.cluster).size < _LEAST_CLUSTERS:
        raise NotEnoughData(f"{ours} treated and {others} other clusters; at least two of each and five in all")
    if not np.any(panel.period >= panel.start):
        raise NotEnoughData("no period after the start yet")


def _within(panel: _Panel, values: Floats) -> Floats:
    """Values less their unit and period means, by turns until neither is left."""
    left = values.copy()
    when = panel.period - panel.period.min()
    by_unit, by_period = np.bincount(panel.unit), np.maximum(np.bincount(when), 1)
    scale = max(float(np.abs(values).max()), 1e-300)
    for _ in range(10_000):
        left -= (np.bincount(panel.unit, weights=left) / by_unit)[panel.unit]
        shift = np.bincount(when, weights=left) / by_period
        left -= shift[when]
        if np.abs(shift).max() <= 1e-12 * scale:
            return left
    raise NotConverged("unit and period means do not settle; drop units that are seen once")


def _clustered(y: Floats, x: Floats, cluster: Ints) -> tuple[Floats, Floats, int]:
    """Least squares, its covariance by leaving out one cluster at a time (jackknife, CR3), and the number of clusters."""
    bread: Floats = np.asarray(np.linalg.pinv(x.T @ x), dtype=np.float64)
    beta: Floats = bread @ (x.T @ y)
    order = np.argsort(cluster, kind="stable")
    ends = np.flatnonzero(np.diff(cluster[order])) + 1
    residual = y - x @ beta
    scores = np.array([_score(x[rows], residual[rows], bread) for rows in np.split(order, ends)])
    count = scores.shape[0]
    covariance: Floats = (count - 1) / count * bread @ (scores.T @ scores) @ bread
    return beta, covariance, count


def _score(x: Floats, residual: Floats, bread: Floats) -> Floats:
    """What one cluster pulls, its residuals enlarged by what it pulled the fit towards itself."""
    own = np.eye(x.shape[0]) - x @ bread @ x.T
    made: Floats = x.T @ np.linalg.lstsq(own, residual, rcond=1e-9)[0]
    return made


def _event_study(panel: _Panel, y: Floats) -> tuple[Ints, Floats, Floats]:
    lags = np.unique(panel.period[panel.treated]) - panel.start
    lags = lags[lags != -1].astype(np.int64)
    columns = [_within(panel, (panel.treated & (panel.period - panel.start == lag)).astype(np.float64)) for lag in lags]
    beta, covariance, _ = _clustered(y, np.column_stack(columns), panel.cluster)
    return lags, beta, covariance


def _pre_trend_p(lags: Ints, beta: Floats, covariance: Floats, panel: _Panel) -> float:
    """F test of the leads, drawn together into a line (a curve where clusters are many) that is 0 in the last period.

    A test of every lead on few clusters cries wolf: their covariance is then hardly known.
    """
    before = lags < 0
    sides = [np.unique(panel.cluster[panel.treated == side]).size for side in (True, False)]
    shapes = min(max(min(sides) // 10, 1), 3, int(before.sum()))
    away = (lags[before] + 1) / abs(float(lags.min()))
    curves = np.column_stack([away**power for power in range(1, shapes + 1)])
    bend = curves.T @ beta[before]
    spread = curves.T @ covariance[np.ix_(before, before)] @ curves
    if not np.any(spread):
        return float(np.allclose(bend, 0))
    wald = float(bend @ np.linalg.pinv(spread, hermitian=True) @ bend) / shapes
    freedom = sum(sides) - 1 - shapes
    return float(stats.f.sf(wald * freedom / (sum(sides) - 1), shapes, freedom))
