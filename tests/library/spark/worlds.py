"""Rows made up at random: refunds, buyers nobody knows, the firm's own words, equal rows, words met twice."""

from __future__ import annotations

import numpy as np

from agora_analytics.arrays import Floats, Ints
from agora_analytics.value import NO_SALE, Account, Exposures, Sales

PEOPLE = 400


def sales_and_exposures(*, count: int = 3_000, met: int = 12_000, seed: int = 5) -> tuple[Sales, Exposures]:
    rng = np.random.default_rng(seed)
    buyer = rng.integers(-1, PEOPLE, count)
    time = rng.integers(0, 300, count).astype(np.float64)
    account = rng.integers(0, len(Account), count)
    margin = rng.integers(-2_000, 90_000, count)
    back = np.full(count, NO_SALE)
    again = rng.choice(count, count // 5)  # some sales are refunded twice
    refunds = -margin[again] // rng.integers(1, 4, again.size)
    sales = Sales.of(
        np.append(buyer, buyer[again]), time=np.append(time, time[again] + 3), margin_minor=np.append(margin, refunds),
        base_rate=np.append(rng.random(count) / 10, np.zeros(again.size)), refund_of=np.append(back, again),
        account=np.append(account, account[again]),
    )  # fmt: skip
    row = np.append(np.arange(met), rng.choice(met, met // 10))  # equal rows
    exposures = Exposures.of(
        rng.integers(0, PEOPLE, met)[row], author=rng.integers(-1, PEOPLE // 4, met)[row],
        content=rng.integers(0, 30, met)[row], time=rng.integers(0, 300, met)[row].astype(np.float64),
        strength=rng.random(met)[row] / 5, decay=rng.random(met)[row] / 3, kind=rng.integers(0, 3, met)[row],
    )  # fmt: skip
    return sales, exposures


def purchases(*, customers: int = 2_000, seed: int = 7) -> tuple[Ints, Floats, Floats]:
    """Customer, time in days and amount: each buys a few times, some of them on one day, and then no more."""
    rng = np.random.default_rng(seed)
    count = 1 + rng.negative_binomial(1, 0.25, customers)
    customer = np.repeat(rng.permutation(customers) * 3, count)
    gap = rng.exponential(12.0, customer.size)
    first = np.cumsum(count) - count
    time = np.cumsum(gap) - np.repeat(np.cumsum(gap)[first] - rng.uniform(0, 200, customers), count)
    order = rng.permutation(customer.size)
    return customer[order], time[order], np.round(rng.gamma(3, 20, customer.size), 2)


def edges(*, nodes: int = 500, count: int = 4_000, seed: int = 3) -> tuple[Ints, Ints, Floats]:
    """Source, target and weight; a tenth of the nodes has no edges out, and some edges weigh nothing."""
    rng = np.random.default_rng(seed)
    source = rng.integers(0, nodes - nodes // 10, count)
    target = np.minimum((nodes * rng.random(count) ** 2).astype(np.int64), nodes - 1)
    return source, target, np.where(rng.random(count) < 0.05, 0.0, rng.random(count))
