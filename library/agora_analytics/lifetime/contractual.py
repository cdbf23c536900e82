"""How long contracts last: shifted-beta-geometric and beta-discrete-Weibull, from renewals alone.

Fader, Hardie (2007), J. Interactive Marketing 21(1) 76-90; Fader, Hardie, Liu, Davin, Steenburgh (2018), JIM 43 1-16.
"""

from __future__ import annotations

from typing import ClassVar, Self

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaln, digamma, hyp2f1

from agora_analytics.arrays import Floats, floats, generator, integers, number, refuse, spread
from agora_analytics.errors import InvalidInput, NotConverged, NotEnoughData
from agora_analytics.lifetime.model import BOUND, Model, search

_NEGLIGIBLE = 30.0  # exp(-30): discounted payments beyond add nothing that shows
_MOST_PERIODS = 2_000_000


class ShiftedBetaGeometric(Model):
    """sBG: in each period a subscriber leaves with a probability of their own, theta ~ Beta(alpha, beta).

    Assumes: that probability never changes for one subscriber; renewals in whole periods, churn is seen.
    Misleads when: leaving gets likelier or rarer with tenure for each subscriber: see BetaDiscreteWeibull.
    Source: Fader, Hardie (2007); residual lifetime: Fader, Hardie (2010), Marketing Science 29(1) 85-93.

    >>> high_end = ShiftedBetaGeometric().fit([1000, 869, 743, 653, 593, 551, 517, 491])
    >>> {name: round(value, 3) for name, value in high_end.parameters_.items()}
    {'alpha': 0.668, 'beta': 3.806}
    >>> ShiftedBetaGeometric.of(alpha=0.704, beta=1.182).discounted_expected_residual_lifetime([0, 1], 0.10).round(3)
    array([2.965, 4.103])
    """

    names: ClassVar[tuple[str, ...]] = ("alpha", "beta")
    at_risk_: Floats  # (periods,) who could have left at the end of each period
    churned_: Floats  # (periods,) who did
    extras: ClassVar[tuple[str, ...]] = ("at_risk_", "churned_")

    @classmethod
    def of(cls, *, alpha: float, beta: float) -> Self:
        """Return the model with parameters that are known, not fitted; Raises InvalidInput for an impossible one."""
        return cls._of({"alpha": alpha, "beta": beta})

    def at(self, *, alpha: float | None = None, beta: float | None = None) -> Self:
        """Return a copy with these parameters moved; likelihood and covariance stay those of the fit.

        Raises InvalidInput for an impossible one.
        """
        return self._at({"alpha": alpha, "beta": beta})

    def fit(self, survivors: ArrayLike) -> Self:
        """Fit to one cohort by maximum likelihood with the analytic gradient.

        survivors (periods + 1,): subscribers at the start and after each period. Give counts: shares fit the same curve
        with standard errors that are wrong. Returns itself with `parameters_`, `log_likelihood_`, `standard_errors_`.
        Raises InvalidInput where survivors rise or are negative; NotEnoughData where nobody left, or too few periods;
        NotConverged where the search ends on a slope.
        """
        alive = floats(survivors, name="survivors")
        refuse(alive < 0, "fewer than nobody cannot be left", column="survivors")
        refuse(np.diff(alive, prepend=alive[:1]) > 0, "more than before; survivors only fall", column="survivors")
        if alive.size < len(self.names) + 1 or alive[0] < 2:
            raise NotEnoughData(
                f"{type(self).__name__} needs two subscribers or more, watched for {len(self.names)} periods or more"
            )
        return self._fit(alive[:-1], -np.diff(alive))

    def fit_subscriptions(self, age: ArrayLike, churned: ArrayLike, weights: ArrayLike | None = None) -> Self:
        """Fit to subscriptions that began at different times.

        age (n,): whole periods until it ended, or until now; churned (n,): whether it ended; weights (n,): subscriptions
        per row. Raises as `fit`, and InvalidInput for an ended subscription that never began a period.
        """
        periods = integers(age, name="age")
        ended = np.asarray(churned)
        if ended.shape != periods.shape or not np.all((ended == 0) | (ended == 1)):
            raise InvalidInput("give one true or false for each row", column="churned")
        w = np.ones(periods.size) if weights is None else spread(weights, name="weights", size=periods.size)
        refuse(periods < 0, "negative; count whole periods since the start", column="age")
        refuse((ended == 1) & (periods == 0), "ended before its first period was over; count it as 1", column="age")
        refuse(w < 0, "a weight is a number of subscriptions and cannot be negative", column="weights")
        if w.sum() < 2 or periods.max(initial=0) < len(self.names):
            raise NotEnoughData(
                f"{type(self).__name__} needs two subscriptions or more, watched for {len(self.names)} periods or more"
            )
        reached: Floats = np.bincount(periods, weights=w).astype(np.float64)
        left: Floats = np.bincount(periods, weights=w * (ended == 1)).astype(np.float64)
        return self._fit(np.cumsum(reached[::-1])[::-1][1:], left[1:])

    def survival(self, t: ArrayLike) -> Floats:
        """Return the share (k,) of subscribers who are still there after `t` (k,) periods.

        Raises InvalidInput for periods that are negative or no numbers.
        """
        made: Floats = np.exp(self._log_survival(self._checked(t, name="t")))
        return made

    def retention(self, t: ArrayLike) -> Floats:
        """Return the share (k,) of those there after t - 1 periods who renew into period `t` (k,), 1 and above.

        Raises InvalidInput for periods below 1.
        """
        period = self._checked(t, name="t")
        refuse(period < 1, "the first renewal is number 1", column="t")
        made: Floats = np.exp(self._log_survival(period) - self._log_survival(period - 1))
        return made

    def discounted_expected_lifetime(self, rate: float) -> float:
        """Return DEL: payments expected of a new subscriber, the first one now, each period discounted by 1 + `rate`.

        Raises InvalidInput for a rate not above 0.
        """
        _check_rate(rate)
        return 1.0 + float(self.discounted_expected_residual_lifetime([0], rate)[0]) / (1.0 + rate)

    def discounted_expected_residual_lifetime(self, renewals: ArrayLike, rate: float) -> Floats:
        """Return DERL (k,): payments still expected, valued just before the next renewal, which counts in full.

        renewals (k,): times the subscriber has renewed; rate: discount per period, discrete (0.1: a payment one period on
        is worth 1/1.1). Raises InvalidInput for negative renewals and a rate not above 0.
        """
        done = self._checked(renewals, name="renewals")
        _check_rate(rate)
        a, b = self.vector
        made: Floats = (b + done) / (a + b + done) * hyp2f1(1.0, b + done + 1, a + b + done + 1, 1 / (1 + rate))
        return made

    def draw(self, *, seed: int) -> Self:
        """Return the model fitted to churn drawn from this fit, with as many at risk in each period.

        Raises NotEnoughData where nothing was fitted, or nobody left in the draw; NotConverged as `fit`.
        """
        if not hasattr(self, "at_risk_"):
            raise NotEnoughData("only a model that was fitted knows how many were at risk")
        leaving = 1 - self.retention(np.arange(1, self.at_risk_.size + 1))
        drawn = generator(seed).binomial(np.round(self.at_risk_).astype(np.int64), leaving)
        return type(self)()._fit(np.round(self.at_risk_), drawn.astype(np.float64))

    def _fit(self, at_risk: Floats, churned: Floats) -> Self:
        if churned.sum() == 0:
            raise NotEnoughData("nobody left: when they will cannot be learnt yet; wait for the first to leave")
        customers = float(at_risk[0])
        found = search(
            lambda theta: self._mean(theta, at_risk, churned, customers),
            np.zeros(len(self.names)),
            bounds=[(-BOUND, BOUND)] * len(self.names),
            what=type(self).__name__,
        )
        self._settle(found, scale=np.ones(len(self.names)), customers=customers)
        self.at_risk_, self.churned_ = at_risk, churned
        self.log_likelihood_ = -found.value * customers
        return self

    def _mean(self, theta: Floats, at_risk: Floats, churned: Floats, customers: float) -> tuple[float, Floats]:
        law = np.exp(theta)
        period = np.arange(at_risk.size + 1, dtype=np.float64)
        log_s, slopes = _log_survival(law, period)
        step, lean = np.diff(log_s), np.diff(slopes)
        gone = np.where(churned > 0, np.log(np.maximum(-np.expm1(step), 1e-300)), 0.0)
        stayed = at_risk - churned
        value = float(churned @ gone + stayed @ step)
        by = lean @ (stayed - churned * np.exp(step) / np.maximum(-np.expm1(step), 1e-300))
        gradient: Floats = by[: theta.size] * law
        return -value / customers, -gradient / customers

    def _log_survival(self, t: Floats) -> Floats:
        return _log_survival(self.vector, t)[0]

    def _checked(self, values: ArrayLike, *, name: str) -> Floats:
        array = floats(np.atleast_1d(np.asarray(values)), name=name)
        refuse(array < 0, "negative; count periods from the start", column=name)
        return array


