"""Customers whose exposure and adoption come from known chances."""

from dataclasses import dataclass

import numpy as np

from agora_analytics.arrays import Bools, Floats, Ints


@dataclass(frozen=True)
class Crowd:
    """Each (n,): taste draws both exposure and adoption; `later` is exposed only after the outcome."""

    exposed: Bools
    adopted: Bools
    later: Bools
    traits: Floats  # (n, 4)
    segment: Ints


def crowd(seed: int, *, kappa: float = 0.0, n: int = 20_000, hidden: float = 0.0) -> Crowd:
    """Of the exposed adopters a share `kappa` would not have adopted; `hidden` taste is in no column."""
    rng = np.random.default_rng(seed)
    traits, segment, unseen = rng.normal(size=(n, 4)), rng.integers(0, 3, n), rng.normal(size=n)
    pull = traits @ np.full(4, 0.6) + 0.3 * segment + hidden * unseen - 2
    exposed, again = (rng.random(n) < 1 / (1 + np.exp(-pull)) for _ in range(2))
    own = 0.04 / (1 + np.exp(-(traits @ np.full(4, 0.5) + 0.3 * segment + hidden * unseen)))
    adopted = rng.random(n) < np.where(exposed, own / (1 - kappa), own)
    return Crowd(exposed, adopted, again & ~exposed, traits, segment)
