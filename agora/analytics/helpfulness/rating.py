"""A product's stars from few or many reviews: pulled to what is usual, with an interval."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from agora.analytics.arrays import Floats, floats, integers


@dataclass(frozen=True)
class Rating:
    """Mean stars per product and their interval, (n,)."""

    mean: Floats
    low: Floats
    high: Floats
    level: float


def bayesian_average(total: ArrayLike, count: ArrayLike, *, prior_mean: float, prior_count: float) -> Floats:
    """(C m + sum of ratings) / (C + n), (products,): C ratings of the usual m are added to everybody's.

    total: sum of the ratings; count: how many. Raises ValueError when there is neither a rating nor a prior.
    """
    n = integers(count, name="count").astype(np.float64)
    stars = floats(total, name="total", size=n.size)
    if prior_count <= 0 and np.any(n == 0):
        raise ValueError("a product without ratings needs prior_count above 0")
    made: Floats = (prior_count * prior_mean + stars) / (prior_count + n)
    return made


def dirichlet_rating(counts: ArrayLike, *, prior: ArrayLike | None = None, level: float = 0.8) -> Rating:
    """Posterior mean stars of a Dirichlet-multinomial with its interval, (products,).

    counts (products, stars): ratings of 1, 2, ... stars; prior (stars,): pseudo-ratings (None: one of each, as if
    every star had been given once). The interval is the normal one of the posterior's exact mean and variance, cut
    to the scale. Raises ValueError for negative counts or a prior of another length.
    """
    seen = np.asarray(counts, dtype=np.float64)
    if seen.ndim != 2 or np.any(seen < 0):
        raise ValueError("counts: one row per product, one column per star, from 0")
    start = np.ones(seen.shape[1]) if prior is None else floats(prior, name="prior", size=seen.shape[1])
    if np.any(start <= 0):
        raise ValueError("prior: pseudo-ratings are above 0")
    stars = np.arange(1, seen.shape[1] + 1, dtype=np.float64)
    weight = seen + start
    total = weight.sum(axis=1)
    mean = weight @ stars / total
    variance = (weight @ stars**2 / total - mean**2) / (total + 1)
    half = float(ndtri((1 + level) / 2)) * np.sqrt(variance)
    return Rating(mean=mean, low=np.maximum(mean - half, 1.0), high=np.minimum(mean + half, stars[-1]), level=level)
