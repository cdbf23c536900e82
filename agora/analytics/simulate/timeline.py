"""Simulated time: days since the start as floats, and the dates they stand for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from .parameters import SEASON

_MONTHS = tuple(
    "January February March April May June July August September October November December".split()
)


@dataclass(frozen=True, slots=True)
class Timeline:
    """Turns a day number (float, 0 = start) into a date, a season and the name of a month."""

    started: datetime

    def at(self, day: float) -> datetime:
        """The moment of a day number, to the second."""
        return self.started + timedelta(seconds=round(day * 86400))

    def season(self, day: float) -> float:
        """Relative demand on that day; it averages about 1 over a year."""
        return SEASON[self.at(day).month - 1]

    def month(self, day: float) -> str:
        """The English name of the month of that day."""
        return _MONTHS[self.at(day).month - 1]
