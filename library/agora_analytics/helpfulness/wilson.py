"""Wilson's interval for a share: how helpful a review is at least, given few votes.

Wilson (1927), J. American Statistical Association 22, 209-212; figures of Newcombe (1998), Statistics in Medicine 17.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from agora_analytics.arrays import Floats, integers, number, refuse
from agora_analytics.frames import Tabular


@dataclass(frozen=True)
class ShareInterval(Tabular):
    """A share and its interval, each (n,); where nothing was counted the share is NaN and the interval 0 to 1."""

    share: Floats
    low: Floats
    high: Floats
    level: float


def wilson_interval(successes: ArrayLike, trials: ArrayLike, *, level: float = 0.95) -> ShareInterval:
    """Two-sided score interval of successes / trials.

    successes, trials (n,): counts; level: coverage. Returns a ShareInterval; without trials the share is NaN, 0 to 1.
    Raises InvalidInput naming the row where successes exceed trials or are negative.
    Assumes: independent trials, each counted once.
    Misleads when: the votes are of friends, or shown first and voted first (see `unbiased_helpfulness`).
    Source: Wilson (1927), JASA 22, 209-212; Newcombe (1998), Statistics in Medicine 17, 857-872.

    >>> found = wilson_interval([15], [148])
    >>> found.low.round(4).tolist(), found.high.round(4).tolist()
    ([0.0624], [0.1605])
    """
    k = integers(successes, name="successes")
    n = integers(trials, name="trials", size=k.size)
    number(level, name="level", above=0, below=1)
    wrong = np.flatnonzero((k < 0) | (k > n))
    if wrong.size:
        refuse(
            (k < 0) | (k > n), f"{k[wrong[0]]} successes of {n[wrong[0]]} trials; count each once", column="successes"
        )
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
    """The lower end of Wilson's interval: how helpful a review is at least.

    helpful, votes (n,): counts; level: coverage of the two-sided interval. Returns bounds (n,), 0 without votes.
    Raises InvalidInput naming the row where helpful votes exceed votes.
    Assumes: independent voters.
    Misleads when: new reviews rank last for want of votes; `helpfulness` with a prior is fairer to them.
    Source: Wilson (1927), JASA 22, 209-212.

    >>> wilson_lower_bound([1, 60, 100], [1, 100, 101]).round(6)
    array([0.206549, 0.502003, 0.946033])
    """
    return wilson_interval(helpful, votes, level=level).low
