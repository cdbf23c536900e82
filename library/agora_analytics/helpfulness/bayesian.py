"""Helpfulness with a memory: votes pulled towards what is usual in the category, ranked by a cautious quantile."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import minimize
from scipy.special import betaincinv, betaln, digamma

from agora_analytics.arrays import Floats, Ints, integers, number, refuse, whole
from agora_analytics.errors import NotConverged
from agora_analytics.frames import Tabular

_WEAK, _STRONG = np.log(1e-3), np.log(1e4)


@dataclass(frozen=True)
class BetaPrior:
    """Helpful shares ~ Beta(a, b) across the contents of a category."""

    a: float = 1.0  # as good as so many helpful votes
    b: float = 1.0  # and so many unhelpful ones

    def __post_init__(self) -> None:
        """Raise InvalidInput where the two are no numbers above 0."""
        number(self.a, name="a", above=0)
        number(self.b, name="b", above=0)

    @property
    def mean(self) -> float:
        """The usual share."""
        return self.a / (self.a + self.b)


@dataclass(frozen=True)
class Helpfulness(Tabular):
    """Posterior of each content's helpful share, (n,): mean, interval, and `score`, the cautious rank."""

    mean: Floats
    low: Floats
    high: Floats
    score: Floats
    prior: BetaPrior | None  # None: each content has its own, from a model
    level: float


def fit_beta_prior(helpful: ArrayLike, votes: ArrayLike, *, fewest: int = 10) -> BetaPrior:
    """The Beta prior of a category, by maximum beta-binomial likelihood over its contents.

    helpful, votes (n,): counts per content; fewest: with fewer contents that have votes the uniform prior is
    returned, as there is too little to learn from. Returns a BetaPrior.
    Raises InvalidInput naming the row where helpful votes exceed votes, NotConverged where the search ends early.
    Assumes: contents of one kind, voted on independently.
    Misleads when: good contents draw more votes; the prior then describes what is read, not what is written.
    Source: Skellam (1948), JRSS B 10, 257-261; Robbins (1956) for empirical Bayes.

    >>> prior = fit_beta_prior([3, 8, 5, 9, 7, 2, 10, 6, 8, 4], [10] * 10)
    >>> round(prior.mean, 1)
    0.6
    """
    whole(fewest, name="fewest", low=0)
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
    if found.status == 1 or not np.all(np.isfinite(found.x)):  # 1: out of rounds
        raise NotConverged("the prior did not settle; look for counts that dwarf the others")
    a, b = np.exp(found.x)
    return BetaPrior(a=float(a), b=float(b))


def category_priors(
    helpful: ArrayLike, votes: ArrayLike, category: ArrayLike, *, fewest: int = 10
) -> tuple[BetaPrior, ...]:
    """The Beta prior of each category; one with fewer than `fewest` voted contents takes the prior of all together.

    helpful, votes (n,): counts per content; category (n,): codes from 0. Returns a prior per code, 0 to the largest.
    Raises InvalidInput naming the row with more helpful votes than votes or a negative code.
    Assumes: categories are given, not found from the votes.
    Misleads when: a category mixes two kinds of content; split it.
    Source: as `fit_beta_prior`.

    >>> [round(prior.mean, 1) for prior in category_priors([9, 8, 9, 1, 2, 1], [10] * 6, [0, 0, 0, 1, 1, 1], fewest=3)]
    [0.9, 0.1]
    """
    k, n = _votes(helpful, votes)
    codes = integers(category, name="category", size=k.size)
    refuse(codes < 0, "codes start at 0", column="category")
    overall = fit_beta_prior(k, n, fewest=fewest)
    voted = np.bincount(codes[n > 0], minlength=int(codes.max(initial=-1)) + 1)
    return tuple(
        fit_beta_prior(k[codes == code], n[codes == code], fewest=fewest) if enough else overall
        for code, enough in enumerate((voted >= fewest).tolist())
    )


def helpfulness(
    helpful: ArrayLike,
    votes: ArrayLike,
    *,
    prior: BetaPrior | None = None,
    level: float = 0.8,
    caution: float = 0.05,
) -> Helpfulness:
    """Posterior helpfulness of contents, ranked by a cautious quantile of it.

    helpful, votes (n,): counts; prior: of the category (None: uniform); level: of the interval; caution: the quantile
    that ranks. Returns a Helpfulness (n,), shares from 0 to 1.
    Raises InvalidInput naming the row where helpful votes exceed votes, or for a level or caution outside 0 to 1.
    Assumes: independent voters who would vote alike on the same content.
    Misleads when: what is shown first is voted on most; correct with `unbiased_helpfulness` where views are known.
    Source: the beta-binomial model, Gelman et al. (2013), Bayesian Data Analysis, chapter 2.

    >>> helpfulness([60, 1, 100], [100, 1, 101]).score.round(6)
    array([0.517439, 0.223607, 0.954336])
    """
    k, n = _votes(helpful, votes)
    number(level, name="level", above=0, below=1)
    number(caution, name="caution", above=0, below=1)
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
        refuse((k < 0) | (k > n), f"{k[wrong[0]]} helpful of {n[wrong[0]]} votes; count each once", column="helpful")
    return k, n


def _objective(theta: Floats, k: Floats, n: Floats) -> tuple[float, Floats]:
    """Mean negative beta-binomial log-likelihood and its gradient by the logarithms of (a, b)."""
    a, b = np.exp(theta)
    value = betaln(a + k, b + n - k) - betaln(a, b)
    both = digamma(a + b) - digamma(a + b + n)
    by_a = digamma(a + k) - digamma(a) + both
    by_b = digamma(b + n - k) - digamma(b) + both
    return -float(value.mean()), -np.array([by_a.mean() * a, by_b.mean() * b])
