"""A figure: our time against another's for the same work in the same run, and what the ratio should reach."""

from __future__ import annotations

import gc
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Figure:
    """`ratio` is their time over ours (above 1: we are quicker) unless `note` says what else it is."""

    work: str
    against: str
    ours: float  # seconds
    theirs: float  # seconds
    reach: str  # what was asked, in words
    holds: bool | None  # None: beside, for information
    note: str = ""

    @property
    def ratio(self) -> float:
        """Their seconds over ours."""
        return self.theirs / self.ours

    def row(self) -> str:
        """The figure as a row of a table in Markdown."""
        verdict = {True: "yes", False: "**no**", None: "beside"}[self.holds]
        cells = (self.work, self.against, f"{self.ours:.2f} s", f"{self.theirs:.2f} s", f"{self.ratio:.1f}", self.reach)
        return f"| {' | '.join(cells)} | {verdict} | {self.note} |"


def seconds(work: Callable[[], Any], *, rounds: int = 3) -> tuple[float, Any]:
    """The quickest of some rounds after one to warm up, and what the last one gave."""
    found = work()
    best = float("inf")
    for _ in range(rounds):
        gc.collect()
        begun = time.perf_counter()
        found = work()
        best = min(best, time.perf_counter() - begun)
    return best, found


def peak_gigabytes() -> float:
    """The largest memory this process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
