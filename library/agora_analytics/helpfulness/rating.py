"""A product's stars from few or many reviews: pulled to what is usual, with an interval."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from agora_analytics.arrays import Floats, floats, integers, number, refuse, table
from agora_analytics.errors import InvalidInput
from agora_analytics.frames import Tabular


@dataclass(frozen=True)
class Rating(Tabular):
    """Mean stars per product and their interval, (n,)."""

    mean: Floats
    low: Floats
    high: Floats
    level: float


def bayesian_average(total: ArrayLike, count: ArrayLike, *, prior_mean: float, prior_count: float) -> Floats:
    """The mean rating with C ratings of the usual m added to everybody's: (C m + sum of ratings) / (C + n).

    total, count (products,): sum and number of ratings; prior_mean: m, in stars; prior_count: C, in ratings.
    Returns stars (products,).
    Raises InvalidInput for negative counts, or a product with neither ratings nor a prior.
    Assumes: products are alike enough to share m.
    Misleads when: ratings are J-shaped (many 5, some 1, few between); show the distribution.
    Source: the posterior mean of a normal mean with known spread (Efron and Morris 1977, Scientific American 236).

    >>> bayesian_average([10.0, 900.0], [2, 200], prior_mean=3.8, prior_count=20).round(3)
    array([3.909, 4.436])
    """
    n = integers(count, name="count").astype(np.float64)
    stars = floats(total, name="total", size=n.size)
    refuse(n < 0, "a number of ratings is at least 0", column="count")
    number(prior_mean, name="prior_mean")
    number(prior_count, name="prior_count")
    if prior_count < 0 or (prior_count == 0 and np.any(n == 0)):
        raise InvalidInput("a product without ratings needs prior_count above 0", column="prior_count")
    made: Floats = (prior_count * prior_mean + stars) / (prior_count + n)
    return made


def dirichlet_rating(counts: ArrayLike, *, prior: ArrayLike | None = None, level: float = 0.8) -> Rating:
    """Posterior mean stars of a Dirichlet-multinomial with its interval.

    counts (products, stars): ratings of 1, 2, ... stars; prior (stars,): pseudo-ratings (None: one of each, as if
    every star had been given once); level: of the interval, which is the normal one of the posterior's exact mean and
    variance, cut to the scale. Returns a Rating (products,).
    Raises InvalidInput for negative counts or a prior of another length.
    Assumes: raters are independent, and stars are a scale with equal steps.
    Misleads when: people rate only when delighted or angry; the mean is then of raters, not of buyers.
    Source: Gelman et al. (2013), Bayesian Data Analysis, section 3.4.

    >>> found = dirichlet_rating([[0, 0, 0, 1, 9], [50, 0, 0, 0, 50]])
    >>> found.mean.round(2).tolist()
    [4.27, 3.0]
    """
    seen = table(counts, name="counts")
    refuse(np.asarray((seen < 0).any(axis=1)), "a number of ratings is at least 0", column="counts")
    number(level, name="level", above=0, below=1)
    start = np.ones(seen.shape[1]) if prior is None else floats(prior, name="prior", size=seen.shape[1])
    refuse(start <= 0, "pseudo-ratings are above 0", column="prior")
    stars = np.arange(1, seen.shape[1] + 1, dtype=np.float64)
    weight = seen + start
    total = weight.sum(axis=1)
    mean = weight @ stars / total
    variance = (weight @ stars**2 / total - mean**2) / (total + 1)
    half = float(ndtri((1 + level) / 2)) * np.sqrt(variance)
    return Rating(mean=mean, low=np.maximum(mean - half, 1.0), high=np.minimum(mean + half, stars[-1]), level=level)
