"""Pareto/NBD: customers leave at any moment, at a rate of their own.

Schmittlein, Morrison, Colombo (1987), Management Science 33(1) 1-24. The likelihood is usually written as a difference of
two hypergeometric functions, which cancels; here it is the integral that they stand for, which does not.
"""

from __future__ import annotations

from typing import ClassVar, Self

import numpy as np
from scipy.special import digamma, expit, gammaln

from agora_analytics.arrays import Floats, Ints, compiled
from agora_analytics.lifetime.beta_geo import counted_while_alive
from agora_analytics.lifetime.buying import BuyTillYouDie
from agora_analytics.lifetime.cells import FEW, HistoryCells
from agora_analytics.lifetime.leaving import NODES, WEIGHTS, log_left, log_left_of_few

_FINE, _FINE_WEIGHTS = np.polynomial.legendre.leggauss(96)


class ParetoNBD(BuyTillYouDie):
    """Pareto/NBD: purchase rates ~ Gamma(r, rate alpha); lifetimes exponential with rates ~ Gamma(s, rate beta).

    Assumes: rate and lifetime are independent and do not change; no seasons.
    Misleads when: s or beta is not identified (few have clearly left): then lifetimes are a guess.
    Source: Schmittlein, Morrison, Colombo (1987); Fader, Hardie (2005), notes on the Pareto/NBD.

    >>> model = ParetoNBD.of(r=0.553, alpha=10.578, s=0.606, beta=11.669)
    >>> model.probability_alive([0, 2], [0.0, 30.43], [38.86, 38.86]).round(3)
    array([0.295, 0.869])
    """

    names: ClassVar[tuple[str, ...]] = ("r", "alpha", "s", "beta")
    timed = (False, True, False, True)
    started = (0.5, 0.3, 0.5, 0.4)
    kind = 2

    @classmethod
    def of(cls, *, r: float, alpha: float, s: float, beta: float) -> Self:
        """Return the model with parameters that are known, not fitted; Raises InvalidInput for an impossible one."""
        return cls._of({"r": r, "alpha": alpha, "s": s, "beta": beta})

    def at(
        self, *, r: float | None = None, alpha: float | None = None, s: float | None = None, beta: float | None = None
    ) -> Self:
        """Return a copy with these parameters moved; likelihood and covariance stay those of the fit.

        Raises InvalidInput for an impossible one.
        """
        return self._at({"r": r, "alpha": alpha, "s": s, "beta": beta})

    def clock(self) -> float:
        """Return beta."""
        return self.parameters_["beta"]

    def rate_if_alive(self, x: float, age: Floats, grown: Floats) -> Floats:
        """Given alive, rate and lifetime stay independent: (r+x)/(alpha+T) times ((beta+T)/(beta+T+s))^s."""
        r, alpha, s, _ = self.vector
        made: Floats = (r + x) / (alpha + age) * np.exp(-s * grown)
        return made

    def _alive(self, x: Ints, t_x: Floats, t: Floats) -> Floats:
        r, alpha, s, beta = self.vector.tolist()
        if x.size <= FEW:
            shape = r + x
            left, _ = log_left_of_few(shape, alpha, s, beta, t_x, t)
            odds: Floats = left + shape * np.log(alpha + t) + s * np.log(beta + t)
        else:
            odds = _log_odds(r, alpha, s, beta, x, t_x, t, NODES, WEIGHTS)
        made: Floats = expit(-odds)
        return made

    def _count(self, count: int, age: Floats) -> Floats:
        r, alpha, s, beta = (np.full(age.size, one) for one in self.vector)
        return _chance_of_count(count, age, r, alpha, s, beta)

    def _count_ahead(self, count: int, horizon: float, x: Ints, t: Floats) -> Floats:
        r, alpha, s, beta = self.vector
        # Given alive, rate and lifetime are as of a new customer with x purchases and t time added to the law.
        return _chance_of_count(count, np.full(x.size, horizon), r + x, alpha + t, np.full(x.size, s), beta + t)

    def _value_and_gradient(self, theta: Floats, cells: HistoryCells) -> tuple[float, Floats]:
        r, alpha, s, beta = (float(v) for v in np.exp(theta))
        counts = cells.counts
        x: Floats = counts.astype(np.float64)
        if cells.size <= FEW:
            sums = _sums_of_few(r, alpha, s, beta, cells)
        else:
            sums = _group_sums(
                r, alpha, s, beta, counts, cells.starts, cells.recency, cells.age, cells.weights, NODES, WEIGHTS
            )
        total, value, by_r, by_alpha, by_s, by_beta = sums
        constant = gammaln(r + x) - gammaln(r) + r * np.log(alpha) + s * np.log(beta)
        gradient = np.array(
            [
                (by_r + total * (digamma(r + x) - digamma(r) + np.log(alpha))).sum() * r,
                (by_alpha + total * r / alpha).sum() * alpha,
                (by_s + total * np.log(beta)).sum() * s,
                (by_beta + total * s / beta).sum() * beta,
            ]
        )
        return float(np.sum(total * constant + value)), gradient


