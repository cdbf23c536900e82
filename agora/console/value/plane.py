"""The plane of the Value page: own value across, social value up, both in powers of ten, both with a lane for none."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

# Whoever has less than one minor unit stands in a lane of its own, left of or below the scale.
LANE = -0.75
JITTER = 0.22


@dataclass(frozen=True, slots=True)
class Dot:
    """Somebody on the plane: values in minor units; `note` labels the few who should be seen at a glance."""

    key: int
    name: str
    own: float
    csv: float
    href: str = ""
    note: str = ""

    @property
    def x(self) -> float:
        """Where across, in powers of ten of a minor unit."""
        return place(self.own, seed=self.key)

    @property
    def y(self) -> float:
        """Where up, in powers of ten of a minor unit."""
        return place(self.csv, seed=self.key * 7 + 3)


@dataclass(frozen=True, slots=True)
class Axis:
    """A scale from the lane for none to a power of ten; `split` parts little from much."""

    start: float
    end: float
    split: float

    def share(self, at: float) -> float:
        """Return how far along the scale `at` lies, 0 to 1."""
        return (min(max(at, self.start), self.end) - self.start) / (self.end - self.start)

    @property
    def ticks(self) -> list[int]:
        """The powers of ten worth naming, at most five."""
        step = max(1, math.ceil((self.end - 1) / 4))
        return list(range(0, math.floor(self.end) + 1, step))


def place(minor: float, *, seed: int) -> float:
    """Return the place of a value on its scale; values of nothing are spread over their lane, always the same way."""
    if minor >= 1:
        return math.log10(minor)
    return LANE + ((seed * 2_654_435_761 % 1000) / 999 - 0.5) * 2 * JITTER


def axis(values: Sequence[float], *, split: float) -> Axis:
    """Return the scale that holds `values` (minor units), parted at `split` minor units."""
    largest = max((value for value in values if value >= 1), default=1000.0)
    return Axis(start=LANE - 0.45, end=max(3.0, math.log10(largest) + 0.6), split=math.log10(max(split, 1.0)))
