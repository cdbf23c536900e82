"""What a customer will still buy under BG/NBD: alive or not, purchases ahead, discounted purchases ahead."""

import numpy as np
from numpy.polynomial import chebyshev
from numpy.typing import ArrayLike
from scipy.special import expit, hyp2f1

from agora.analytics.arrays import Floats, Ints
from agora.analytics.lifetime.bgnbd import BgNbdParameters
from agora.analytics.lifetime.cells import check_histories

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(96)
_DEGREE = 24  # of the interpolation in log age; its error is below 1e-9 of the value
_LAST = 40.0  # exp(-40): what lies beyond adds nothing a double could show


def p_alive(parameters: BgNbdParameters, *, frequency: ArrayLike, recency: ArrayLike, age: ArrayLike) -> Floats:
    """The probability that each customer (n,) has not dropped out; 1 for those without a repeat purchase.

    That 1 is the model's known flaw: dropout can only follow a repeat purchase.
    """
    x, t_x, t = check_histories(frequency, recency, age)
    r, alpha, a, b = parameters.vector
    gap = np.log(alpha + t) - np.log(alpha + t_x)
    odds = np.log(a) - np.log(np.where(x > 0, b + x - 1.0, 1.0)) + (r + x) * gap
    made: Floats = np.where(x > 0, expit(-odds), 1.0)
    return made


def expected_purchases(
    parameters: BgNbdParameters, *, frequency: ArrayLike, recency: ArrayLike, age: ArrayLike, horizon: float
) -> Floats:
    """Purchases expected in the next `horizon` time units, per customer (n,).

    Equals equation 10 of the 2005 paper; integrated instead of taken in closed form, because the closed form
    is 0/0 at a = 1 and loses digits near it.
    """
    return discounted_expected_purchases(
        parameters, frequency=frequency, recency=recency, age=age, rate=0.0, horizon=horizon
    )


def discounted_expected_purchases(
    parameters: BgNbdParameters,
    *,
    frequency: ArrayLike,
    recency: ArrayLike,
    age: ArrayLike,
    rate: float,
    horizon: float | None = None,
) -> Floats:
    """DERT: purchases ahead, each discounted by exp(-rate * time), per customer (n,).

    rate: continuous, per time unit (15 % a year on weeks: ln(1.15) / 52); horizon: None for ever, then rate > 0.
    Method: P(alive) times a 96-point Gauss-Legendre integral over log time, computed once per distinct
    (frequency, age) and interpolated in log age where a frequency has many ages.
    """
    x, _, t = check_histories(frequency, recency, age)
    if rate < 0 or (horizon is None and rate == 0):
        raise ValueError("without a horizon the discount rate must be above 0, or the sum has no end")
    if horizon is not None and horizon < 0:
        raise ValueError(f"the horizon lies ahead: {horizon} is negative")
    end = _end(rate=rate, horizon=horizon)
    alive = p_alive(parameters, frequency=frequency, recency=recency, age=age)
    return alive * _if_alive(parameters, x, t, rate=rate, end=end)


def _end(*, rate: float, horizon: float | None) -> float:
    natural = _LAST / rate if rate > 0 else np.inf
    return float(min(natural, np.inf if horizon is None else horizon))


def _if_alive(parameters: BgNbdParameters, x: Ints, age: Floats, *, rate: float, end: float) -> Floats:
    out = np.zeros(x.size)
    if x.size == 0 or end == 0:
        return out
    order = np.argsort(x, kind="stable")
    cuts = np.flatnonzero(np.diff(x[order])) + 1
    for rows in np.split(order, cuts):
        out[rows] = _one_frequency(parameters, float(x[rows[0]]), age[rows], rate=rate, end=end)
    return out


def _one_frequency(parameters: BgNbdParameters, x: float, age: Floats, *, rate: float, end: float) -> Floats:
    ages, back = np.unique(age, return_inverse=True)
    if ages.size <= 2 * _DEGREE:
        return _integral(parameters, x, ages, rate=rate, end=end)[back]
    scale = np.log(parameters.alpha + ages)
    middle, half = (scale[0] + scale[-1]) / 2, (scale[-1] - scale[0]) / 2
    points = chebyshev.chebpts1(_DEGREE + 1)
    at = np.exp(middle + half * points) - parameters.alpha
    curve = chebyshev.chebfit(points, np.log(_integral(parameters, x, at, rate=rate, end=end)), _DEGREE)
    made: Floats = np.exp(chebyshev.chebval((scale - middle) / half, curve))[back]
    return made


def _integral(parameters: BgNbdParameters, x: float, age: Floats, *, rate: float, end: float) -> Floats:
    """Integral over s of exp(-rate s) times the purchase rate at s of a customer alive now, per age.

    Given alive, lambda ~ Gamma(r+x, alpha+T) and p ~ Beta(a, b+x), and purchases come at lambda exp(-lambda p s).
    Its mean is (r+x)/(alpha+T) 2F1(r+x+1, a; a+b+x; -s/(alpha+T)), in Pfaff's form: its argument stays in [0, 1).
    """
    r, alpha, a, b = parameters.vector
    scale = (alpha + age)[:, None]
    reach = np.log1p(end / scale)
    grow = reach * (_NODES + 1) / 2
    ahead = np.expm1(grow)
    mean = np.exp(-a * grow) * hyp2f1(a + b - r - 1, a, a + b + x, -np.expm1(-grow))
    integrand = np.exp(grow - rate * scale * ahead) * mean
    made: Floats = (r + x) * reach[:, 0] / 2 * (integrand @ _WEIGHTS)
    return made
