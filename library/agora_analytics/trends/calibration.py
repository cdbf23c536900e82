"""Did as many do it as was said: forecasts beside what happened, bin by bin."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from agora_analytics.arrays import Bools, Floats, Ints, floats, number, refuse, whole
from agora_analytics.errors import NotEnoughData
from agora_analytics.helpfulness import wilson_interval


@dataclass(frozen=True)
class Calibration:
    """What a calibration plot shows: one row per bin of people, from the least likely to the most."""

    predicted: Floats  # (bins,) mean probability that was said
    observed: Floats  # (bins,) share who did it
    low: Floats  # (bins,) Wilson interval of that share
    high: Floats  # (bins,)
    count: Ints  # (bins,) people
    expected_total: float  # sum of the probabilities
    observed_total: int
    brier: float  # mean squared error of the probabilities
    brier_of_the_mean: float  # of saying the overall share to everybody: a forecast must lie below
    level: float

    @property
    def within(self) -> Bools:
        """(bins,) whether what was said lies in the interval of what happened."""
        return (self.low <= self.predicted) & (self.predicted <= self.high)


def calibration(probability: ArrayLike, happened: ArrayLike, *, bins: int = 10, level: float = 0.95) -> Calibration:
    """Forecast probabilities beside what happened, in bins of equally many people.

    probability (n,): what was said, in [0, 1]; happened (n,): 0 or 1; bins: at most so many, people with the same
    probability stay together; level: of the intervals of the observed shares.
    Returns Calibration, the rows of a calibration plot.
    Raises InvalidInput for values out of range, NotEnoughData below five people per bin.
    Assumes: people act independently of one another.
    Misleads when: the forecast was fitted on what it is compared with; hold time out.
    Source: Dawid (1982), J. American Statistical Association 77, 605-610; Brier (1950), Monthly Weather Review 78, 1-3.

    >>> found = calibration([0.1] * 10 + [0.8] * 10, [1] + [0] * 9 + [1] * 8 + [0] * 2, bins=2)
    >>> found.predicted.round(2).tolist(), found.observed.tolist(), found.within.tolist()
    ([0.1, 0.8], [0.1, 0.8], [True, True])
    """
    p = floats(probability, name="probability")
    did = floats(happened, name="happened", size=p.size)
    refuse((p < 0) | (p > 1), "a probability lies between 0 and 1", column="probability")
    refuse((did != 0) & (did != 1), "give 1 where it happened and 0 where not", column="happened")
    whole(bins, name="bins", low=1)
    number(level, name="level", above=0, below=1)
    if p.size < 5 * bins:
        raise NotEnoughData(f"{p.size} people for {bins} bins: at least five each; ask for fewer bins")
    place = _bins(p, bins)
    count = np.bincount(place)
    hits = np.bincount(place, weights=did).astype(np.int64)
    interval = wilson_interval(hits, count, level=level)
    return Calibration(
        predicted=np.bincount(place, weights=p) / count,
        observed=hits / count,
        low=interval.low,
        high=interval.high,
        count=count,
        expected_total=float(p.sum()),
        observed_total=int(did.sum()),
        brier=float(np.mean((p - did) ** 2)),
        brier_of_the_mean=float(did.mean() * (1 - did.mean())),
        level=level,
    )


def _bins(p: Floats, bins: int) -> Ints:
    edges = np.quantile(p, np.arange(1, bins) / bins, method="inverted_cdf")
    return np.unique(np.searchsorted(edges, p, side="left"), return_inverse=True)[1].astype(np.int64)
