"""Who was likely to be exposed, and for each exposed customer the most alike unexposed one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit

from agora_analytics.arrays import Bools, Floats, Ints, compiled, floats, number, table
from agora_analytics.errors import InvalidInput, NotConverged, NotEnoughData

_RIDGE = 1e-4
_STEPS = 60


@dataclass(frozen=True)
class Matching:
    """Pairs of an exposed and an unexposed row, (pairs,), and how alike the two sides are on each covariate, (p,)."""

    exposed: Ints  # rows, each at most once
    unexposed: Ints  # rows; one may serve several exposed
    log_odds: Floats  # (n,) of exposure, estimated
    imbalance_before: Floats  # (p,) standardised difference of means, exposed - unexposed
    imbalance_after: Floats  # (p,) the same over the pairs
    unmatched: int  # exposed rows without anyone alike within the caliper


def match(
    exposed: ArrayLike, covariates: ArrayLike, *, strata: ArrayLike | None = None, caliper: float = 0.2
) -> Matching:
    """Pair each exposed row with the unexposed row of the same stratum whose propensity is nearest.

    exposed (n,): true or 1 where exposed; covariates (n, p): known before exposure; strata (n,): codes that must
    agree exactly (such as day x segment); caliper: largest distance, in standard deviations of the log odds.
    Returns a Matching. One unexposed row may be used several times. Time O(n log n).
    Raises InvalidInput for values not finite or of another length, NotEnoughData where one side is empty,
    NotConverged where the propensity does not settle.
    Assumes: what drives both exposure and outcome is among the covariates and strata.
    Misleads when: covariates were measured after the exposure, or `imbalance_after` stays above 0.1.
    Source: Rosenbaum and Rubin (1985), American Statistician 39, 33-38; Austin (2011) for the caliper of 0.2.

    >>> pairs = match([1, 1, 0, 0, 0], [[0.2], [0.9], [0.2], [0.9], [0.5]])
    >>> pairs.exposed.tolist(), pairs.unexposed.tolist()
    ([0, 1], [2, 3])
    """
    treated = yes_no(exposed, name="exposed")
    x = matrix(covariates, rows=treated.size)
    groups = strata_codes(strata, rows=treated.size)
    number(caliper, name="caliper", above=0)
    if not treated.any() or treated.all():
        raise NotEnoughData("exposed: both exposed and unexposed customers are needed")
    odds = log_odds(x, treated)
    rows, partners = _nearest(odds, treated, groups, caliper * max(float(odds.std()), 1e-12))
    if rows.size == 0:
        raise NotEnoughData("no exposed customer has an unexposed one alike; widen the caliper or merge strata")
    return Matching(
        exposed=rows,
        unexposed=partners,
        log_odds=odds,
        imbalance_before=_imbalance(x, np.flatnonzero(treated), np.flatnonzero(~treated), treated),
        imbalance_after=_imbalance(x, rows, partners, treated),
        unmatched=int(treated.sum()) - rows.size,
    )


def log_odds(x: Floats, treated: Bools) -> Floats:
    """Log odds of exposure (n,) by logistic regression on standardised covariates, a whiff of ridge against separation."""
    spread = x.std(axis=0)
    z = np.column_stack([np.ones(x.shape[0]), (x - x.mean(axis=0)) / np.where(spread > 0, spread, 1.0)])
    penalty = np.full(z.shape[1], _RIDGE * x.shape[0] / 100 + _RIDGE)
    penalty[0] = 0.0
    share = float(treated.mean())
    beta = np.zeros(z.shape[1])
    beta[0] = np.log(share / (1 - share))
    for _ in range(_STEPS):
        p = expit(z @ beta)
        gradient = z.T @ (treated - p) - penalty * beta
        curvature = (z * (p * (1 - p))[:, None]).T @ z + np.diag(penalty + 1e-12)
        step = np.linalg.solve(curvature, gradient)
        beta += step * min(1.0, 5.0 / max(float(np.abs(step).max()), 1e-300))
        if np.abs(step).max() < 1e-8:
            made: Floats = z @ beta
            return made
    raise NotConverged("the propensity did not settle; leave out covariates that tell exposure exactly")


def yes_no(values: ArrayLike, *, name: str, size: int | None = None) -> Bools:
    """A vector of truths from booleans or 0 and 1; raises InvalidInput naming the first row that is neither."""
    array = floats(np.asarray(values), name=name, size=size)
    wrong = np.flatnonzero((array != 0) & (array != 1))
    if wrong.size:
        raise InvalidInput(f"{array[wrong[0]]} is neither 0 nor 1", column=name, row=int(wrong[0]))
    made: Bools = array == 1
    return made


def matrix(values: ArrayLike, *, rows: int) -> Floats:
    """A finite float64 matrix (rows, columns); raises InvalidInput naming the first row that is wrong."""
    given = np.asarray(values)
    return table(given[:, None] if given.ndim == 1 else given, name="covariates", rows=rows)


def strata_codes(strata: ArrayLike | None, *, rows: int) -> Ints:
    """Codes from 0 of strata of any kind; all one where none are given."""
    if strata is None:
        return np.zeros(rows, dtype=np.int64)
    given = np.asarray(strata)
    if given.shape != (rows,):
        raise InvalidInput(f"expected {rows} rows like the other columns, got shape {given.shape}", column="strata")
    return np.unique(given, return_inverse=True)[1].astype(np.int64)


def _nearest(odds: Floats, treated: Bools, groups: Ints, reach: float) -> tuple[Ints, Ints]:
    order = np.lexsort((np.arange(odds.size), odds, groups))
    partner = np.full(odds.size, -1, dtype=np.int64)
    _sweep(odds[order], treated[order], groups[order], reach, partner)
    ours = np.flatnonzero(partner >= 0)
    rows, partners = order[ours], order[partner[ours]]
    back = np.argsort(rows)
    return rows[back].astype(np.int64), partners[back].astype(np.int64)


@compiled
def _sweep(odds: Floats, treated: Bools, groups: Ints, reach: float, partner: Ints) -> None:
    """Over rows sorted by stratum and odds: the last unexposed seen from the left and from the right, the nearer wins."""
    last = -1
    for row in range(odds.size):
        if not treated[row]:
            last = row
        elif last >= 0 and groups[last] == groups[row] and odds[row] - odds[last] <= reach:
            partner[row] = last
    last = -1
    for row in range(odds.size - 1, -1, -1):
        if not treated[row]:
            last = row
        elif last >= 0 and groups[last] == groups[row]:
            away = odds[last] - odds[row]
            nearest = odds[row] - odds[partner[row]] if partner[row] >= 0 else np.inf
            if away <= reach and away < nearest:
                partner[row] = last


def _imbalance(x: Floats, one: Ints, other: Ints, treated: Bools) -> Floats:
    pooled = np.sqrt((x[treated].var(axis=0) + x[~treated].var(axis=0)) / 2)
    made: Floats = (x[one].mean(axis=0) - x[other].mean(axis=0)) / np.where(pooled > 0, pooled, 1.0)
    return made
