"""The chance per period that something happens, as a discrete-time proportional hazard.

Prentice and Gloeckler (1978), Biometrics 34, 57-67: the complementary log-log regression, whose coefficients are the logarithms
of hazard ratios whatever the length of a period. Errors clustered by person: Liang and Zeger (1986), Biometrika 73, 13-22.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from agora_analytics.arrays import Floats, Ints
from agora_analytics.errors import NotConverged, NotEnoughData

_ROUNDS = 50
_RUNAWAY = 25.0  # on columns of unit spread: no data shows a hazard that many times e
_FEWEST = 10  # events per unknown would be better; below this many in all nothing is said


@dataclass(frozen=True)
class HazardFit:
    """Log hazard ratios with the intercept first, and their covariance."""

    coefficients: Floats  # (columns + 1,)
    covariance: Floats  # (columns + 1, columns + 1), robust to people counting many times
    log_likelihood: float


def fit_hazard(x: Floats, y: Floats, cluster: Ints, *, names: tuple[str, ...]) -> HazardFit:
    """Maximum likelihood of y (rows,) of 0 and 1 on x (rows, columns) by Newton's method.

    Raises NotEnoughData below ten events or non-events, NotConverged naming the column that runs away.
    """
    if min(y.sum(), (1 - y).sum()) < _FEWEST:
        raise NotEnoughData(
            f"{int(y.sum())} events in {y.size} periods of people: at least {_FEWEST} of each kind needed"
        )
    centre, spread = x.mean(axis=0), x.std(axis=0)
    z = np.column_stack([np.ones(y.size), (x - centre) / spread])
    beta, value = _search(z, y, names)
    score, weight = _score_and_weight(z @ beta, y)
    inverse = np.linalg.inv((z * weight[:, None]).T @ z)
    per_person = _summed(z * score[:, None], cluster)
    covariance = inverse @ (per_person.T @ per_person) @ inverse
    back = np.diag(np.append(1.0, 1 / spread))
    back[0, 1:] = -centre / spread
    return HazardFit(coefficients=back @ beta, covariance=back @ covariance @ back.T, log_likelihood=value)


def _search(z: Floats, y: Floats, names: tuple[str, ...]) -> tuple[Floats, float]:
    beta = np.zeros(z.shape[1])
    beta[0] = np.log(-np.log1p(-y.mean()))
    value = _log_likelihood(z @ beta, y)
    for _ in range(_ROUNDS):
        score, weight = _score_and_weight(z @ beta, y)
        step = _solve((z * weight[:, None]).T @ z, z.T @ score, names)
        for _ in range(30):
            tried = _log_likelihood(z @ (beta + step), y)
            if tried >= value - 1e-12 * abs(value):
                break
            step = step / 2
        beta = beta + step
        if np.abs(beta[1:]).max(initial=0.0) > _RUNAWAY:
            break
        if abs(tried - value) <= 1e-11 * abs(value) and np.abs(step).max() < 1e-6:
            return beta, tried
        value = tried
    worst = names[int(np.abs(beta[1:]).argmax())] if names else "the level"
    raise NotConverged(f"{worst} separates those who acted from those who did not; leave it out with without=")


def _solve(curve: Floats, slope: Floats, names: tuple[str, ...]) -> Floats:
    if np.linalg.cond(curve) > 1e12:
        raise NotConverged(f"columns among {', '.join(names)} say the same; leave one out with without=")
    return np.linalg.solve(curve, slope).astype(np.float64)


def _log_likelihood(eta: Floats, y: Floats) -> float:
    rate = np.exp(np.clip(eta, -60.0, 30.0))
    return float(np.sum(np.where(y > 0, np.log(-np.expm1(-rate)), -rate)))


def _score_and_weight(eta: Floats, y: Floats) -> tuple[Floats, Floats]:
    """First and minus second derivative of the log-likelihood by eta; the second is above 0, so Newton climbs."""
    rate = np.exp(np.clip(eta, -60.0, 30.0))
    some = np.minimum(rate, 300.0)
    grown = np.expm1(some)
    bent = np.where(some < 1e-5, some / 2, some * (some * (grown + 1) - grown) / grown**2)
    return np.where(y > 0, some / grown, -rate), np.where(y > 0, np.maximum(bent, 1e-300), rate)


def _summed(rows: Floats, cluster: Ints) -> Floats:
    """Rows added up per cluster; a person's rows lie together."""
    first = np.flatnonzero(np.append(True, cluster[1:] != cluster[:-1]))
    return np.add.reduceat(rows, first, axis=0)
