"""What every fitted model of lifetime shares: named parameters, how sure they are, and the search that finds them."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from os import PathLike
from typing import ClassVar, Self

import numpy as np
from scipy.optimize import minimize
from scipy.special import ndtri

from agora_analytics.arrays import Bools, Floats, number
from agora_analytics.errors import InvalidInput, NotConverged, NotEnoughData
from agora_analytics.frames import Tabular
from agora_analytics.lifetime.records import FitSummary, one_line, read_fit, summarised, write_fit

BOUND = 12.0  # of the logarithms; a parameter that ends there was not identified by the data
_FLAT = 1e-4  # a mean gradient above this at the end is no maximum
_AGAIN = 20
_LOOSEST = 3.0  # a parameter known to no better than a factor of exp(3) is not known: its law is no normal one
Objective = Callable[[Floats], tuple[float, Floats]]  # mean negative log-likelihood and gradient, by logarithms


@dataclass(frozen=True)
class ParameterIntervals(Tabular):
    """Parameters between what a share `level` of equally likely data sets would say."""

    names: tuple[str, ...]
    value: Floats  # (k,) the maximum of the likelihood
    low: Floats  # (k,)
    high: Floats  # (k,)
    draws: Floats  # (times, k) refits of a bootstrap; (0, k) from the information matrix
    level: float


@dataclass(frozen=True)
class Maximum:
    """Where the search ended: the logarithms of the parameters and the curvature of the mean there."""

    theta: Floats
    value: float
    hessian: Floats
    inside: bool
    evaluations: int


class Model:
    """A law with named positive parameters; `fit` of the heirs sets what ends in an underscore."""

    names: ClassVar[tuple[str, ...]]
    parameters_: dict[str, float]
    log_likelihood_: float
    log_covariance_: Floats  # (k, k), of the logarithms of the parameters; NaN where nothing is known
    identified_: bool  # False: a parameter ran to its bound, or the likelihood is flat there
    customers_: float
    evaluations_: int
    extras: ClassVar[tuple[str, ...]] = ()  # what else an heir's fit sets, to be saved with it

    def __repr__(self) -> str:
        """Parameters, customers and log-likelihood on one line."""
        return one_line(self)

    def summary(self, *, level: float = 0.8) -> FitSummary:
        """Return parameters with errors and `level` intervals, likelihood, customers and cautions; prints as a table.

        Raises NotEnoughData for a model without parameters, InvalidInput for a level outside (0, 1).
        """
        return summarised(self, level=level)

    def save(self, path: str | PathLike[str]) -> None:
        """Write the fit as JSON, every number to its last digit; Raises NotEnoughData for a model without parameters."""
        write_fit(self, path)

    @classmethod
    def load(cls, path: str | PathLike[str]) -> Self:
        """Return what `save` wrote; Raises InvalidInput for a file that holds no fit of this class."""
        return read_fit(cls, path)

    def cautions(self) -> tuple[str, ...]:
        """What to beware of in this fit, in sentences."""
        if not self.customers_:
            return ("The parameters were given, not fitted: how sure they are is not known.",)
        if not self.identified_:
            return ("The data do not pin the parameters down: fit more customers, or watch them longer.",)
        return ()

    @classmethod
    def _of(cls, parameters: dict[str, float]) -> Self:
        model = cls()
        model._take(parameters)
        size = len(cls.names)
        model.log_covariance_, model.identified_ = np.full((size, size), np.nan), False
        model.customers_, model.evaluations_ = 0.0, 0
        return model

    def _at(self, parameters: dict[str, float | None]) -> Self:
        moved = copy(self)
        moved._take(self.parameters_ | {name: value for name, value in parameters.items() if value is not None})
        return moved

    @property
    def vector(self) -> Floats:
        """The parameters (k,) in the order of `names`."""
        if not hasattr(self, "parameters_"):
            raise NotEnoughData(
                f"{type(self).__name__} has no parameters yet: call fit(...), or of(...) with known ones"
            )
        return np.array([self.parameters_[name] for name in self.names])

    @property
    def standard_errors_(self) -> dict[str, float]:
        """By the information matrix; Raises NotConverged where the data do not pin the parameters down."""
        errors = self.vector * np.sqrt(np.diag(self._known_covariance()))
        return dict(zip(self.names, errors.tolist(), strict=True))

    def confidence_intervals(self, *, level: float = 0.8) -> ParameterIntervals:
        """Return intervals by the information matrix of the logarithms, so that none reaches below 0."""
        number(level, name="level", above=0, below=1)
        away = ndtri((1 + level) / 2) * np.sqrt(np.diag(self._known_covariance()))
        value = self.vector
        nothing = np.zeros((0, value.size))
        return ParameterIntervals(self.names, value, value * np.exp(-away), value * np.exp(away), nothing, level)

    def parameter_draws(self, draws: int, rng: np.random.Generator) -> Floats:
        """Return (draws, k) parameters from their asymptotic law; the point itself where that is unknown."""
        if not np.all(np.isfinite(self.log_covariance_)):
            return np.tile(self.vector, (draws, 1))
        made: Floats = np.exp(
            rng.multivariate_normal(np.log(self.vector), self.log_covariance_, size=draws, method="eigh")
        )
        return made

    def _known_covariance(self) -> Floats:
        if not np.all(np.isfinite(self.log_covariance_)):
            shown = ", ".join(f"{name} = {value:.3g}" for name, value in self.parameters_.items())
            raise NotConverged(
                f"{type(self).__name__} is not pinned down by its data ({shown}): a parameter was given, ran to its bound, "
                "or others do as well; fit more customers, watch them longer, or use another model"
            )
        return self.log_covariance_

    def _take(self, parameters: dict[str, float]) -> None:
        if set(parameters) != set(self.names):
            raise InvalidInput(f"expected {', '.join(self.names)}; got {', '.join(parameters)}", column="parameters")
        for name, value in parameters.items():
            number(value, name=name, above=0)
        self.parameters_ = {name: float(parameters[name]) for name in self.names}

    def _settle(self, found: Maximum, *, scale: Floats, customers: float) -> None:
        """Keep what the search found; scale (k,): the unit that each parameter was searched in."""
        self.parameters_ = dict(zip(self.names, (np.exp(found.theta) * scale).tolist(), strict=True))
        self.log_covariance_ = inverse(found.hessian * customers, usable=found.inside)
        self.identified_ = bool(np.all(np.isfinite(self.log_covariance_)))
        self.customers_, self.evaluations_ = customers, found.evaluations


def search(
    objective: Objective,
    start: Floats,
    *,
    bounds: list[tuple[float, float]],
    first_look: Objective | None = None,
    what: str = "the fit",
) -> Maximum:
    """Find the minimum: a bounded search on some rows (`first_look`), then a few Newton steps on all.

    Raises NotConverged where the slope at the end is not flat.
    """
    counted = _Counted(objective)
    if first_look is None:
        theta = _bounded(counted, start, bounds)
    else:
        near = _bounded(first_look, start, bounds)
        theta = _polish(counted, near, curvature=hessian(first_look, near), bounds=bounds)
    value, gradient = counted(theta)
    for _ in range(_AGAIN):
        if np.max(np.abs(gradient[_inside(theta, bounds)]), initial=0.0) <= _FLAT:
            break
        # On a ridge the search takes its own short steps for an end: begun anew there, it goes on.
        theta = _bounded(counted, theta, bounds)
        value, gradient = counted(theta)
    inside = _inside(theta, bounds)
    if not np.isfinite(value) or np.any(np.abs(gradient[inside]) > _FLAT):
        raise NotConverged(
            f"{what} ended after {counted.calls} evaluations on a slope of {np.max(np.abs(gradient)):.2g} per customer: "
            "look for outliers and mixed units among the rows, or fit fewer kinds of customers together"
        )
    curvature = hessian(counted, theta) if first_look is None else _one_sided(counted, theta, gradient)
    return Maximum(theta, float(value), curvature, bool(np.all(inside)), counted.calls)


def _inside(theta: Floats, bounds: list[tuple[float, float]]) -> Bools:
    low, high = np.array(bounds).T
    made: Bools = (theta > low + 0.01) & (theta < high - 0.01)
    return made


def hessian(objective: Objective, theta: Floats, *, step: float = 1e-4) -> Floats:
    """Return the (k, k) curvature by central differences of the analytic gradient."""
    rows = [
        (objective(theta + step * unit)[1] - objective(theta - step * unit)[1]) / (2 * step)
        for unit in np.eye(theta.size)
    ]
    made: Floats = (np.array(rows) + np.array(rows).T) / 2
    return made


def _one_sided(objective: Objective, theta: Floats, gradient: Floats, *, step: float = 1e-5) -> Floats:
    """The curvature at half the price, to about five digits: enough for standard errors where rows are many."""
    rows = [(objective(theta + step * unit)[1] - gradient) / step for unit in np.eye(theta.size)]
    made: Floats = (np.array(rows) + np.array(rows).T) / 2
    return made


def inverse(matrix: Floats, *, usable: bool) -> Floats:
    """Return the covariance, or NaN where the likelihood is flat: better no figure than a false one."""
    eigen = np.linalg.eigvalsh(matrix)
    unknown = np.full(matrix.shape, np.nan)
    if not usable or eigen[0] <= 1e-9 * eigen[-1]:
        return unknown
    made = np.asarray(np.linalg.inv(matrix), dtype=np.float64)
    return unknown if np.any(np.diag(made) > _LOOSEST**2) else made


class _Counted:
    """An objective that knows how often it was asked."""

    def __init__(self, objective: Objective) -> None:
        self.objective, self.calls = objective, 0

    def __call__(self, theta: Floats) -> tuple[float, Floats]:
        self.calls += 1
        return self.objective(theta)


def _bounded(objective: Objective, start: Floats, bounds: list[tuple[float, float]]) -> Floats:
    found = minimize(
        objective,
        start,
        jac=True,
        method="L-BFGS-B",
        bounds=bounds,
        options={"maxiter": 1000, "maxfun": 3000, "ftol": 1e-14, "gtol": 1e-8},
    )
    made: Floats = found.x
    return made


def _polish(objective: Objective, theta: Floats, *, curvature: Floats, bounds: list[tuple[float, float]]) -> Floats:
    value, gradient = objective(theta)
    for _ in range(25):
        step = np.linalg.lstsq(curvature, gradient, rcond=1e-10)[0]
        moved, slope = objective(theta - step)
        if not moved <= value + 1e-12:
            return _bounded(objective, theta, bounds)
        theta, value, gradient = theta - step, moved, slope
        if np.max(np.abs(gradient)) < 1e-9 or np.max(np.abs(step)) < 1e-8:
            return theta
    return _bounded(objective, theta, bounds)
