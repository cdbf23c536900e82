"""Gamma-Gamma: what a customer spends per purchase, shrunk towards everybody's mean.

Colombo and Jiang (1999); Fader and Hardie, "The Gamma-Gamma Model of Monetary Value", note 025 (2013).
"""

import json
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import minimize
from scipy.special import digamma, gammaln

from agora.analytics.arrays import Floats, Ints, floats, integers

_BOUND = 12.0
# q stays above 1, else the mean spend over customers would be infinite
_BOUNDS = [(-_BOUND, _BOUND), (float(np.log(1.05)), _BOUND), (-_BOUND, _BOUND)]
DOUBTFUL_CORRELATION = 0.3


@dataclass(frozen=True)
class GammaGammaParameters:
    """Amounts ~ Gamma(p, rate nu) within a customer; nu ~ Gamma(q, rate gamma) across customers."""

    p: float
    q: float
    gamma: float

    def __post_init__(self) -> None:
        if not all(np.isfinite(v) and v > 0 for v in self.vector):
            raise ValueError(f"Gamma-Gamma parameters must be finite and above 0, got {asdict(self)}")

    @property
    def vector(self) -> tuple[float, float, float]:
        """(p, q, gamma)."""
        return self.p, self.q, self.gamma

    @property
    def population_mean(self) -> float:
        """Mean spend over all customers, p gamma / (q - 1); infinite where q is at most 1."""
        return self.p * self.gamma / (self.q - 1) if self.q > 1 else float("inf")

    def to_json(self) -> str:
        """The three numbers as a JSON object."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> "GammaGammaParameters":
        """Read what `to_json` wrote."""
        return cls(**json.loads(text))


@dataclass(frozen=True)
class GammaGammaFit:
    """A maximum of the likelihood over the customers who bought again."""

    parameters: GammaGammaParameters
    log_likelihood: float
    customers: int
    log_covariance: Floats  # (3, 3), of the logarithms of (p, q, gamma)
    correlation: float  # of frequency and mean spend; the model assumes none
    identified: bool

    @property
    def independence_doubtful(self) -> bool:
        """Whether spend goes with frequency so much that the model should not be trusted blindly."""
        return abs(self.correlation) > DOUBTFUL_CORRELATION


def fit_gamma_gamma(frequency: ArrayLike, mean_spend: ArrayLike) -> GammaGammaFit:
    """Fit Gamma-Gamma by maximum likelihood with its analytic gradient.

    frequency (n,): repeat purchases; mean_spend (n,): their mean amount, any unit. Rows without a repeat are left out.
    Raises ValueError where a repeat buyer's mean spend is not above 0, or fewer than three bought again.
    """
    x, z = _repeaters(frequency, mean_spend)
    unit = float(np.average(z, weights=x))
    start = np.log([2.0, 3.0, 1.0])
    found = minimize(
        _objective,
        start,
        args=(x, z / unit),
        jac=True,
        method="L-BFGS-B",
        bounds=_BOUNDS,
        options={"maxiter": 500, "ftol": 1e-14, "gtol": 1e-8},
    )
    p, q, gamma = np.exp(found.x)
    made = GammaGammaParameters(p=float(p), q=float(q), gamma=float(gamma * unit))
    inside = all(low + 0.01 < at < high - 0.01 for at, (low, high) in zip(found.x, _BOUNDS, strict=True))
    return GammaGammaFit(
        parameters=made,
        log_likelihood=gamma_gamma_log_likelihood(made, frequency=x, mean_spend=z),
        customers=x.size,
        log_covariance=_covariance(found.x, x, z / unit, usable=inside),
        correlation=_correlation(x, z),
        identified=inside,
    )


def gamma_gamma_log_likelihood(
    parameters: GammaGammaParameters, *, frequency: ArrayLike, mean_spend: ArrayLike
) -> float:
    """The sum over repeat buyers of ln f(mean spend | frequency), as published (equation 1a of note 025)."""
    x, z = _repeaters(frequency, mean_spend)
    return -_objective(np.log(parameters.vector), x, z)[0] * x.size


def expected_spend(parameters: GammaGammaParameters, *, frequency: ArrayLike, mean_spend: ArrayLike) -> Floats:
    """E[M | x, mean]: the amount of a future purchase per customer (n,); the population mean where x = 0."""
    count, z = _spends(frequency, mean_spend)
    x: Floats = count.astype(np.float64)
    p, q, gamma = parameters.vector
    shape = p * x + q - 1
    known = x > 0
    made: Floats = np.where(known, p * (gamma + x * z) / np.where(known, shape, 1.0), parameters.population_mean)
    return made


def _repeaters(frequency: ArrayLike, mean_spend: ArrayLike) -> tuple[Floats, Floats]:
    count, z = _spends(frequency, mean_spend)
    keep = count > 0
    if np.count_nonzero(keep) < 3:
        raise ValueError("fewer than three customers bought again: spend cannot be modelled yet")
    return count[keep].astype(np.float64), z[keep]


def _spends(frequency: ArrayLike, mean_spend: ArrayLike) -> tuple[Ints, Floats]:
    count = integers(frequency, name="frequency")
    z = floats(mean_spend, name="mean_spend", size=count.size)
    wrong = np.flatnonzero((count > 0) & (z <= 0))
    if wrong.size:
        row = int(wrong[0])
        raise ValueError(f"row {row}: mean spend {z[row]} of a repeat buyer must be above 0; leave such customers out")
    return count, z


def _objective(theta: Floats, x: Floats, z: Floats) -> tuple[float, Floats]:
    """Mean negative log-likelihood and its gradient by the logarithms of (p, q, gamma)."""
    p, q, gamma = (float(v) for v in np.exp(theta))
    counts, back = np.unique(x, return_inverse=True)
    special = (gammaln(p * counts + q) - gammaln(p * counts))[back] - gammaln(q)
    shape, log_sum = p * x + q, np.log(gamma + x * z)
    value = special + q * np.log(gamma) + (p * x - 1) * np.log(z) + p * x * np.log(x) - shape * log_sum
    tail = digamma(p * counts + q)
    by_p = x * ((tail - digamma(p * counts))[back] + np.log(z) + np.log(x) - log_sum)
    by_q = tail[back] - digamma(q) + np.log(gamma) - log_sum
    by_gamma = q / gamma - shape / (gamma + x * z)
    gradient = np.array([by_p.mean() * p, by_q.mean() * q, by_gamma.mean() * gamma])
    return -float(value.mean()), -gradient


def _covariance(theta: Floats, x: Floats, z: Floats, *, usable: bool) -> Floats:
    step = 1e-4
    rows = [
        (_objective(theta + step * unit, x, z)[1] - _objective(theta - step * unit, x, z)[1]) / (2 * step)
        for unit in np.eye(3)
    ]
    hessian = (np.array(rows) + np.array(rows).T) / 2 * x.size
    if not usable or np.linalg.eigvalsh(hessian)[0] <= 0:
        return np.full((3, 3), np.nan)
    return np.asarray(np.linalg.inv(hessian), dtype=np.float64)


def _correlation(x: Floats, z: Floats) -> float:
    if np.ptp(x) == 0 or np.ptp(z) == 0:
        return 0.0
    return float(np.corrcoef(x, z)[0, 1])
