"""How much of what leans on words would not have happened anyway, and where that number comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from agora_analytics.arrays import Floats, floats, generator, number
from agora_analytics.errors import InvalidInput

Origin = Literal["assumed", "matched", "experiment"]
ORIGINS = ("assumed", "matched", "experiment")
Factor = ArrayLike | Mapping[int, ArrayLike]


@dataclass(frozen=True)
class Incrementality:
    """The incrementality factor kappa of each kind of exposure, with its uncertainty and its origin.

    >>> Incrementality.of({0: 0.2, 1: 0.5}, origin="matched").of_kinds(2).tolist()
    [0.2, 0.5]
    >>> Incrementality.of([0.1, 0.2, 0.3], origin="experiment").of_kinds(1).round(3).tolist()
    [0.2]
    """

    draws: Mapping[int | None, Floats]  # per kind (None: every kind) one number, or draws of its posterior
    origin: Origin = "assumed"
    concentration: float = 20.0  # a single number is held as if known from so many observations

    @classmethod
    def of(
        cls, factor: Factor | Incrementality, *, origin: Origin = "assumed", concentration: float = 20.0
    ) -> Incrementality:
        """Read one number, draws of one factor (a vector), or either of them per kind (a mapping)."""
        if isinstance(factor, Incrementality):
            return factor
        if origin not in ORIGINS:
            raise InvalidInput(f"{origin!r} is none of {', '.join(ORIGINS)}", column="origin")
        number(concentration, name="concentration", above=0)
        if isinstance(factor, Mapping):
            return cls({kind: _checked(value) for kind, value in factor.items()}, origin, concentration)
        return cls({None: _checked(factor)}, origin, concentration)

    def of_kinds(self, kinds: int) -> Floats:
        """The expected factor of kinds 0..kinds-1, (kinds,). Raises InvalidInput for a kind that has none."""
        return np.array([self._of(kind).mean() for kind in range(kinds)])

    def scales(self, kinds: int, *, draws: int, seed: int) -> Floats:
        """Drawn factors over the expected ones, (draws, kinds): credits are linear in the factor."""
        rng = generator(seed)
        out = np.ones((draws, kinds))
        for kind in range(kinds):
            known = self._of(kind)
            mean = float(known.mean())
            if known.size > 1 and mean > 0:
                out[:, kind] = rng.choice(known, size=draws) / mean
            elif 0 < mean < 1:
                c = self.concentration
                out[:, kind] = rng.beta(mean * c, (1 - mean) * c, size=draws) / mean
        return out

    def _of(self, kind: int) -> Floats:
        found = self.draws.get(kind, self.draws.get(None))
        if found is None:
            raise InvalidInput(f"kind {kind} of exposure has no factor; give one per kind", column="incrementality")
        return found


def _checked(value: ArrayLike) -> Floats:
    drawn = floats(np.atleast_1d(np.asarray(value)), name="incrementality")
    if not drawn.size or np.any((drawn < 0) | (drawn > 1)):
        raise InvalidInput("lies between 0 and 1", column="incrementality")
    return drawn
