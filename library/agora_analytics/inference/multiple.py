"""Many claims tested on the same data, and kept honest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from agora_analytics.arrays import Bools, Floats, floats, number, refuse


@dataclass(frozen=True)
class Discoveries:
    """Which of several hypotheses stand, (n,), and their adjusted p-values, in the order given."""

    rejected: Bools  # the hypothesis of "no difference" is rejected: the claim stands
    adjusted: Floats


def benjamini_hochberg(p_values: ArrayLike, *, rate: float = 0.05) -> Discoveries:
    """Hold the expected share of false discoveries at `rate`.

    p_values (n,): one per claim; rate: the share of false ones among those that stand. Returns Discoveries.
    Raises InvalidInput naming the row outside [0, 1].
    Assumes: independent or positively dependent tests.
    Misleads when: only the promising p-values are passed in; every claim tested belongs in the list.
    Source: Benjamini and Hochberg (1995), JRSS B 57, 289-300.

    >>> benjamini_hochberg([0.001, 0.02, 0.03, 0.5]).rejected.tolist()
    [True, True, True, False]
    """
    return _step_up(_probabilities(p_values), 1.0, rate)


def benjamini_yekutieli(p_values: ArrayLike, *, rate: float = 0.05) -> Discoveries:
    """Hold the expected share of false discoveries at `rate` under any dependence between the tests.

    p_values (n,): one per claim. Returns Discoveries.
    Raises InvalidInput naming the row outside [0, 1].
    Assumes: nothing about dependence.
    Misleads when: read as lack of effects; it is stricter than needed where tests are independent.
    Source: Benjamini and Yekutieli (2001), Annals of Statistics 29, 1165-1188.

    >>> benjamini_yekutieli([0.001, 0.02, 0.03, 0.5]).rejected.tolist()
    [True, False, False, False]
    """
    p = _probabilities(p_values)
    return _step_up(p, float(np.sum(1 / np.arange(1, p.size + 1))), rate)


def holm(p_values: ArrayLike, *, rate: float = 0.05) -> Discoveries:
    """Hold the chance of even one false discovery at `rate`.

    p_values (n,): one per claim. Returns Discoveries.
    Raises InvalidInput naming the row outside [0, 1].
    Assumes: nothing about dependence.
    Misleads when: there are hundreds of claims; few then stand though many are true.
    Source: Holm (1979), Scandinavian J. Statistics 6, 65-70.

    >>> holm([0.001, 0.02, 0.03, 0.5]).adjusted.tolist()
    [0.004, 0.06, 0.06, 0.5]
    """
    p = _probabilities(p_values)
    order = np.argsort(p, kind="stable")
    stepped = np.maximum.accumulate(p[order] * np.arange(p.size, 0, -1)) if p.size else p
    return _found(order, stepped, rate)


def _probabilities(p_values: ArrayLike) -> Floats:
    p = floats(p_values, name="p_values")
    refuse((p < 0) | (p > 1), "p-values lie between 0 and 1", column="p_values")
    return p


def _step_up(p: Floats, penalty: float, rate: float) -> Discoveries:
    order = np.argsort(p, kind="stable")
    stepped = p[order] * penalty * p.size / np.arange(1, p.size + 1)
    return _found(order, np.minimum.accumulate(stepped[::-1])[::-1], rate)


def _found(order: np.ndarray[tuple[int], np.dtype[np.int64]], stepped: Floats, rate: float) -> Discoveries:
    number(rate, name="rate", above=0, below=1)
    adjusted = np.empty(stepped.size)
    adjusted[order] = np.minimum(stepped, 1.0)
    return Discoveries(rejected=adjusted <= rate, adjusted=adjusted)
