"""What goes with buying more, or with leaving sooner: covariates of customers that do not change, under BG/NBD and MBG/NBD.

Fader, Hardie (2007), "Incorporating time-invariant covariates into the Pareto/NBD and BG/NBD models", note 019.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaln, chdtrc, digamma, expit, gammaln, ndtri

from agora_analytics.arrays import Floats, Ints, number, table
from agora_analytics.errors import InvalidInput, NotEnoughData
from agora_analytics.frames import Tabular, column_names, column_of
from agora_analytics.lifetime.beta_geo import BetaGeo
from agora_analytics.lifetime.cells import Histories, check_enough, check_histories, collapse_histories
from agora_analytics.lifetime.model import BOUND, inverse, search

_LAW = 4


@dataclass(frozen=True)
class CovariateFit(Tabular):
    """Effects of covariates, a row each, and the model of a customer for whom all of them are 0.

    An effect on buying multiplies the purchase rate by exp(effect) per unit of the covariate; one on leaving multiplies
    the odds of leaving after a purchase.
    """

    covariate: tuple[str, ...]  # (k,)
    on: tuple[str, ...]  # (k,) "buying" or "leaving"
    effect: Floats  # (k,)
    standard_error: Floats  # (k,) NaN where the data do not say
    low: Floats  # (k,)
    high: Floats  # (k,)
    level: float
    model: BetaGeo
    log_likelihood: float
    without: float  # log-likelihood of the same model without covariates
    customers: float
    aside: ClassVar[tuple[str, ...]] = ()

    @property
    def p_value(self) -> float:
        """Of the likelihood ratio against no covariates: how often chance alone would do as well."""
        return float(chdtrc(self.effect.size, max(2 * (self.log_likelihood - self.without), 0.0)))

    def expected_purchases(
        self, horizon: float, histories: Histories, *, buying: Any = None, leaving: Any = None
    ) -> Floats:
        """Return the purchases (n,) expected in the next `horizon` time units, each customer by their own covariates.

        Raises InvalidInput for impossible rows, and for other covariates than were fitted.
        """
        return self._each(lambda law, *rows: law.expected_purchases(horizon, *rows), histories, buying, leaving)

    def probability_alive(self, histories: Histories, *, buying: Any = None, leaving: Any = None) -> Floats:
        """Return the probability (n,) that each customer has not left; Raises InvalidInput as `expected_purchases`."""
        return self._each(lambda law, *rows: law.probability_alive(*rows), histories, buying, leaving)

    def models(self, customers: int, *, buying: Any = None, leaving: Any = None) -> Iterator[tuple[BetaGeo, Ints]]:
        """Give the model of each kind of customer with the rows it is of; Raises InvalidInput for other covariates."""
        columns = [_matrix(one, rows=customers, on=on) for one, on in ((buying, "buying"), (leaving, "leaving"))]
        for (names, _), on in zip(columns, ("buying", "leaving"), strict=True):
            asked = [one for one, where in zip(self.covariate, self.on, strict=True) if where == on]
            if len(names) != len(asked):
                raise InvalidInput(f"was fitted to {len(asked)} covariates, got {len(names)}", column=on)
        slower = -columns[0][1] @ self.effect[: len(columns[0][0])]
        readier = columns[1][1] @ self.effect[len(columns[0][0]) :]
        kinds, kind = np.unique(np.stack([slower, readier]), axis=1, return_inverse=True)
        alpha, a = self.model.parameters_["alpha"], self.model.parameters_["a"]
        for number_, (by_alpha, by_a) in enumerate(kinds.T):
            rows = np.flatnonzero(kind.ravel() == number_)
            yield self.model.at(alpha=float(alpha * np.exp(by_alpha)), a=float(a * np.exp(by_a))), rows

    def _each(self, figure: Callable[..., Floats], histories: Histories, buying: Any, leaving: Any) -> Floats:
        columns = check_histories(histories)
        out = np.empty(columns[0].size)
        for law, rows in self.models(out.size, buying=buying, leaving=leaving):
            out[rows] = figure(law, *(column[rows] for column in columns))
        return out


def fit_covariates(
    model: BetaGeo, histories: Histories, *, buying: Any = None, leaving: Any = None, level: float = 0.8
) -> CovariateFit:
    """Fit BG/NBD or MBG/NBD with covariates of customers: who buys more often, and who leaves sooner.

    model: `BetaGeo()` or `ModifiedBetaGeo()`; histories: a summary or frame of frequency, recency, age; buying, leaving:
    covariates in the order of its rows, a frame or (n, k) numbers, 0 and 1 for yes and no. alpha becomes
    alpha exp(-effect x covariate), a becomes a exp(effect x covariate), b is common to all.
    Returns CovariateFit with `level` intervals.
    Raises InvalidInput for impossible rows and covariates that do not vary; NotEnoughData without covariates or repeats;
    NotConverged where the search ends on a slope.
    Assumes: covariates were known at the first purchase and do not change.
    Misleads when: read as causes: who got the coupon may have been chosen for buying often.
    Source: Fader, Hardie (2007), note 019.

    >>> rows = {"frequency": [0, 3, 0, 6, 1, 0], "recency": [0, 9, 0, 29, 8, 0], "age": [30] * 6}
    >>> fit_covariates(BetaGeo(), rows, buying={"loyal": [0, 1, 0, 1, 1, 1]}).covariate
    ('loyal',)
    """
    number(level, name="level", above=0, below=1)
    x, t_x, t = check_histories(histories)
    check_enough(collapse_histories(x, t_x, t), model="a model with covariates")
    columns = [_matrix(one, rows=x.size, on=on) for one, on in ((buying, "buying"), (leaving, "leaving"))]
    names = tuple(name for part, _ in columns for name in part)
    on = tuple(word for (part, _), word in zip(columns, ("buying", "leaving"), strict=True) for _ in part)
    if not names:
        raise NotEnoughData("no covariates: give some by buying or leaving, or fit the model itself")
    plain = type(model)().fit(x, t_x, t)
    unit, centre, spread, standard = float(t.mean()), *_standardised(columns)
    rows = _Rows(x.astype(np.float64), t_x / unit, t / unit, model.extra, standard[0], standard[1])
    start = np.log(plain.vector / np.array([1.0, unit, 1.0, 1.0]))
    found = search(
        rows.mean,
        np.concatenate([np.clip(start, -5.0, 5.0), np.zeros(len(names))]),
        bounds=[(-BOUND, BOUND)] * (_LAW + len(names)),
        what=f"{type(model).__name__} with covariates",
    )
    back = _back(centre, spread, buying=len(columns[0][0]))
    theta = back @ found.theta
    covariance = back @ inverse(found.hessian * x.size, usable=found.inside) @ back.T
    law = np.exp(theta[:_LAW]) * np.array([1.0, unit, 1.0, 1.0])
    effect, error = theta[_LAW:], np.sqrt(np.diag(covariance))[_LAW:]
    away = ndtri((1 + level) / 2) * error
    return CovariateFit(
        covariate=names, on=on,
        effect=effect, standard_error=error, low=effect - away, high=effect + away, level=level,
        model=type(model).of(**dict(zip(model.names, law.tolist(), strict=True))),
        log_likelihood=-found.value * x.size - float(x.sum()) * float(np.log(unit)),
        without=plain.log_likelihood_, customers=float(x.size),
    )  # fmt: skip


@dataclass(frozen=True)
class _Rows:
    """Histories with standardised covariates, and the likelihood by (log r, log alpha, log a, log b, effects)."""

    x: Floats
    t_x: Floats
    t: Floats
    extra: int
    buying: Floats  # (n, k)
    leaving: Floats  # (n, l)

    def mean(self, theta: Floats) -> tuple[float, Floats]:
        """The mean negative log-likelihood and its gradient."""
        more = self.buying.shape[1]
        r, b = np.exp(theta[0]), np.exp(theta[3])
        alpha = np.exp(theta[1] - self.buying @ theta[_LAW : _LAW + more])
        a = np.exp(theta[2] + self.leaving @ theta[_LAW + more :])
        k, here, last = self.x + self.extra, alpha + self.t, alpha + self.t_x
        before = np.where(k > 0, b + k - 1.0, 1.0)
        gap = np.log(here) - np.log(last)
        odds = np.log(a) - np.log(before) + (r + self.x) * gap
        dead = np.where(k > 0, expit(odds), 0.0)
        value = gammaln(r + self.x) - gammaln(r) + r * np.log(alpha) - (r + self.x) * np.log(here)
        value += betaln(a, b + k) - betaln(a, b) + np.where(k > 0, np.logaddexp(0.0, odds), 0.0)
        by_r = digamma(r + self.x) - digamma(r) + np.log(alpha / here) + dead * gap
        by_alpha = r - (r + self.x) * alpha * (1.0 / here - dead * (1.0 / here - 1.0 / last))
        tail = digamma(a + b) - digamma(a + b + k)
        by_a = a * tail + dead
        by_b = b * (digamma(b + k) - digamma(b) + tail - dead / before)
        law = [np.sum(by_r) * r, by_alpha.sum(), by_a.sum(), by_b.sum()]
        gradient = np.concatenate([law, -self.buying.T @ by_alpha, self.leaving.T @ by_a])
        return -float(value.mean()), -gradient / self.x.size


def _matrix(covariates: Any, *, rows: int, on: str) -> tuple[tuple[str, ...], Floats]:
    """Names and numbers (n, k) of covariates; a column without a name is called by its place."""
    if covariates is None:
        return (), np.zeros((rows, 0))
    held = column_names(covariates)
    if held is None:
        plain: ArrayLike = covariates
        numbers = table(np.reshape(plain, (len(np.asarray(plain)), -1)), name=on, rows=rows)
        return tuple(f"{on} {place}" for place in range(numbers.shape[1])), numbers
    columns = [np.asarray(column_of(covariates, name)) for name in held]
    return tuple(str(name) for name in held), table(np.column_stack(columns), name=on, rows=rows)


def _standardised(columns: list[tuple[tuple[str, ...], Floats]]) -> tuple[Floats, Floats, tuple[Floats, Floats]]:
    """Centres and spreads of all covariates (k,), and both tables in them: a search on like scales."""
    both = np.hstack([numbers for _, numbers in columns])
    centre, spread = both.mean(axis=0), both.std(axis=0)
    for name, width in zip((name for names, _ in columns for name in names), spread, strict=True):
        if width == 0:
            raise InvalidInput("is the same for everybody: nothing to learn from it; leave it out", column=name)
    cut = columns[0][1].shape[1]
    scaled = (both - centre) / spread
    return centre, spread, (scaled[:, :cut], scaled[:, cut:])


def _back(centre: Floats, spread: Floats, *, buying: int) -> Floats:
    """The matrix from parameters by standardised covariates to those by covariates as they were given."""
    size = _LAW + centre.size
    made = np.eye(size)
    for place in range(centre.size):
        column = _LAW + place
        made[column, column] = 1.0 / spread[place]
        # log alpha falls and log a rises with its covariates; both move to where the covariate is 0.
        made[1 if place < buying else 2, column] = (1.0 if place < buying else -1.0) * centre[place] / spread[place]
    return made
