"""Buy till you die: what the models of buying without a contract have in common."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar, Self

import numpy as np
from numpy.typing import ArrayLike

from agora_analytics.arrays import Floats, Ints, floats, generator, number, refuse, whole
from agora_analytics.lifetime.ahead import purchases_ahead
from agora_analytics.lifetime.cells import (
    Histories,
    HistoryCells,
    check_enough,
    check_histories,
    collapse_histories,
    in_unit,
    thin,
)  # fmt: skip
from agora_analytics.lifetime.model import BOUND, Model, search
from agora_analytics.lifetime.prior import Prior, added, nothing_known
from agora_analytics.lifetime.process import draw_histories

_FIRST_LOOK = 20_000  # cells used to find the neighbourhood of the optimum before all are read


class BuyTillYouDie(Model, ABC):
    """A customer buys at a rate of their own and one day leaves unseen; frequency, recency and age are all it reads.

    The heirs say how one leaves; every figure below is theirs alike.
    Assumes: rates do not change while a customer is one; no seasons. Misleads when: contracts say who left (ShiftedBetaGeometric).
    Source: Schmittlein, Morrison, Colombo (1987), Management Science 33(1) 1-24.

    >>> from agora_analytics.lifetime import ParetoNBD
    >>> cells = [0, 1, 3, 6], [0.0, 12.0, 20.0, 29.5], [30.0, 30.0, 30.0, 30.0], [80, 15, 6, 5]
    >>> ParetoNBD().fit(*cells).probability_alive([6], [29.5], [30.0]).round(1)
    array([1.])
    """

    kind: int  # which dropout the compiled draws follow
    timed: tuple[bool, ...]  # which parameters are measured in time units
    started: tuple[float, ...]  # where the search begins, times in mean ages
    cells_: int
    prior_: dict[str, list[float]]  # median and factor by parameter; empty where nothing was said beforehand
    extras: ClassVar[tuple[str, ...]] = ("cells_", "prior_")

    def fit(
        self,
        frequency: Histories,
        recency: ArrayLike | None = None,
        age: ArrayLike | None = None,
        weights: ArrayLike | None = None,
        *,
        prior: Prior | None = None,
    ) -> Self:
        """Fit by maximum likelihood with the analytic gradient, on distinct histories.

        frequency (n,): repeat purchases; recency, age (n,): one time unit throughout; weights (n,): customers per row. In
        their place one summary or frame that holds them, here and below. prior: what is known beforehand, for few customers;
        the maximum is then of likelihood times prior, `log_likelihood_` stays that of the data.
        Returns itself with `parameters_`, `log_likelihood_`, `standard_errors_`, `identified_`.
        Raises InvalidInput for impossible rows (column, row, cure); NotEnoughData for no or one customer and for nobody
        who bought again; NotConverged where the search ends on a slope.
        """
        cells = collapse_histories(frequency, recency, age, weights)
        check_enough(cells, model=type(self).__name__)
        unit = float(np.average(cells.age, weights=cells.weights))
        scaled, customers = in_unit(cells, unit), cells.customers
        look = thin(scaled, most=_FIRST_LOOK) if cells.size > 2 * _FIRST_LOOK else None
        scale = np.where(self.timed, unit, 1.0)
        pull = nothing_known if prior is None else prior.pull(self.names, scale, customers=customers)
        found = search(
            lambda theta: added(self._mean(theta, scaled), pull(theta)),
            np.log(self.started),
            bounds=[(-BOUND, BOUND)] * len(self.names),
            first_look=None if look is None else lambda theta: added(self._mean(theta, look), pull(theta)),
            what=type(self).__name__,
        )
        self._settle(found, scale=scale, customers=customers)
        bought = float(cells.frequency @ cells.weights)
        apart = (found.value - pull(found.theta)[0]) * customers
        self.log_likelihood_, self.cells_ = -apart - bought * float(np.log(unit)), cells.size
        self.prior_ = {} if prior is None else prior.plain()
        return self

    def cautions(self) -> tuple[str, ...]:
        """What to beware of in this fit, in sentences."""
        if not getattr(self, "prior_", {}):
            return super().cautions()
        said = f"A prior on {', '.join(self.prior_)} took part: with few customers the fit says what the prior says."
        return (*super().cautions(), said)

    def log_likelihood(
        self,
        frequency: Histories,
        recency: ArrayLike | None = None,
        age: ArrayLike | None = None,
        weights: ArrayLike | None = None,
    ) -> float:
        """Return the sum of the customers' log-likelihoods at these parameters, constants as published.

        Raises InvalidInput for impossible rows.
        """
        return self._value_and_gradient(np.log(self.vector), collapse_histories(frequency, recency, age, weights))[0]

    def probability_alive(
        self, frequency: Histories, recency: ArrayLike | None = None, age: ArrayLike | None = None
    ) -> Floats:
        """Return the probability (n,) that each customer has not left; Raises InvalidInput for impossible rows."""
        return self._alive(*check_histories(frequency, recency, age))

    def expected_purchases(
        self,
        horizon: float,
        frequency: Histories,
        recency: ArrayLike | None = None,
        age: ArrayLike | None = None,
    ) -> Floats:
        """Return the purchases (n,) expected in the next `horizon` time units.

        Raises InvalidInput for impossible rows and a negative horizon. Integrated, not taken in closed form: that is 0/0
        at a = 1 (Pareto/NBD: s = 1) and loses digits near it.
        """
        return self.discounted_expected_transactions(0.0, frequency, recency, age, horizon=horizon)

    def discounted_expected_transactions(
        self,
        rate: float,
        frequency: Histories,
        recency: ArrayLike | None = None,
        age: ArrayLike | None = None,
        *,
        horizon: float | None = None,
    ) -> Floats:
        """Return DERT (n,): purchases ahead, each discounted by exp(-rate * time).

        rate: 0, or a Discount (`Discount.yearly(0.15, unit="week")`); horizon: time units, None for ever.
        Raises InvalidInput for impossible rows, a negative rate or horizon, and for ever without a discount.
        """
        x, t_x, t = check_histories(frequency, recency, age)
        return self._alive(x, t_x, t) * purchases_ahead(self, x, t, rate=rate, horizon=horizon)

    def expected_purchases_of_new(self, horizon: ArrayLike) -> Floats:
        """Return the repeat purchases (k,) expected of a new customer within each `horizon` (k,) after the first.

        Raises InvalidInput for a horizon that is negative or no number.
        """
        ends = floats(np.atleast_1d(np.asarray(horizon)), name="horizon")
        refuse(ends < 0, "negative; it lies ahead", column="horizon")
        nothing = np.zeros(ends.size)
        alive = self._alive(np.zeros(ends.size, dtype=np.int64), nothing, nothing)
        return alive * purchases_ahead(self, np.zeros(ends.size, dtype=np.int64), nothing, rate=0.0, horizon=ends)

    def probability_of_count(self, count: int, age: ArrayLike) -> Floats:
        """Return the probability (n,) that a customer observed for `age` made exactly `count` repeat purchases.

        Raises InvalidInput for a negative count or age.
        """
        return self._count(whole(count, name="count", low=0), _ages(age))

    def probability_of_purchases(
        self,
        count: int,
        horizon: float,
        frequency: Histories,
        recency: ArrayLike | None = None,
        age: ArrayLike | None = None,
    ) -> Floats:
        """Return the probability (n,) that each customer makes exactly `count` purchases in the next `horizon` time units.

        Raises InvalidInput for impossible rows and a negative count or horizon.
        """
        whole(count, name="count", low=0)
        ahead = number(horizon, name="horizon", low=0)
        x, t_x, t = check_histories(frequency, recency, age)
        alive = self._alive(x, t_x, t)
        made: Floats = alive * self._count_ahead(int(count), ahead, x, t) + (1.0 - alive if count == 0 else 0.0)
        return made

    def draw(self, age: ArrayLike, *, seed: int) -> tuple[Ints, Floats]:
        """Return frequency and recency (n,) of customers drawn from the model and observed for `age` (n,).

        Raises InvalidInput for a negative age or a seed that is none.
        """
        seeds = generator(seed).integers(0, 2**32, size=1)
        return draw_histories(self.kind, self.vector, _ages(age), int(seeds[0]))

    def _mean(self, theta: Floats, cells: HistoryCells) -> tuple[float, Floats]:
        value, gradient = self._value_and_gradient(theta, cells)
        total = cells.customers
        return -value / total, -gradient / total

    @abstractmethod
    def _value_and_gradient(self, theta: Floats, cells: HistoryCells) -> tuple[float, Floats]:
        """Log-likelihood and its gradient by the logarithms of the parameters."""

    @abstractmethod
    def _alive(self, x: Ints, t_x: Floats, t: Floats) -> Floats:
        """Probability of not having left, of checked histories."""

    @abstractmethod
    def _count(self, count: int, age: Floats) -> Floats:
        """Probability of so many repeat purchases within `age`."""

    @abstractmethod
    def _count_ahead(self, count: int, horizon: float, x: Ints, t: Floats) -> Floats:
        """Probability of so many purchases ahead, of checked histories of customers who are alive."""

    @abstractmethod
    def clock(self) -> float:
        """Return the time that the rate of a living customer is slow against."""

    @abstractmethod
    def rate_if_alive(self, x: float, age: Floats, grown: Floats) -> Floats:
        """Return purchases per time at log1p(ahead / (clock + age)) = grown (k, nodes), of who is alive at `age` (k, 1)."""


def _ages(age: ArrayLike) -> Floats:
    made = floats(age, name="age")
    refuse(made < 0, "negative; observe customers from their first purchase on", column="age")
    return made
