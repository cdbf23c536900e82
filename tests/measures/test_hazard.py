"""How strongly words carry, fitted to purchases drawn with a known force."""

from __future__ import annotations

import numpy as np
import pytest

from agora.analytics.value import Exposures, Sales
from agora.measures.hazard import HazardFit, fit_hazard

PEOPLE, DAYS, RATE = 400, 300.0, 0.01


def world(*, beta: float, half_life: float = 6.0, seed: int = 3) -> tuple[Sales, Exposures]:
    """Own purchases at RATE a day, five readings each of one author's posts, and the purchases these cause."""
    rng = np.random.default_rng(seed)
    delta = np.log(2) / half_life
    readers = np.repeat(np.arange(1, PEOPLE + 1), 5)
    read_at = rng.uniform(0, DAYS, readers.size)
    own = np.repeat(np.arange(1, PEOPLE + 1), rng.poisson(RATE * DAYS, PEOPLE))
    caused = rng.poisson(beta / delta, readers.size)
    after = np.repeat(read_at, caused) + rng.exponential(1 / delta, caused.sum())
    buyer = np.concatenate([own, np.repeat(readers, caused)])
    at = np.concatenate([rng.uniform(0, DAYS, own.size), after])
    inside = at < DAYS
    sales = Sales.of(buyer[inside], time=at[inside], margin_minor=np.full(inside.sum(), 100))
    content = np.arange(readers.size)
    return sales, Exposures.of(
        readers, author=np.zeros(readers.size, int), content=content, kind=0 * content, time=read_at
    )


def fitted(*, beta: float, seed: int = 3) -> HazardFit:
    sales, exposures = world(beta=beta, seed=seed)
    return fit_hazard(sales, exposures, since=np.zeros(PEOPLE + 1), until=DAYS, horizon=60.0)


def test_the_force_put_in_is_found() -> None:
    found = fitted(beta=0.05)
    assert found.settled
    assert found.beta == pytest.approx(0.05, abs=3 * found.error + 0.01)
    assert np.log(2) / found.delta in {3.0, 6.0, 12.0}
    assert found.mu[1:].mean() == pytest.approx(RATE, rel=0.15)


@pytest.mark.parametrize("seed", range(5))
def test_coincidence_earns_next_to_nothing(seed: int) -> None:
    found = fitted(beta=0.0, seed=seed)
    assert found.beta < 0.01


def test_without_readings_there_is_no_force() -> None:
    sales, exposures = world(beta=0.05)
    none = Exposures.of([], author=[], content=[], kind=[], time=[])
    found = fit_hazard(sales, none, since=np.zeros(PEOPLE + 1), until=DAYS, horizon=60.0)
    assert (found.beta, found.settled) == (0.0, False)
    assert exposures.size
