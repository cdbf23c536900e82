"""Helpfulness with a memory: votes pulled towards what is usual in the category, ranked by a cautious quantile."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import minimize
from scipy.special import betaincinv, betaln, digamma

from agora.analytics.arrays import Floats, Ints, integers

_WEAK, _STRONG = np.log(1e-3), np.log(1e4)


@dataclass(frozen=True)
class BetaPrior:
    """Helpful shares ~ Beta(a, b) across the contents of a category."""

    a: float = 1.0
    b: float = 1.0

    @property
    def mean(self) -> float:
        """The usual share."""
        return self.a / (self.a + self.b)


@dataclass(frozen=True)
class Helpfulness:
    """Posterior of each content's helpful share, (n,): mean, interval, and `score`, the cautious rank."""

    mean: Floats
    low: Floats
    high: Floats
    score: Floats
    prior: BetaPrior
    level: float


def fit_beta_prior(helpful: ArrayLike, votes: ArrayLike, *, fewest: int = 10) -> BetaPrior:
    """The Beta prior of a category by maximum beta-binomial likelihood over its contents, (n,).

    With fewer than `fewest` contents that have votes the uniform prior is returned: too little to learn from.
    """
    k, n = _votes(helpful, votes)
    k, n = k[n > 0].astype(np.float64), n[n > 0].astype(np.float64)
    if k.size < fewest:
        return BetaPrior()
    share = min(max(float(k.sum() / n.sum()), 0.01), 0.99)
    found = minimize(
        _objective,
        np.log([2 * share, 2 * (1 - share)]),
        args=(k, n),
        jac=True,
        method="L-BFGS-B",
        bounds=[(_WEAK, _STRONG)] * 2,
    )
    a, b = np.exp(found.x)
    return BetaPrior(a=float(a), b=float(b))


def helpfulness(
    helpful: ArrayLike,
    votes: ArrayLike,
    *,
    prior: BetaPrior | None = None,
    level: float = 0.8,
    caution: float = 0.05,
) -> Helpfulness:
    """Posterior helpfulness of contents (n,), ranked by the `caution` quantile; no prior: Beta(1, 1).

    Raises ValueError naming the row where helpful votes exceed votes.
    """
    k, n = _votes(helpful, votes)
    law = BetaPrior() if prior is None else prior
    a: Floats = (law.a + k).astype(np.float64)
    b: Floats = (law.b + n - k).astype(np.float64)
    return Helpfulness(
        mean=a / (a + b),
        low=_quantile(a, b, (1 - level) / 2),
        high=_quantile(a, b, (1 + level) / 2),
        score=_quantile(a, b, caution),
        prior=law,
        level=level,
    )


def _quantile(a: Floats, b: Floats, share: float) -> Floats:
    made: Floats = np.asarray(betaincinv(a, b, share), dtype=np.float64)
    return made


def _votes(helpful: ArrayLike, votes: ArrayLike) -> tuple[Ints, Ints]:
    k = integers(helpful, name="helpful")
    n = integers(votes, name="votes", size=k.size)
    wrong = np.flatnonzero((k < 0) | (k > n))
    if wrong.size:
        row = int(wrong[0])
        raise ValueError(f"row {row}: {k[row]} helpful of {n[row]} votes; count each vote once")
    return k, n


def _objective(theta: Floats, k: Floats, n: Floats) -> tuple[float, Floats]:
    """Mean negative beta-binomial log-likelihood and its gradient by the logarithms of (a, b)."""
    a, b = np.exp(theta)
    value = betaln(a + k, b + n - k) - betaln(a, b)
    both = digamma(a + b) - digamma(a + b + n)
    by_a = digamma(a + k) - digamma(a) + both
    by_b = digamma(b + n - k) - digamma(b) + both
    return -float(value.mean()), -np.array([by_a.mean() * a, by_b.mean() * b])
