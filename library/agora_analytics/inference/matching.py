"""What exposure added: exposed customers against unexposed ones who were as likely to be exposed.

Aral, Muchnik and Sundararajan (2009), PNAS 106, 21544-21549.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log, sqrt

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from agora_analytics.arrays import Bools, Floats, Ints, number
from agora_analytics.errors import NotEnoughData
from agora_analytics.inference.propensity import Matching, match, matrix, strata_codes, yes_no
from agora_analytics.inference.sensitivity import e_value, rosenbaum_gamma

LEAST_SALES = 30
_LEAST_EACH = 5


@dataclass(frozen=True)
class MatchedIncrementality:
    """kappa: of the exposed adopters' adoptions, the share that would not have come without the exposure.

    Never "proved": what nobody measured may still lie behind it; `gamma` and `e_value` say how strong that must be.
    """

    kappa: float  # 1 - adopters among the matched unexposed / adopters among the exposed
    low: float
    high: float
    level: float
    naive: float  # the same without matching, for comparison
    pairs: int
    adopters_exposed: int
    adopters_unexposed: int  # in pairs; one unexposed customer may stand in several
    reused: float  # pairs per distinct unexposed customer
    gamma: float  # Rosenbaum's bound: hidden bias in the odds of exposure that would explain it away; 1 = any
    e_value: float  # for the estimate
    e_value_of_limit: float  # for the limit of the interval nearer to no effect; 1 = none needed
    matching: Matching
    control: NegativeControl | None  # what later exposures seem to do


@dataclass(frozen=True)
class NegativeControl:
    """What exposures that came only after the outcome seem to have done: nothing, if the comparison is sound."""

    kappa: float
    low: float
    high: float
    passes: bool  # the interval holds 0
    pairs: int


def matched_incrementality(
    exposed: ArrayLike,
    adopted: ArrayLike,
    covariates: ArrayLike,
    *,
    strata: ArrayLike | None = None,
    exposed_later: ArrayLike | None = None,
    caliper: float = 0.2,
    level: float = 0.95,
) -> MatchedIncrementality:
    """Of the adoptions after exposure, the share that exposure added: kappa = 1 - n_unexposed / n_exposed over pairs.

    exposed, adopted (n,): 0 or 1, the outcome observed after the exposure; covariates (n, p): known before it (past
    behaviour, degree, tenure, earlier interest); strata (n,): must agree exactly, such as day x segment;
    exposed_later (n,): exposed only after the outcome period, for the negative control; caliper in SD of the log odds.
    Raises InvalidInput for impossible rows, NotEnoughData below 30 adoptions in the pairs or 5 on a side: cannot say.
    Assumes: no unmeasured cause of both exposure and adoption; an exposure does not reach the unexposed.
    Misleads when: taste that nobody recorded joins friends (homophily); then the negative control tends to fail.
    Source: Aral, Muchnik, Sundararajan (2009); variance as Abadie and Imbens (2006), Econometrica 74, 235-267.

    >>> rng = np.random.default_rng(0)
    >>> taste = rng.normal(size=20_000)
    >>> exposed = rng.random(20_000) < 1 / (1 + np.exp(1 - taste))
    >>> adopted = rng.random(20_000) < 0.1 / (1 + np.exp(-taste))
    >>> found = matched_incrementality(exposed, adopted, taste)
    >>> found.low < 0 < found.high < found.naive
    True
    """
    treated = yes_no(exposed, name="exposed")
    outcome = yes_no(adopted, name="adopted", size=treated.size)
    x, groups = matrix(covariates, rows=treated.size), strata_codes(strata, rows=treated.size)
    number(level, name="level", above=0, below=1)
    pairs = match(treated, x, strata=groups, caliper=caliper)
    kappa, low, high, design_effect = _effect(pairs, outcome, treated, groups, level)
    control = None
    if exposed_later is not None:
        later = yes_no(exposed_later, name="exposed_later", size=treated.size)
        control = negative_control(exposed, later, adopted, x, strata=groups, caliper=caliper, level=level)
    ours, theirs = outcome[pairs.exposed], outcome[pairs.unexposed]
    return MatchedIncrementality(
        kappa=kappa,
        low=low,
        high=high,
        level=level,
        naive=1 - float(outcome[~treated].mean() / max(float(outcome[treated].mean()), 1e-300)),
        pairs=int(pairs.exposed.size),
        adopters_exposed=int(ours.sum()),
        adopters_unexposed=int(theirs.sum()),
        reused=pairs.exposed.size / np.unique(pairs.unexposed).size,
        gamma=rosenbaum_gamma(
            float(np.sum(ours & ~theirs)) / design_effect, float(np.sum(theirs & ~ours)) / design_effect, level=level
        ),
        e_value=e_value(1 / (1 - kappa)),
        e_value_of_limit=e_value(1.0 if low <= 0 <= high else 1 / (1 - (low if low > 0 else high))),
        matching=pairs,
        control=control,
    )


def negative_control(
    exposed: ArrayLike,
    exposed_later: ArrayLike,
    adopted: ArrayLike,
    covariates: ArrayLike,
    *,
    strata: ArrayLike | None = None,
    caliper: float = 0.2,
    level: float = 0.95,
) -> NegativeControl:
    """What exposures after the outcome seem to have done: among those not exposed before, later exposed against never.

    exposed, exposed_later, adopted (n,): 0 or 1; covariates (n, p); strata (n,). Returns a NegativeControl.
    Raises InvalidInput for impossible rows, NotEnoughData where too few adopted: cannot say yet.
    Assumes: the future does not cause the past, so any effect found here is bias; adoption does not bring exposure.
    Misleads when: adopters seek out the content afterwards; they are then exposed later because they adopted.
    Source: Lipsitch, Tchetgen Tchetgen and Cohen (2010), Epidemiology 21, 383-388.

    >>> rng = np.random.default_rng(1)
    >>> unseen_taste = rng.random(40_000) < 0.3
    >>> before, after = rng.random((2, 40_000)) < 0.1 + 0.6 * unseen_taste
    >>> adopted = rng.random(40_000) < 0.02 + 0.1 * unseen_taste
    >>> negative_control(before, after, adopted, rng.normal(size=40_000)).passes
    False
    """
    treated = yes_no(exposed, name="exposed")
    later = yes_no(exposed_later, name="exposed_later", size=treated.size)
    outcome = yes_no(adopted, name="adopted", size=treated.size)
    x, groups = matrix(covariates, rows=treated.size), strata_codes(strata, rows=treated.size)
    rest = ~treated
    number(level, name="level", above=0, below=1)
    pairs = match(later[rest], x[rest], strata=groups[rest], caliper=caliper)
    kappa, low, high, _ = _effect(pairs, outcome[rest], later[rest], groups[rest], level)
    return NegativeControl(kappa, low, high, low <= 0 <= high, int(pairs.exposed.size))


def _effect(
    pairs: Matching, outcome: Bools, treated: Bools, groups: Ints, level: float
) -> tuple[float, float, float, float]:
    """kappa, its interval on the scale of the log ratio, and the variance's growth through reuse."""
    ours = outcome[pairs.exposed].astype(np.float64)
    theirs = outcome[pairs.unexposed].astype(np.float64)
    with_, without = float(ours.sum()), float(theirs.sum())
    if with_ + without < LEAST_SALES or min(with_, without) < _LEAST_EACH:
        raise NotEnoughData(
            f"adopted: {with_:.0f} of the exposed and {without:.0f} of their matches adopted; at least {LEAST_SALES} "
            f"together and {_LEAST_EACH} on each side are needed: cannot say yet"
        )
    ratio = without / with_
    # Pairs that all agree by luck must not make a certainty: at least one pair's worth of doubt.
    own = max(float(np.sum((theirs - ratio * ours) ** 2)), 1.0)
    extra = _reuse_variance(pairs, outcome, treated, groups)
    error = sqrt(own + extra) / without  # standard error of log(without / with)
    z = float(ndtri((1 + level) / 2))
    low, high = 1 - exp(log(ratio) + z * error), 1 - exp(log(ratio) - z * error)
    return 1 - ratio, low, high, 1 + extra / own


def _reuse_variance(pairs: Matching, outcome: Bools, treated: Bools, groups: Ints) -> float:
    """Sum of K (K - 1) s^2 over unexposed rows used K times, s^2 from each one's nearest unexposed neighbour."""
    others = np.flatnonzero(~treated)
    order = others[np.lexsort((others, pairs.log_odds[others], groups[others]))]
    used = np.bincount(pairs.unexposed, minlength=outcome.size)[order].astype(np.float64)
    if order.size < 2:
        return float(np.sum(used * (used - 1)))
    return float(np.sum(used * (used - 1) * _local_variance(outcome[order].astype(np.float64), groups[order])))


def _local_variance(y: Floats, groups: Ints) -> Floats:
    """Half the squared step to the neighbour in the same stratum (both sides where there are two), (rows,)."""
    same = groups[1:] == groups[:-1]
    step = np.where(same, (y[1:] - y[:-1]) ** 2 / 2, 0.0)
    total, count = np.zeros(y.size), np.zeros(y.size)
    total[1:] += step
    total[:-1] += step
    count[1:] += same
    count[:-1] += same
    return np.where(count > 0, total / np.maximum(count, 1), 0.25)
