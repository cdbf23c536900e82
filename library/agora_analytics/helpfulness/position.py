"""Votes freed of where a review stood: what is shown first is voted on most."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import minimize_scalar
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.special import gammaincinv, gammaln

from agora_analytics.arrays import Floats, Ints, integers, number, refuse
from agora_analytics.errors import InvalidInput, NotConverged, NotEnoughData
from agora_analytics.frames import Tabular

_ROUNDS = 5000


@dataclass(frozen=True)
class PositionCorrected(Tabular):
    """Helpful votes per view that really looked at the review, (reviews,), and how much each position is looked at."""

    rate: Floats  # posterior mean: votes per view at the position looked at most
    low: Floats
    high: Floats
    score: Floats  # cautious quantile, which ranks
    position: Ints  # (positions,) as given, sorted
    examination: Floats  # (positions,) chance to be looked at, the largest 1
    level: float


def unbiased_helpfulness(
    review: ArrayLike,
    *,
    position: ArrayLike,
    impressions: ArrayLike,
    helpful: ArrayLike,
    level: float = 0.8,
    caution: float = 0.05,
) -> PositionCorrected:
    """Helpful votes per impression, each impression weighted by how much its position is looked at.

    One row per review and position it was shown at, (n,): review, codes from 0; position, whole numbers; impressions,
    views there; helpful, helpful votes cast there. Votes are expected to be views x examination(position) x
    rate(review); both are fitted by turns, and rates are pulled to what is usual (empirical Bayes, gamma).
    Returns a PositionCorrected, one entry per code up to the largest.
    Raises InvalidInput for negative counts, votes without views, or positions that no review joins (then nothing
    tells a good review from a good place); NotEnoughData without a vote; NotConverged where the turns do not settle.
    Assumes: a place is looked at as much whatever stands there; reviews were moved about, best a little at random.
    Misleads when: the order was always by votes; the best reviews were then never seen low. Intervals are wide where
    most viewers vote.
    Source: Craswell et al. (2008), WSDM, 87-94; Joachims, Swaminathan and Schnabel (2017), WSDM, 781-789.

    >>> found = unbiased_helpfulness(
    ...     [0, 0, 1, 1], position=[1, 2, 1, 2], impressions=[900, 100, 100, 900], helpful=[90, 5, 20, 90])
    >>> found.examination.round(1).tolist(), bool(found.score[1] > found.score[0])
    ([1.0, 0.5], True)
    """
    rows = integers(review, name="review")
    refuse(rows < 0, "codes start at 0", column="review")
    place, where = np.unique(integers(position, name="position", size=rows.size), return_inverse=True)
    views = integers(impressions, name="impressions", size=rows.size).astype(np.float64)
    votes = integers(helpful, name="helpful", size=rows.size).astype(np.float64)
    refuse((votes < 0) | (votes > views), "votes need as many impressions", column="helpful")
    number(level, name="level", above=0, below=1)
    number(caution, name="caution", above=0, below=1)
    if not votes.any():
        raise NotEnoughData("helpful: nobody has voted yet")
    _joined(rows[views > 0], where[views > 0], place)
    seen = _examination(rows, where.astype(np.int64), views, votes)
    size = int(rows.max()) + 1
    cast: Floats = np.bincount(rows, weights=votes, minlength=size).astype(np.float64)
    looked: Floats = np.bincount(rows, weights=views * seen[where], minlength=size).astype(np.float64)
    shape, pace = _usual(cast, looked)
    likes: Floats = shape + cast
    looks: Floats = pace + looked
    return PositionCorrected(
        rate=likes / looks,
        low=_quantile(likes, looks, (1 - level) / 2),
        high=_quantile(likes, looks, (1 + level) / 2),
        score=_quantile(likes, looks, caution),
        position=place,
        examination=seen,
        level=level,
    )


def _joined(rows: Ints, where: Ints, place: Ints) -> None:
    codes, row = np.unique(rows, return_inverse=True)
    ties = coo_array((np.ones(row.size), (row, codes.size + where)), shape=(codes.size + place.size,) * 2)
    label = connected_components(ties, directed=False)[1][codes.size :]
    apart = np.flatnonzero(label != label[0])
    if apart.size:
        raise InvalidInput(
            f"no review was shown both at position {place[apart[0]]} and at those joined to {place[0]}; "
            "leave it out or move reviews about",
            column="position",
        )


def _examination(rows: Ints, where: Ints, views: Floats, votes: Floats) -> Floats:
    """How much each position is looked at, by turns with the rates; the quasi-likelihood of votes ~ views x both."""
    by_row, by_place = np.bincount(rows, weights=votes), np.bincount(where, weights=votes)
    if np.any(by_place == 0):
        raise NotEnoughData("position: one has no vote at all; merge it with the one above")
    seen = np.ones(by_place.size)
    for _ in range(_ROUNDS):
        looked = np.bincount(rows, weights=views * seen[where])
        rate = by_row / np.where(looked > 0, looked, 1.0)
        fresh = by_place / np.bincount(where, weights=views * rate[rows])
        fresh /= fresh.max()
        if np.abs(fresh / seen - 1).max() < 1e-9:
            made: Floats = fresh
            return made
        seen = fresh
    raise NotConverged("examination and rates do not settle; too few reviews were shown at more than one position")


def _usual(cast: Floats, looked: Floats) -> tuple[float, float]:
    """Shape and pace of the gamma law of rates across reviews; the mean is the overall rate, the spread by likelihood."""
    some = looked > 0
    k, n = cast[some], looked[some]
    mean = float(k.sum() / n.sum())

    def objective(log_shape: float) -> float:
        shape = float(np.exp(log_shape))
        pace = shape / mean
        terms = gammaln(shape + k) - gammaln(shape) + shape * np.log(pace) - (shape + k) * np.log(pace + n)
        return -float(np.sum(terms))

    shape = float(np.exp(minimize_scalar(objective, bounds=(-5.0, 9.0), method="bounded").x))
    return shape, shape / mean


def _quantile(shape: Floats, pace: Floats, share: float) -> Floats:
    made: Floats = np.asarray(gammaincinv(shape, share), dtype=np.float64) / pace
    return made
