"""Customers with known parameters: purchases drawn from the models of buying, and subscribers from their law of leaving.

What each customer is (rate, moment of leaving, own mean amount) is kept beside what they did, so that a test can ask
whether a measure finds it again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agora_analytics.arrays import generator, number, whole

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_NEVER = 1e-300


@dataclass(frozen=True)
class BuyingPopulation:
    """Purchases (m,), sorted by time, of customers (n,) whose rates, leaving and means are known."""

    customer: Ints  # (m,) 0 to n - 1
    time: Floats  # (m,) time units
    amount: Floats  # (m,) money; 1 where no law of amounts was given
    start: Floats  # (n,) first purchase
    rate: Floats  # (n,) purchases per time unit while alive
    left: Floats  # (n,) when the customer left; infinite where not before `until`
    mean_amount: Floats  # (n,) the customer's own mean
    until: float


@dataclass(frozen=True)
class Cohort:
    """Subscribers who all began together."""

    survivors: Ints  # (periods + 1,) at the start and after each period
    probability: Floats  # (n,) of each subscriber's leaving in a period


def beta_geo_population(
    customers: int,
    *,
    r: float,
    alpha: float,
    a: float,
    b: float,
    until: float,
    arriving: float = 0.0,
    amounts: Mapping[str, float] | None = None,
    seed: int,
) -> BuyingPopulation:
    """Customers of BG/NBD: each buys at a rate of their own and leaves after a repeat purchase with a chance of their own.

    customers: how many; r, alpha, a, b: rates ~ Gamma(r, rate alpha) per time unit, chances ~ Beta(a, b); first purchases
    fall evenly within the first `arriving` time units; amounts: p, q, gamma of Gamma-Gamma. Returns BuyingPopulation.
    Raises InvalidInput for parameters not above 0, or an `until` not after `arriving`.
    Assumes: what the model assumes: no seasons, independent rate and leaving.
    Misleads when: taken for real customers, who break these assumptions.
    Source: Fader, Hardie, Lee (2005), Marketing Science 24(2) 275-284.

    >>> made = beta_geo_population(100, r=0.243, alpha=4.414, a=0.793, b=2.426, until=52, seed=1)
    >>> made.start.size, bool((made.time <= 52).all())
    (100, True)
    """
    law = {"r": r, "alpha": alpha, "a": a, "b": b}
    return _leaving_after_purchases(customers, law, 0, until=until, arriving=arriving, amounts=amounts, seed=seed)


def modified_beta_geo_population(
    customers: int,
    *,
    r: float,
    alpha: float,
    a: float,
    b: float,
    until: float,
    arriving: float = 0.0,
    amounts: Mapping[str, float] | None = None,
    seed: int,
) -> BuyingPopulation:
    """Customers of MBG/NBD: as of BG/NBD, but some leave after the very first purchase.

    Arguments and result as of beta_geo_population. Raises InvalidInput as it does.
    Assumes and Misleads when: as there.
    Source: Batislam, Denizel, Filiztekin (2007), IJRM 24(3) 201-209.

    >>> made = modified_beta_geo_population(100, r=0.52, alpha=6.2, a=0.9, b=1.6, until=52, seed=1)
    >>> bool((made.left[made.left < 52] >= made.start[made.left < 52]).all())
    True
    """
    law = {"r": r, "alpha": alpha, "a": a, "b": b}
    return _leaving_after_purchases(customers, law, 1, until=until, arriving=arriving, amounts=amounts, seed=seed)


def pareto_population(
    customers: int,
    *,
    r: float,
    alpha: float,
    s: float,
    beta: float,
    until: float,
    arriving: float = 0.0,
    amounts: Mapping[str, float] | None = None,
    seed: int,
) -> BuyingPopulation:
    """Customers of Pareto/NBD: each buys at a rate of their own and leaves at any moment, at another rate of their own.

    r, alpha, s, beta: rates ~ Gamma(r, rate alpha), leaving ~ Gamma(s, rate beta), both per time unit; the rest, the result
    and Raises as of beta_geo_population.
    Assumes and Misleads when: as there.
    Source: Schmittlein, Morrison, Colombo (1987), Management Science 33(1) 1-24.

    >>> pareto_population(100, r=0.55, alpha=10.6, s=0.61, beta=11.7, until=52, seed=1).rate.size
    100
    """
    _above_zero({"r": r, "alpha": alpha, "s": s, "beta": beta})
    _check(customers, until=until, arriving=arriving)
    rng = generator(seed)
    start = rng.uniform(0, arriving, customers)
    rate = np.maximum(rng.gamma(r, 1 / alpha, customers), _NEVER)
    with np.errstate(over="ignore"):
        left = start + rng.exponential(1 / np.maximum(rng.gamma(s, 1 / beta, customers), _NEVER))
    end = np.minimum(left, until)
    repeats = rng.poisson(rate * (end - start))
    who = np.repeat(np.arange(customers), repeats)
    when = start[who] + rng.uniform(0, 1, who.size) * (end - start)[who]
    gone = np.where(left <= until, left, np.inf)
    return _population(who, when, start, rate=rate, left=gone, until=until, amounts=amounts, rng=rng)


def shifted_beta_geometric_cohort(
    customers: int, *, alpha: float, beta: float, c: float = 1.0, periods: int, seed: int
) -> Cohort:
    """Subscribers who leave with a probability of their own, theta ~ Beta(alpha, beta), in every period.

    customers, periods: how many; c: 1 for the shifted-beta-geometric, else the beta-discrete-Weibull: a subscriber is still
    there after t periods with (1 - theta) ** (t ** c). Returns Cohort. Raises InvalidInput for parameters not above 0.
    Assumes: all began together. Misleads when: taken for subscribers who can pause.
    Source: Fader, Hardie (2007), JIM 21(1) 76-90; Fader et al. (2018), JIM 43 1-16.

    >>> shifted_beta_geometric_cohort(1000, alpha=0.7, beta=1.2, periods=3, seed=1).survivors.size
    4
    """
    _above_zero({"alpha": alpha, "beta": beta, "c": c})
    whole(customers, name="customers", low=1)
    whole(periods, name="periods", low=1)
    rng = generator(seed)
    theta = rng.beta(alpha, beta, customers)
    with np.errstate(divide="ignore"):
        waits = (rng.exponential(1.0, customers) / -np.log1p(-theta)) ** (1 / c)
    lasted = np.minimum(np.floor(waits), periods).astype(np.int64)
    survivors = customers - np.concatenate([[0], np.cumsum(np.bincount(lasted, minlength=periods + 1)[:periods])])
    return Cohort(survivors.astype(np.int64), theta)


def _leaving_after_purchases(
    customers: int,
    law: Mapping[str, float],
    extra: int,
    *,
    until: float,
    arriving: float,
    amounts: Mapping[str, float] | None,
    seed: int,
) -> BuyingPopulation:
    _above_zero(law)
    _check(customers, until=until, arriving=arriving)
    rng = generator(seed)
    start = rng.uniform(0, arriving, customers)
    rate = np.maximum(rng.gamma(law["r"], 1 / law["alpha"], customers), _NEVER)
    chance = rng.beta(law["a"], law["b"], customers)
    left, now = np.full(customers, np.inf), start.copy()
    active = np.arange(customers)
    if extra:
        goes = rng.random(customers) < chance
        left[goes], active = start[goes], active[~goes]
    who: list[Ints] = []
    when: list[Floats] = []
    while active.size:
        now[active] += rng.exponential(1 / rate[active])
        active = active[now[active] <= until]
        who.append(active)
        when.append(now[active])
        goes = rng.random(active.size) < chance[active]
        left[active[goes]], active = now[active[goes]], active[~goes]
    people: Ints = np.concatenate([*who, np.zeros(0, dtype=np.int64)])
    moments: Floats = np.concatenate([*when, np.zeros(0)])
    return _population(people, moments, start, rate=rate, left=left, until=until, amounts=amounts, rng=rng)


def _population(
    who: Ints,
    when: Floats,
    start: Floats,
    *,
    rate: Floats,
    left: Floats,
    until: float,
    amounts: Mapping[str, float] | None,
    rng: np.random.Generator,
) -> BuyingPopulation:
    customer = np.concatenate([np.arange(start.size), who])
    time = np.concatenate([start, when])
    order = np.argsort(time, kind="stable")
    customer, time = customer[order], time[order]
    amount, mean = np.ones(time.size), np.ones(start.size)
    if amounts is not None:
        _above_zero(amounts)
        scale = 1 / rng.gamma(amounts["q"], 1 / amounts["gamma"], start.size)
        mean = amounts["p"] * scale
        amount = rng.gamma(amounts["p"], scale[customer])
    return BuyingPopulation(customer, time, amount, start, rate, left, mean, until)


def _above_zero(parameters: Mapping[str, Any]) -> None:
    for name, value in parameters.items():
        number(value, name=name, above=0)


def _check(customers: int, *, until: float, arriving: float) -> None:
    whole(customers, name="customers", low=1)
    number(until, name="until", above=number(arriving, name="arriving", low=0))
