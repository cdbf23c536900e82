"""BG/NBD: how often customers buy and when they stop, from frequency, recency and age alone.

Fader, Hardie, Lee (2005), "Counting Your Customers" the Easy Way, Marketing Science 24(2) 275-284.
"""

import json
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import minimize
from scipy.special import betaln, digamma, gammaln

from agora.analytics.arrays import Floats, Ints, compiled
from agora.analytics.lifetime.cells import Cells, check_histories, collapse

_FIRST_LOOK = 20_000  # cells used to find the neighbourhood of the optimum before all are read
_BOUND = 12.0  # of the logarithms; a parameter that ends there was not identified by the data


@dataclass(frozen=True)
class BgNbdParameters:
    """Purchase rates ~ Gamma(r, rate alpha) per time unit; dropout after a purchase ~ Beta(a, b)."""

    r: float
    alpha: float
    a: float
    b: float

    def __post_init__(self) -> None:
        if not all(np.isfinite(v) and v > 0 for v in self.vector):
            raise ValueError(f"BG/NBD parameters must be finite and above 0, got {asdict(self)}")

    @property
    def vector(self) -> tuple[float, float, float, float]:
        """(r, alpha, a, b)."""
        return self.r, self.alpha, self.a, self.b

    def to_json(self) -> str:
        """The four numbers as a JSON object."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> "BgNbdParameters":
        """Read what `to_json` wrote."""
        return cls(**json.loads(text))


@dataclass(frozen=True)
class BgNbdFit:
    """A maximum of the likelihood: parameters, their covariance, and what it rests on."""

    parameters: BgNbdParameters
    log_likelihood: float
    customers: float
    cells: int
    log_covariance: Floats  # (4, 4), of the logarithms of (r, alpha, a, b)
    identified: bool  # False: a parameter ran to its bound, the data cannot say its size
    evaluations: int

    @property
    def covariance(self) -> Floats:
        """(4, 4) covariance of (r, alpha, a, b), by the delta method."""
        scale = np.array(self.parameters.vector)
        return self.log_covariance * np.outer(scale, scale)

    @property
    def standard_errors(self) -> Floats:
        """Standard errors of (r, alpha, a, b)."""
        return np.sqrt(np.diag(self.covariance))


def fit_bgnbd(frequency: ArrayLike, recency: ArrayLike, age: ArrayLike, *, weight: ArrayLike = 1.0) -> BgNbdFit:
    """Fit BG/NBD by maximum likelihood with its analytic gradient.

    frequency (n,): repeat purchases; recency, age (n,): one time unit throughout; weight (n,): customers per row.
    Raises ValueError for no rows, for nobody who bought again, and for impossible rows (named, with the cure).
    """
    x, t_x, t = check_histories(frequency, recency, age)
    if x.size == 0:
        raise ValueError("no customers: BG/NBD needs at least one row")
    if not np.any(x > 0):
        raise ValueError("nobody bought again: repeat rates cannot be learnt yet; wait for repeat purchases")
    cells = collapse(x, t_x, t, weight=weight)
    search = _Search(cells)
    theta = search.run()
    hessian = search.hessian(theta)
    inside = bool(np.all(np.abs(theta) < _BOUND - 0.01))
    return BgNbdFit(
        parameters=BgNbdParameters(*np.exp(theta).tolist()),
        log_likelihood=-search.objective(theta)[0] * search.total,
        customers=search.total,
        cells=cells.size,
        log_covariance=_inverse(hessian * search.total, usable=inside),
        identified=inside,
        evaluations=search.evaluations,
    )


def log_likelihood(
    parameters: BgNbdParameters,
    frequency: ArrayLike,
    recency: ArrayLike,
    age: ArrayLike,
    *,
    weight: ArrayLike = 1.0,
) -> float:
    """The sum of the log-likelihoods of the customers, constants included as published (equation 6)."""
    cells = collapse(*check_histories(frequency, recency, age), weight=weight)
    return _value_and_gradient(np.log(parameters.vector), cells)[0]


class _Search:
    """Finds the maximum: a bounded search on some cells, then a few Newton steps on all."""

    def __init__(self, cells: Cells) -> None:
        self.cells = cells
        self.total = float(cells.weight.sum())
        self.evaluations = 0

    def objective(self, theta: Floats) -> tuple[float, Floats]:
        self.evaluations += 1
        value, gradient = _value_and_gradient(theta, self.cells)
        return -value / self.total, -gradient / self.total

    def run(self) -> Floats:
        span = float(np.average(self.cells.age, weights=self.cells.weight))
        start = np.log([0.5, 0.3 * span, 1.0, 2.0])
        if self.cells.size <= 2 * _FIRST_LOOK:
            return self._bounded(start)
        look = _Search(_thin(self.cells))
        near = look._bounded(start)
        return self._polish(near, curvature=look.hessian(near))

    def hessian(self, theta: Floats, *, step: float = 1e-4) -> Floats:
        rows = [
            (self.objective(theta + step * unit)[1] - self.objective(theta - step * unit)[1]) / (2 * step)
            for unit in np.eye(4)
        ]
        made: Floats = (np.array(rows) + np.array(rows).T) / 2
        return made

    def _bounded(self, start: Floats) -> Floats:
        found = minimize(
            self.objective,
            start,
            jac=True,
            method="L-BFGS-B",
            bounds=[(-_BOUND, _BOUND)] * 4,
            options={"maxiter": 500, "ftol": 1e-14, "gtol": 1e-8},
        )
        made: Floats = found.x
        return made

    def _polish(self, theta: Floats, *, curvature: Floats) -> Floats:
        value, gradient = self.objective(theta)
        for _ in range(25):
            step = np.linalg.lstsq(curvature, gradient, rcond=1e-10)[0]
            moved, slope = self.objective(theta - step)
            if not moved <= value + 1e-12:
                return self._bounded(theta)
            theta, value, gradient = theta - step, moved, slope
            if np.max(np.abs(gradient)) < 1e-9 or np.max(np.abs(step)) < 1e-8:
                return theta
        return self._bounded(theta)


def _thin(cells: Cells) -> Cells:
    """Every k-th cell of each frequency; cells lie in the order of a hash, so this is a fair sample."""
    keep = np.arange(0, cells.size, max(cells.size // _FIRST_LOOK, 1))
    group = np.searchsorted(cells.starts, keep, side="right") - 1
    present, starts = np.unique(group, return_index=True)
    return Cells(
        counts=cells.counts[present],
        starts=np.append(starts, keep.size).astype(np.int64),
        recency=cells.recency[keep],
        age=cells.age[keep],
        weight=cells.weight[keep],
    )


def _inverse(matrix: Floats, *, usable: bool) -> Floats:
    """The covariance, or NaN where the likelihood is flat: better no figure than a false one."""
    if not usable or np.linalg.eigvalsh(matrix)[0] <= 0:
        return np.full((4, 4), np.nan)
    return np.asarray(np.linalg.inv(matrix), dtype=np.float64)


def _value_and_gradient(theta: Floats, cells: Cells) -> tuple[float, Floats]:
    """Log-likelihood and its gradient by the logarithms of (r, alpha, a, b)."""
    r, alpha, a, b = (float(v) for v in np.exp(theta))
    x: Floats = cells.counts.astype(np.float64)
    sums = _group_sums(r, alpha, a, b, cells.counts, cells.starts, cells.recency, cells.age, cells.weight)
    total, log_age, dropped, gap, inverse_age, pull, softplus = sums
    constant = gammaln(r + x) - gammaln(r) + r * np.log(alpha) + betaln(a, b + x) - betaln(a, b)
    value = np.sum(total * constant - (r + x) * log_age + softplus)
    tail: Floats = digamma(a + b) - digamma(a + b + x)
    by_r = total * (digamma(r + x) - digamma(r) + np.log(alpha)) - log_age + gap
    by_alpha = total * r / alpha - (r + x) * (inverse_age - pull)
    by_a = total * tail + dropped / a
    by_b = total * (digamma(b + x) - digamma(b) + tail) - dropped / np.where(x > 0, b + x - 1, 1.0)
    gradient = np.array([by_r.sum() * r, by_alpha.sum() * alpha, by_a.sum() * a, by_b.sum() * b])
    return float(value), gradient


@compiled
def _group_sums(  # noqa: PLR0917 (compiled: no keyword-only arguments)
    r: float,
    alpha: float,
    a: float,
    b: float,
    counts: Ints,
    starts: Ints,
    recency: Floats,
    age: Floats,
    weight: Floats,
) -> Floats:
    """Per frequency, the seven weighted sums that value and gradient are made of, (7, groups)."""
    out = np.zeros((7, counts.size))
    for g in range(counts.size):
        x = counts[g]
        odds = np.log(a) - np.log(b + x - 1.0) if x > 0 else 0.0
        for i in range(starts[g], starts[g + 1]):
            w = weight[i]
            log_age = np.log(alpha + age[i])
            out[0, g] += w
            out[1, g] += w * log_age
            out[4, g] += w / (alpha + age[i])
            if x > 0:
                gap = log_age - np.log(alpha + recency[i])
                d = odds + (r + x) * gap
                e = np.exp(-abs(d))
                dead = (1.0 if d > 0 else e) / (1.0 + e)
                out[2, g] += w * dead
                out[3, g] += w * dead * gap
                out[5, g] += w * dead * (1.0 / (alpha + age[i]) - 1.0 / (alpha + recency[i]))
                out[6, g] += w * (max(d, 0.0) + np.log1p(e))
    return out
