"""Purchases ahead of a customer who is alive: one integral for every model, exact where closed forms are not."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.polynomial import chebyshev

from agora_analytics.arrays import Floats, Ints, number, refuse
from agora_analytics.errors import InvalidInput
from agora_analytics.lifetime.discount import checked_rate

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(96)
_DEGREE = 24  # of the interpolation in log age; its error is below 1e-9 of the value
_LAST = 40.0  # exp(-40): what lies beyond adds nothing a double could show


class Living(Protocol):
    """What the integral needs of a model."""

    def clock(self) -> float: ...

    def rate_if_alive(self, x: float, age: Floats, grown: Floats) -> Floats: ...


def purchases_ahead(model: Living, x: Ints, age: Floats, *, rate: float, horizon: float | Floats | None) -> Floats:
    """Return the discounted purchases (n,) of customers alive at `age` (n,); horizon: one, or one per customer.

    A 96-point Gauss-Legendre integral over log time, once per distinct (frequency, age), interpolated in log age where
    one frequency has many ages.
    """
    rate = checked_rate(rate)
    if horizon is None and rate == 0:
        raise InvalidInput("without a horizon the discount must be above 0, or the sum has no end", column="rate")
    if isinstance(horizon, np.ndarray):
        refuse(horizon < 0, "negative; it lies ahead", column="horizon")
    elif horizon is not None:
        number(horizon, name="horizon", low=0)
    natural = _LAST / rate if rate > 0 else np.inf
    end = np.minimum(natural, np.inf if horizon is None else horizon)
    if np.ndim(end):
        return _integral(model, float(x[0]), age, rate=rate, end=np.asarray(end)) if x.size else np.zeros(0)
    return _by_frequency(model, x, age, rate=rate, end=float(end))


def _by_frequency(model: Living, x: Ints, age: Floats, *, rate: float, end: float) -> Floats:
    out = np.zeros(x.size)
    if x.size == 0 or end == 0:
        return out
    order = np.argsort(x, kind="stable")
    cuts = np.flatnonzero(np.diff(x[order])) + 1
    for rows in np.split(order, cuts):
        out[rows] = _one_frequency(model, float(x[rows[0]]), age[rows], rate=rate, end=end)
    return out


def _one_frequency(model: Living, x: float, age: Floats, *, rate: float, end: float) -> Floats:
    ages, back = np.unique(age, return_inverse=True)
    if ages.size <= 2 * _DEGREE:
        return _integral(model, x, ages, rate=rate, end=end)[back]
    clock = model.clock()
    scale = np.log(clock + ages)
    middle, half = (scale[0] + scale[-1]) / 2, (scale[-1] - scale[0]) / 2
    points = chebyshev.chebpts1(_DEGREE + 1)
    at = np.exp(middle + half * points) - clock
    curve = chebyshev.chebfit(points, np.log(_integral(model, x, at, rate=rate, end=end)), _DEGREE)
    made: Floats = np.exp(chebyshev.chebval((scale - middle) / half, curve))[back]
    return made


def _integral(model: Living, x: float, age: Floats, *, rate: float, end: float | Floats) -> Floats:
    """Integral over s from 0 to `end` of exp(-rate s) times the purchase rate at s of a customer alive now, per age."""
    scale = (model.clock() + age)[:, None]
    reach = np.log1p(np.reshape(end, (-1, 1)) / scale)
    grown = reach * (_NODES + 1) / 2
    integrand = scale * np.exp(grown - rate * scale * np.expm1(grown)) * model.rate_if_alive(x, age[:, None], grown)
    made: Floats = reach[:, 0] / 2 * (integrand @ _WEIGHTS)
    return made
