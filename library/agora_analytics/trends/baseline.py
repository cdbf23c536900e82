"""What a period usually brings: level, rhythm and scatter of many series at once, robust against past alarms.

After Noufaily, Enki, Farrington, Garthwaite, Andrews, Charlett (2013), An improved algorithm for outbreak detection in
multiple surveillance systems, Statistics in Medicine 32, 1206-1222: a quasi-likelihood regression in which past outbreaks
weigh less.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit
from scipy.stats import chi2

from agora_analytics.arrays import Bools, Floats
from agora_analytics.errors import NotConverged, NotEnoughData

_ROUNDS = 60
_OUTLYING = 2.58  # residuals beyond the 99 % point weigh less, as in the source
_CAUTION = 0.8  # of the uncertainty about the scatter: its bound from above is used
_RIDGE = 1e-3  # on rhythm only: keeps a weekday on which nothing ever happened finite


@dataclass(frozen=True)
class Rhythm:
    """The calendar of a baseline: a cycle of `period` rows, `yearly` harmonics of `year` rows, and a line."""

    period: int
    yearly: int
    year: float
    trend: bool

    def design(self, rows: int, *, past: int) -> Floats:
        """(rows, columns): the first column is the level, the others are centred on the past."""
        t = np.arange(rows, dtype=np.float64)
        columns = [(t.astype(np.int64) % self.period == phase) * 1.0 for phase in range(1, self.period)]
        for k in range(1, self.yearly + 1):
            columns += [np.sin(2 * np.pi * k * t / self.year), np.cos(2 * np.pi * k * t / self.year)]
        if self.trend:
            columns.append(t / past)
        x = np.column_stack([np.ones(rows), *(column - column[:past].mean() for column in columns)])
        if past < x.shape[1] + 8:
            raise NotEnoughData(f"{past} periods of history for {x.shape[1]} unknowns; give at least {x.shape[1] + 8}")
        if np.linalg.matrix_rank(x[:past]) < x.shape[1]:
            raise NotEnoughData("the history does not cover the rhythm: give a whole cycle, or ask for less of it")
        return x


@dataclass(frozen=True)
class Baseline:
    """What is expected of later rows, (topics, rows): a count per row, or a share; and how it scatters."""

    expected: Floats
    doubt: Floats  # (topics, rows) variance of the linear predictor, from the history being finite
    dispersion: Floats  # (topics,) variance over that of the Poisson or binomial, bounded from above, at least 1


def fit_counts(y: Floats, exposure: Floats, x: Floats, *, past: int) -> Baseline:
    """Quasi-Poisson regression of counts (topics, past) on x, told for the rows after."""
    return _fit(y, exposure, x, past=past, shares=False)


def fit_shares(y: Floats, total: Floats, x: Floats, *, past: int) -> Baseline:
    """Quasi-binomial regression of y of total (topics, past) on x, told for the rows after."""
    return _fit(y, total, x, past=past, shares=True)


def _fit(y: Floats, size: Floats, x: Floats, *, past: int, shares: bool) -> Baseline:
    history, trials = y[:, :past], size[:, :past]
    weight = np.ones_like(history)
    for _ in range(3):  # fit, weigh the outlying down, fit again
        beta, covariance, mean = _search(history, trials, x[:past], weight, shares=shares)
        residual, variance = _residuals(history, trials, mean, shares=shares)
        leverage = weight * variance * np.einsum("tp,kpq,tq->kt", x[:past], covariance, x[:past])
        freedom = np.maximum(_counted(trials, weight) - x.shape[1], 1.0)
        scatter = np.maximum((weight * residual**2).sum(axis=1) / freedom, 1.0)
        outlying = residual / np.sqrt(scatter[:, None] * np.maximum(1 - leverage, 0.05))
        weight = np.where(outlying > _OUTLYING, (_OUTLYING / np.maximum(outlying, _OUTLYING)) ** 2, 1.0)
    bound = np.maximum(scatter * freedom / chi2.ppf(1 - _CAUTION, freedom), 1.0)
    later = x[past:]
    doubt = bound[:, None] * np.einsum("tp,kpq,tq->kt", later, covariance, later)
    eta = beta @ later.T
    expected = expit(eta) if shares else np.exp(eta) * size[:, past:]
    return Baseline(expected=expected, doubt=doubt, dispersion=bound)


def _counted(trials: Floats, weight: Floats) -> Floats:
    return np.asarray(((trials > 0) * weight).sum(axis=1), dtype=np.float64)


def _search(y: Floats, size: Floats, x: Floats, weight: Floats, *, shares: bool) -> tuple[Floats, Floats, Floats]:
    """Newton on all topics at once; half a case is added so that a topic never seen stays finite."""
    ridge = np.diag(np.append(0.0, np.full(x.shape[1] - 1, _RIDGE)))
    some = np.maximum(size.sum(axis=1), 1.0)
    rate = (y.sum(axis=1) + 0.5) / (some + 1.0)
    start = logit(rate) if shares else np.log((y.sum(axis=1) + 0.5) / some)
    beta = np.zeros((y.shape[0], x.shape[1]))
    beta[:, 0] = start
    pull = 0.5 / y.shape[1]  # half a case spread over the history
    target = (y + pull) if not shares else (y + pull * rate[:, None])
    trials = size if not shares else size + pull
    for _ in range(_ROUNDS):
        mean, variance = _moments(beta @ x.T, trials, shares=shares)
        slope = np.einsum("kt,tp->kp", weight * (target - mean), x) - beta @ ridge
        curve = np.einsum("tp,kt,tq->kpq", x, weight * variance, x) + ridge
        step = np.linalg.solve(curve, slope[:, :, None])[:, :, 0]
        step *= np.minimum(1.0, 2.0 / np.maximum(np.abs(step).max(axis=1, keepdims=True), 1e-300))
        beta = beta + step
        if np.abs(step).max() < 1e-8:
            return beta, np.linalg.inv(curve), _moments(beta @ x.T, size, shares=shares)[0]
    worst = int(np.abs(step).max(axis=1).argmax())
    raise NotConverged(f"topic {worst}: the baseline has not settled after {_ROUNDS} rounds; ask for less rhythm")


def _moments(eta: Floats, size: Floats, *, shares: bool) -> tuple[Floats, Floats]:
    if shares:
        p = expit(eta)
        return size * p, np.maximum(size * p * (1 - p), 1e-12)
    mean = size * np.exp(np.minimum(eta, 50.0))
    return mean, np.maximum(mean, 1e-12)


def _residuals(y: Floats, size: Floats, mean: Floats, *, shares: bool) -> tuple[Floats, Floats]:
    """Pearson residuals (0 where nothing was counted) and the variance of pure chance, (topics, past)."""
    share = mean / np.maximum(size, 1e-300) if shares else np.zeros_like(mean)
    variance = mean * (1 - share)
    seen: Bools = (size > 0) & (variance > 0)
    return np.where(seen, (y - mean) / np.sqrt(np.where(seen, variance, 1.0)), 0.0), variance