class BetaDiscreteWeibull(ShiftedBetaGeometric):
    """BdW: as sBG, but for each subscriber leaving gets rarer (c < 1) or likelier (c > 1) with tenure.

    Assumes: one c for everybody; renewals in whole periods.
    Misleads when: few periods were watched: c and the spread of theta then trade places, see `standard_errors_`.
    Source: Fader, Hardie, Liu, Davin, Steenburgh (2018).

    >>> model = BetaDiscreteWeibull().fit([1000, 869, 743, 653, 593])
    >>> model.survival([12]).round(2)
    array([0.39])
    """

    names: ClassVar[tuple[str, ...]] = ("alpha", "beta", "c")

    @classmethod
    def of(cls, *, alpha: float, beta: float, c: float) -> Self:  # type: ignore[override]
        """Return the model with parameters that are known, not fitted; Raises InvalidInput for an impossible one."""
        return cls._of({"alpha": alpha, "beta": beta, "c": c})

    def at(self, *, alpha: float | None = None, beta: float | None = None, c: float | None = None) -> Self:
        """Return a copy with these parameters moved; likelihood and covariance stay those of the fit.

        Raises InvalidInput for an impossible one.
        """
        return self._at({"alpha": alpha, "beta": beta, "c": c})

    def discounted_expected_residual_lifetime(self, renewals: ArrayLike, rate: float) -> Floats:
        """Return DERL (k,), as of ShiftedBetaGeometric; summed period by period, for there is no closed form.

        Raises InvalidInput for negative renewals and a rate not above 0, NotConverged for one so low that the sum is endless.
        """
        done = self._checked(renewals, name="renewals")
        _check_rate(rate)
        ahead = np.arange(np.ceil(_NEGLIGIBLE / np.log1p(rate)))
        if ahead.size > _MOST_PERIODS:
            raise NotConverged(f"a discount of {rate} per period takes {ahead.size} periods to sum; use longer periods")
        weights = np.exp(-ahead * np.log1p(rate))
        here = self._log_survival(done)
        made = [weights @ np.exp(self._log_survival(n + 1 + ahead) - s) for n, s in zip(done, here, strict=True)]
        return np.array(made, dtype=np.float64)


def _log_survival(law: Floats, t: Floats) -> tuple[Floats, Floats]:
    """ln B(a, b + t^c) / B(a, b) (k,), c = 1 where the law has none, and its slopes by a, b and c, (3, k)."""
    a, b = law[0], law[1]
    c = law[2] if law.size > 2 else 1.0
    u = t**c
    by_u = digamma(b + u) - digamma(a + b + u)
    log_t = np.log(np.where(t > 0, t, 1.0))
    slopes = np.vstack(
        [
            digamma(a + b) - digamma(a + b + u),
            by_u - digamma(b) + digamma(a + b),
            by_u * u * log_t,
        ]
    )
    return betaln(a, b + u) - betaln(a, b), slopes


def _check_rate(rate: float) -> None:
    """Without a discount above 0 the expected lifetime may have no end."""
    number(rate, name="rate", above=0)
