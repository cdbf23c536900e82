"""Watching a series for as long as one likes: evidence that may be looked at every day, and slow drift.

Shafer, Shen, Vereshchagin, Vovk (2011), Test martingales, Bayes factors and p-values, Statistical Science 26, 84-101;
Vovk and Wang (2021), E-values, Annals of Statistics 49, 1736-1754; Shin, Ramdas, Rinaldo (2022), E-detectors,
arXiv:2203.03532; Page (1954), Biometrika 41, 100-115; Siegmund (1985), Sequential Analysis.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, expm1

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import brentq

from agora_analytics.arrays import Floats, Ints, compiled, floats, number, refuse

_SHIFT = 1.166  # Siegmund's correction for watching at steps and not all the time


@dataclass(frozen=True)
class Evidence:
    """Evidence against "nothing unusual" after each period."""

    e_value: Floats  # (n,) how many times a bet against it has multiplied its stake
    alarm: int | None  # the first row at which it reached 1 / rate
    rate: float


@dataclass(frozen=True)
class Drift:
    """The upper sum of a CUSUM after each period, and its first alarm."""

    total: Floats  # (n,) in standard deviations
    threshold: float
    alarm: int | None  # first row above the threshold
    began: int | None  # first row of the rise that led to it
    run_length: float  # periods to a false alarm on average, if nothing drifts


def evidence(p_values: ArrayLike, *, rate: float = 0.05, sharpness: float = 0.5, restart: bool = False) -> Evidence:
    """Evidence from a series of p-values that may be looked at after every period without adding false alarms.

    p_values (n,): one per period, each valid given the past (as of one topic from `count_alarms`); sharpness k in
    (0, 1): a p-value multiplies the stake by k p^(k-1); restart: begin anew when the stake is below 1.
    Returns Evidence. Without restart the chance ever to alarm falsely is at most `rate`; with restart, which catches
    late changes sooner, the mean time to a false alarm is at least 1 / rate periods.
    Raises InvalidInput for p-values outside (0, 1] and settings out of range.
    Assumes: under "nothing unusual" each p-value, given the past, is at most u with chance at most u.
    Misleads when: p-values come from a baseline that the watched periods were part of.
    Source: Shafer et al. (2011); Vovk and Wang (2021); with restart Shin, Ramdas, Rinaldo (2022).

    >>> found = evidence([0.5, 0.01, 0.001])
    >>> found.e_value.round(2).tolist(), found.alarm
    ([0.71, 3.54, 55.9], 2)
    """
    p = floats(p_values, name="p_values")
    refuse((p <= 0) | (p > 1), "a p-value lies above 0 and at most at 1", column="p_values")
    for name, value in (("rate", rate), ("sharpness", sharpness)):
        number(value, name=name, above=0, below=1)
    bets = np.log(sharpness) + (sharpness - 1) * np.log(p)
    grown = _restarted(bets) if restart else np.cumsum(bets)
    e_value = np.exp(np.minimum(grown, 700.0))
    return Evidence(e_value=e_value, alarm=_first(e_value >= 1 / rate), rate=rate)


def slow_drift(residual: ArrayLike, *, allowance: float = 0.5, run_length: float = 500.0) -> Drift:
    """A CUSUM: small upward shifts that no single period shows, added up until they cannot be chance.

    residual (n,): standard normal when nothing drifts (as `Alarms.residual` of one topic), in order; allowance: half
    the shift worth catching, in standard deviations; run_length: periods to a false alarm on average.
    Returns Drift; turn the sign of the residuals to watch for a fall.
    Raises InvalidInput for settings that cannot be.
    Assumes: residuals are independent and standard normal; the threshold solves Siegmund's approximation
    run_length = (exp(2kb) - 2kb - 1) / (2k^2), b = threshold + 1.166.
    Misleads when: residuals are autocorrelated, or scatter more than 1: alarms then come many times as often.
    Source: Page (1954); Siegmund (1985).

    >>> found = slow_drift([0.0, -1.0, *[1.0] * 12], run_length=338)
    >>> round(found.threshold, 2), found.alarm, found.began
    (4.0, 9, 2)
    """
    z = floats(residual, name="residual")
    number(allowance, name="allowance", above=0)
    number(run_length, name="run_length", above=_run_length(0.0, allowance))  # more cannot be had of this allowance
    threshold = drift_threshold(allowance, run_length)
    total, begun = _cusum(z, allowance)
    alarm = _first(total > threshold)
    began = None if alarm is None else int(begun[alarm])
    return Drift(total=total, threshold=threshold, alarm=alarm, began=began, run_length=run_length)


def drift_threshold(allowance: float, run_length: float) -> float:
    """The height at which a CUSUM alarms falsely every `run_length` periods."""
    highest = np.log(2 * allowance**2 * run_length + 2) / allowance + 2
    return float(brentq(lambda h: _run_length(h, allowance) - run_length, 0.0, highest))


def _run_length(threshold: float, allowance: float) -> float:
    b = 2 * allowance * (threshold + _SHIFT)
    return (expm1(b) - b) / (2 * allowance**2) if b < 700 else exp(700)


def _first(found: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> int | None:
    rows = np.flatnonzero(found)
    return int(rows[0]) if rows.size else None


@compiled
def _restarted(bets: Floats) -> Floats:
    grown, now = np.empty(bets.size), 0.0
    for t in range(bets.size):
        now = max(now, 0.0) + bets[t]
        grown[t] = now
    return grown


@compiled
def _cusum(z: Floats, allowance: float) -> tuple[Floats, Ints]:
    total, begun = np.empty(z.size), np.empty(z.size, dtype=np.int64)
    now, since = 0.0, 0
    for t in range(z.size):
        if now <= 0:
            since = t
        now = max(0.0, now + z[t] - allowance)
        total[t], begun[t] = now, since
    return total, begun
