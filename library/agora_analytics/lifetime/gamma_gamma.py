"""Gamma-Gamma: what a customer spends per purchase, shrunk towards everybody's mean.

Colombo and Jiang (1999); Fader and Hardie, "The Gamma-Gamma Model of Monetary Value", note 025 (2013).
"""

from __future__ import annotations

from typing import ClassVar, Self

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import digamma, gammaln

from agora_analytics.arrays import Floats, Ints, floats, integers, refuse, spread
from agora_analytics.errors import NotEnoughData
from agora_analytics.frames import column_of
from agora_analytics.lifetime.cells import Histories
from agora_analytics.lifetime.model import BOUND, Model, Objective, search

# q stays above 1, else the mean spend over customers would be infinite
_BOUNDS = [(-BOUND, BOUND), (float(np.log(1.05)), BOUND), (-BOUND, BOUND)]
_FIRST_LOOK = 20_000
DOUBTFUL_CORRELATION = 0.3


class GammaGamma(Model):
    """Gamma-Gamma: amounts ~ Gamma(p, rate nu) within a customer; nu ~ Gamma(q, rate gamma) across customers.

    Assumes: what a customer spends per purchase does not go with how often they buy (`correlation_`, `doubtful_`).
    Misleads when: amounts are refunds, or prices changed; one-time buyers get everybody's mean.
    Source: Colombo, Jiang (1999), J. Interactive Marketing 13(3); Fader, Hardie (2013), note 025.

    >>> model = GammaGamma.of(p=6.25, q=3.74, gamma=15.44)
    >>> model.expected_amount([2, 1, 0], [22.35, 30.0, 0.0]).round(2)
    array([24.66, 31.59, 35.22])
    """

    names: ClassVar[tuple[str, ...]] = ("p", "q", "gamma")
    correlation_: float  # of frequency and mean amount; the model assumes none
    extras: ClassVar[tuple[str, ...]] = ("correlation_",)

    @classmethod
    def of(cls, *, p: float, q: float, gamma: float) -> Self:
        """Return the model with parameters that are known, not fitted; Raises InvalidInput for an impossible one."""
        return cls._of({"p": p, "q": q, "gamma": gamma})

    def at(self, *, p: float | None = None, q: float | None = None, gamma: float | None = None) -> Self:
        """Return a copy with these parameters moved; likelihood and covariance stay those of the fit.

        Raises InvalidInput for an impossible one.
        """
        return self._at({"p": p, "q": q, "gamma": gamma})

    def fit(self, frequency: Histories, mean_amount: ArrayLike | None = None, weights: ArrayLike | None = None) -> Self:
        """Fit by maximum likelihood with the analytic gradient.

        frequency (n,): repeat purchases; mean_amount (n,): their mean, any unit of money; or one summary or frame that holds
        both; weights (n,): customers per row.
        Rows without a repeat are left out. Returns itself with `parameters_`, `log_likelihood_`, `standard_errors_`.
        Raises InvalidInput where a repeat buyer's mean is not above 0; NotEnoughData where fewer than three bought again;
        NotConverged where the search ends on a slope.
        """
        x, z, w = _repeaters(frequency, mean_amount, weights)
        unit = float(np.average(z, weights=x * w))
        look = slice(None, None, max(x.size // _FIRST_LOOK, 1))
        every = _objective(x, z / unit, w)
        found = search(
            every,
            np.log([2.0, 3.0, 1.0]),
            bounds=_BOUNDS,
            first_look=_objective(x[look], z[look] / unit, w[look]) if x.size > 2 * _FIRST_LOOK else None,
            what="GammaGamma",
        )
        customers = float(w.sum())
        self._settle(found, scale=np.array([1.0, 1.0, unit]), customers=customers)
        self.log_likelihood_ = -found.value * customers - customers * float(np.log(unit))
        self.correlation_ = weighted_correlation(x, z, w)
        return self

    def cautions(self) -> tuple[str, ...]:
        """What to beware of in this fit, in sentences."""
        if getattr(self, "correlation_", 0.0) and self.doubtful_:
            said = f"Spend goes with frequency (correlation {self.correlation_:.2f}), which the model does not expect."
            return (*super().cautions(), said)
        return super().cautions()

    @property
    def doubtful_(self) -> bool:
        """Whether spend goes with frequency so much that the model should not be trusted blindly."""
        return abs(self.correlation_) > DOUBTFUL_CORRELATION

    @property
    def population_mean(self) -> float:
        """Mean amount over all customers, p gamma / (q - 1); infinite where q is at most 1."""
        p, q, gamma = self.vector.tolist()
        return float(p * gamma / (q - 1)) if q > 1 else float("inf")

    def expected_amount(self, frequency: Histories, mean_amount: ArrayLike | None = None) -> Floats:
        """Return E[M | x, mean] (n,): the amount of a future purchase; the population mean where x = 0.

        Raises InvalidInput for impossible rows.
        """
        count, z = _amounts(frequency, mean_amount)
        x: Floats = count.astype(np.float64)
        p, q, gamma = self.vector
        known = x > 0
        shape = np.where(known, p * x + q - 1, 1.0)
        made: Floats = np.where(known, p * (gamma + x * z) / shape, self.population_mean)
        return made

    def log_likelihood(
        self, frequency: Histories, mean_amount: ArrayLike | None = None, weights: ArrayLike | None = None
    ) -> float:
        """Return the sum over repeat buyers of ln f(mean | frequency), as published (equation 1a of note 025).

        Raises InvalidInput for impossible rows, NotEnoughData where fewer than three bought again.
        """
        x, z, w = _repeaters(frequency, mean_amount, weights)
        return -_objective(x, z, w)(np.log(self.vector))[0] * float(w.sum())


def weighted_correlation(x: Floats, z: Floats, w: Floats) -> float:
    """Pearson's correlation of two columns under weights; 0 where one of them does not vary."""
    if x.size == 0 or np.ptp(x) == 0 or np.ptp(z) == 0:
        return 0.0
    u, v = x - np.average(x, weights=w), z - np.average(z, weights=w)
    return float(w @ (u * v) / np.sqrt((w @ u**2) * (w @ v**2)))


def _repeaters(
    frequency: Histories, mean_amount: ArrayLike | None, weights: ArrayLike | None
) -> tuple[Floats, Floats, Floats]:
    count, z = _amounts(frequency, mean_amount)
    w = np.ones(count.size) if weights is None else spread(weights, name="weights", size=count.size)
    refuse(w < 0, "a weight is a number of customers and cannot be negative", column="weights")
    keep = (count > 0) & (w > 0)
    if w[keep].sum() < 3:
        raise NotEnoughData("fewer than three customers bought again: spend cannot be modelled yet")
    return count[keep].astype(np.float64), z[keep], w[keep]


def _amounts(frequency: Histories, mean_amount: ArrayLike | None) -> tuple[Ints, Floats]:
    if mean_amount is None:
        frequency, mean_amount = column_of(frequency, "frequency"), column_of(frequency, "mean_amount")
    count = integers(frequency, name="frequency")  # type: ignore[arg-type]
    z = floats(mean_amount, name="mean_amount", size=count.size)
    refuse(count < 0, "negative; count repeat purchases from 0", column="frequency")
    refuse(
        (count > 0) & (z <= 0),
        "the mean amount of a repeat buyer must be above 0; leave such customers out",
        column="mean_amount",
    )
    return count, z


def _objective(x: Floats, z: Floats, w: Floats) -> Objective:
    """The mean negative log-likelihood and its gradient by the logarithms of (p, q, gamma)."""
    counts, back = np.unique(x, return_inverse=True)
    log_z, total = np.log(z) + np.log(x), w.sum()

    def asked(theta: Floats) -> tuple[float, Floats]:
        p, q, gamma = (float(v) for v in np.exp(theta))
        special = (gammaln(p * counts + q) - gammaln(p * counts))[back] - gammaln(q)
        shape, log_sum = p * x + q, np.log(gamma + x * z)
        value = special + q * np.log(gamma) + p * x * log_z - np.log(z) - shape * log_sum
        tail = digamma(p * counts + q)
        by_p = x * ((tail - digamma(p * counts))[back] + log_z - log_sum)
        by_q = tail[back] - digamma(q) + np.log(gamma) - log_sum
        by_gamma = q / gamma - shape / (gamma + x * z)
        gradient = np.array([w @ by_p * p, w @ by_q * q, w @ by_gamma * gamma]) / total
        return -float(w @ value / total), -gradient

    return asked
