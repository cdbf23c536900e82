"""Wilson's interval for a share: how helpful a review is at least, given few votes.

Wilson (1927), J. American Statistical Association 22, 209-212; figures of Newcombe (1998), Statistics in Medicine 17.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from agora.analytics.arrays import Floats, integers


@dataclass(frozen=True)
class ShareInterval:
    """A share and its interval, each (n,); where nothing was counted the share is NaN and the interval 0 to 1."""

    share: Floats
    low: Floats
    high: Floats
    level: float


def wilson_interval(successes: ArrayLike, trials: ArrayLike, *, level: float = 0.95) -> ShareInterval:
    """Two-sided score interval of successes / trials, (n,).

    Raises ValueError naming the row where successes exceed trials or are negative.
    """
    k = integers(successes, name="successes")
    n = integers(trials, name="trials", size=k.size)
    wrong = np.flatnonzero((k < 0) | (k > n))
    if wrong.size:
        row = int(wrong[0])
        raise ValueError(f"row {row}: {k[row]} successes of {n[row]} trials; count each vote once")
    z = float(ndtri((1 + level) / 2))
    some = np.maximum(n, 1).astype(np.float64)
    share = k / some
    middle = (share + z * z / (2 * some)) / (1 + z * z / some)
    half = z / (1 + z * z / some) * np.sqrt(share * (1 - share) / some + z * z / (4 * some**2))
    known = n > 0
    low = np.where(known & (k > 0), np.maximum(middle - half, 0.0), 0.0)
    high = np.where(known & (k < n), np.minimum(middle + half, 1.0), 1.0)
    return ShareInterval(share=np.where(known, share, np.nan), low=low, high=high, level=level)


def wilson_lower_bound(helpful: ArrayLike, votes: ArrayLike, *, level: float = 0.95) -> Floats:
    """The lower end of Wilson's interval, (n,), the order in which reviews are ranked; 0 without votes."""
    return wilson_interval(helpful, votes, level=level).low
