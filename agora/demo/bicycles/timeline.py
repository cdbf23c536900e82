"""Simulated time: days since the start as floats, and the dates they stand for."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from agora.demo.bicycles.parameters import SEASON

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip


_WAKES, _SLEEPS = 6.4, 23.2  # hours of the day


@dataclass(frozen=True, slots=True)
class Timeline:
    """Turns a day number (float, 0 = start) into a date, a season and the name of a month."""

    started: datetime

    def at(self, day: float) -> datetime:
        """The moment of a day number, to the second; nights are cut out, the order of moments stays."""
        whole = math.floor(day)
        hours = _WAKES + (_SLEEPS - _WAKES) * (day - whole)
        return self.started + timedelta(days=whole, seconds=round(hours * 3600))

    def season(self, day: float) -> float:
        """Relative demand on that day; it averages about 1 over a year."""
        return SEASON[self.at(day).month - 1]

    def month(self, day: float) -> str:
        """The English name of the month of that day."""
        return _MONTHS[self.at(day).month - 1]
