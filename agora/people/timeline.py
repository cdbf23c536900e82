"""One timeline per person: each storey tells the moments it knows, this module puts them in order."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from agora.people.models import Person


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened between a person and us: `lane` is said, bought, answered or did."""

    at: datetime
    lane: str
    title: str
    body: str = ""
    url: str = ""
    amount_minor: int | None = None
    currency: str = ""
    rating: int | None = None


Teller = Callable[[Person, datetime | None, int], list[Moment]]
_tellers: dict[str, Teller] = {}


def teller(function: Teller) -> Teller:
    """Register a function (person, before, limit) → moments, newest first, in one bounded query."""
    _tellers[f"{function.__module__}.{function.__qualname__}"] = function
    return function


def moments(person: Person, *, before: datetime | None = None, limit: int = 50) -> list[Moment]:
    """Return the newest `limit` moments of a person before `before`, newest first."""
    lanes = [function(person, before, limit) for _, function in sorted(_tellers.items())]
    return list(heapq.merge(*lanes, key=lambda moment: moment.at, reverse=True))[:limit]
