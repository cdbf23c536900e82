"""An interrupted series: what happened after an event, against what the series and its controls would have done.

A local level with regression on controls, the level's pace averaged over by its likelihood; exact Gaussian algebra.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats
from scipy.linalg import cho_factor, cho_solve

from agora_analytics.arrays import Floats, floats, number, whole
from agora_analytics.errors import InvalidInput, NotEnoughData
from agora_analytics.inference.propensity import matrix

LEAST_PRE_PERIODS = 8
LEAST_SALES = 30
# Variance of the level's step over that of the noise, from a still level to a random walk.
_PACES = np.concatenate([[0.0], np.geomspace(1e-4, 1e2, 25)])


@dataclass(frozen=True)
class InterruptedSeries:
    """Observed less expected, per period after the event (m,) and in total, with intervals."""

    effect: Floats  # (m,)
    low: Floats
    high: Floats
    expected: Floats  # (m,) without the event
    total: float
    total_low: float
    total_high: float
    p_value: float  # two-sided, of no effect in total
    level: float
    placebo_p: float  # the same test at a made-up event within the time before; NaN where that is too short


@dataclass(frozen=True)
class _Forecast:
    mean: Floats
    covariance: Floats
    freedom: int


def interrupted_series(
    outcome: ArrayLike,
    *,
    start: int,
    sales: int,
    controls: ArrayLike | None = None,
    level: float = 0.95,
) -> InterruptedSeries:
    """What a series did from period `start` on beyond what it was on course for.

    outcome (t,): one value per period, evenly spaced; start: index of the first period after the event; sales: sales
    behind the periods before, for the minimum rule; controls (t, k): series that the event cannot touch (similar
    products, season columns), known in all periods. Returns the effect per period and in total.
    Raises InvalidInput for impossible rows, NotEnoughData below 8 periods before or 30 sales: cannot say yet.
    Assumes: controls untouched by the event; their relation to the outcome stays as it was.
    Misleads when: something else happened at the same time, or the event came because of a dip or a peak.
    Source: Brodersen et al. (2015), Annals of Applied Statistics 9, 247-274; Harvey (1989) for the local level.

    >>> rng = np.random.default_rng(0)
    >>> control = 50 + np.cumsum(rng.normal(size=60))
    >>> y = 10 + 0.8 * control + rng.normal(size=60) + 5.0 * (np.arange(60) >= 50)
    >>> found = interrupted_series(y, start=50, sales=900, controls=control)
    >>> found.total_low < 50 < found.total_high, found.total_low > 0
    (True, True)
    """
    y = floats(outcome, name="outcome")
    number(level, name="level", above=0, below=1)
    beside = np.empty((y.size, 0)) if controls is None else matrix(controls, rows=y.size)
    _enough(start, y.size, beside.shape[1], sales)
    forecast = _forecast(y[:start], beside, y.size)
    effect = y[start:] - forecast.mean
    quantile = float(stats.t.ppf((1 + level) / 2, forecast.freedom))
    wide = quantile * np.sqrt(np.diag(forecast.covariance))
    total, spread = float(effect.sum()), float(np.sqrt(forecast.covariance.sum()))
    return InterruptedSeries(
        effect=effect,
        low=effect - wide,
        high=effect + wide,
        expected=forecast.mean,
        total=total,
        total_low=total - quantile * spread,
        total_high=total + quantile * spread,
        p_value=_p(total, spread, forecast.freedom),
        level=level,
        placebo_p=_placebo(y[:start], beside[:start]),
    )


def _enough(start: int, size: int, controls: int, sales: int) -> None:
    whole(sales, name="sales", low=0)
    if not 0 < whole(start, name="start") < size:
        raise InvalidInput(f"the event lies within the {size} periods", column="start")
    least = max(LEAST_PRE_PERIODS, controls + 4)
    if start < least or sales < LEAST_SALES:
        raise NotEnoughData(
            f"{start} periods before the event and {sales} sales; at least {least} and {LEAST_SALES} are needed: "
            "cannot say yet"
        )


def _p(total: float, spread: float, freedom: int) -> float:
    return float(2 * stats.t.sf(abs(total) / spread, freedom)) if spread > 0 else float(total == 0)


def _placebo(y: Floats, beside: Floats) -> float:
    start = y.size - max(y.size // 4, 1)
    if start < max(LEAST_PRE_PERIODS, beside.shape[1] + 4):
        return float("nan")
    forecast = _forecast(y[:start], beside, y.size)
    return _p(float((y[start:] - forecast.mean).sum()), float(np.sqrt(forecast.covariance.sum())), forecast.freedom)


def _forecast(y: Floats, beside: Floats, size: int) -> _Forecast:
    """Mean and covariance of the periods from y.size to `size`, mixed over the paces of the level."""
    used = beside[:, np.ptp(beside[: y.size], axis=0) > 0]
    scale = used[: y.size].std(axis=0)
    x = np.column_stack([np.ones(size), (used - used[: y.size].mean(axis=0)) / scale])
    parts = [_at_pace(y, x, float(pace)) for pace in _PACES]
    weights = np.exp(np.array([part[0] for part in parts]) - max(part[0] for part in parts))
    weights /= weights.sum()
    mean: Floats = np.einsum("p,pm->m", weights, np.array([part[1] for part in parts]))
    within = np.einsum("p,pmn->mn", weights, np.array([part[2] for part in parts]))
    off = np.array([part[1] for part in parts]) - mean
    covariance: Floats = within + np.einsum("p,pm,pn->mn", weights, off, off)
    return _Forecast(mean, covariance, y.size - x.shape[1])


def _at_pace(y: Floats, x: Floats, pace: float) -> tuple[float, Floats, Floats]:
    """Restricted log-likelihood of one pace, and the forecast (generalised least squares, then kriging)."""
    n, size = y.size, x.shape[0]
    step = np.arange(size)
    covariance = pace * np.minimum.outer(step, step) + np.eye(size)
    factor = cho_factor(covariance[:n, :n], lower=True)
    solved_x = cho_solve(factor, x[:n])
    gram = x[:n].T @ solved_x
    inverse = np.linalg.pinv(gram)
    beta = inverse @ (solved_x.T @ y)
    residual = cho_solve(factor, y - x[:n] @ beta)
    freedom = n - x.shape[1]
    variance = max(float((y - x[:n] @ beta) @ residual) / freedom, 1e-300)
    across = covariance[n:, :n]
    mean: Floats = x[n:] @ beta + across @ residual
    gain = x[n:] - across @ solved_x
    spread = covariance[n:, n:] - across @ cho_solve(factor, across.T) + gain @ inverse @ gain.T
    logdet = 2 * np.log(np.diag(factor[0])).sum() + np.linalg.slogdet(gram)[1]
    likelihood = -0.5 * (logdet + freedom * np.log(variance))
    return float(likelihood), mean, variance * spread