def _chance_of_count(  # noqa: PLR0917 (the law in the order of the literature)
    count: int, age: Floats, r: Floats, alpha: Floats, s: Floats, beta: Floats
) -> Floats:
    """The chance (n,) of `count` purchases within `age`: by who stays, and over every moment one may have left at."""
    reach = np.log1p(age / beta)
    grown = reach[:, None] * (_FINE + 1) / 2
    bought = counted_while_alive(count, beta[:, None] * np.expm1(grown), r[:, None], alpha[:, None])
    left = bought * s[:, None] * np.exp(-s[:, None] * grown)
    stayed = counted_while_alive(count, age, r, alpha) * np.exp(-s * reach)
    made: Floats = stayed + reach / 2 * (left @ _FINE_WEIGHTS)
    return made


def _sums_of_few(r: float, alpha: float, s: float, beta: float, cells: HistoryCells) -> Floats:
    """What _group_sums gives, by whole columns: nothing to compile before a first small fit."""
    shape: Floats = r + cells.frequency.astype(np.float64)
    t = cells.age
    log_a, log_b = np.log(alpha + t), np.log(beta + t)
    stayed = -shape * log_a - s * log_b
    left, mean = log_left_of_few(shape, alpha, s, beta, cells.recency, t)
    dead = expit(left - stayed)
    alive = 1.0 - dead
    rows = np.stack(
        [
            np.ones_like(t),
            np.logaddexp(stayed, left),
            -(alive * log_a + dead * mean[0]),
            -shape * (alive / (alpha + t) + dead * mean[1]),
            -(alive * log_b + dead * (mean[2] - 1.0 / s)),
            -(alive * s / (beta + t) + dead * (s + 1.0) * mean[3]),
        ]
    )
    made: Floats = np.add.reduceat(rows * cells.weights, cells.starts[:-1], axis=1)
    return made


@compiled
def _group_sums(  # noqa: PLR0917 (compiled: no keyword-only arguments)
    r: float,
    alpha: float,
    s: float,
    beta: float,
    counts: Ints,
    starts: Ints,
    recency: Floats,
    age: Floats,
    weight: Floats,
    nodes: Floats,
    weights: Floats,
) -> Floats:
    """Per frequency (6, groups): weight, log of what is integrated, and its slopes by r, alpha, s and beta."""
    out = np.zeros((6, counts.size))
    for g in range(counts.size):
        shape = r + counts[g]
        for i in range(starts[g], starts[g + 1]):
            w, t = weight[i], age[i]
            log_a, log_b = np.log(alpha + t), np.log(beta + t)
            stayed = -shape * log_a - s * log_b
            left, mean = log_left(shape, alpha, s, beta, recency[i], t, nodes, weights)
            dead = 1.0 / (1.0 + np.exp(stayed - left)) if left > -np.inf else 0.0
            kept = 1.0 - dead
            out[0, g] += w
            out[1, g] += w * (max(stayed, left) + np.log1p(np.exp(-abs(stayed - left))))
            out[2, g] -= w * (kept * log_a + dead * mean[0])
            out[3, g] -= w * shape * (kept / (alpha + t) + dead * mean[1])
            out[4, g] -= w * (kept * log_b + dead * (mean[2] - 1.0 / s))
            out[5, g] -= w * (kept * s / (beta + t) + dead * (s + 1.0) * mean[3])
    return out


@compiled
def _log_odds(  # noqa: PLR0917 (compiled: no keyword-only arguments)
    r: float,
    alpha: float,
    s: float,
    beta: float,
    frequency: Ints,
    recency: Floats,
    age: Floats,
    nodes: Floats,
    weights: Floats,
) -> Floats:
    """Per customer (n,): the logarithm of the odds of having left."""
    out = np.empty(frequency.size)
    for i in range(frequency.size):
        shape = r + frequency[i]
        left, _ = log_left(shape, alpha, s, beta, recency[i], age[i], nodes, weights)
        out[i] = left + shape * np.log(alpha + age[i]) + s * np.log(beta + age[i])
    return out
