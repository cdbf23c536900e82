"""Which test reaches which lines, and how long it takes: found out once, with the code as it is."""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from types import CodeType, FrameType
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

from tests.mutants.mutating import ROOT

Line = tuple[str, int]


@dataclass(slots=True)
class Reach:
    """What a test did: the lines it reached by (file, line), its seconds, why it failed if it did, and whether it commits."""

    lines: set[Line]
    seconds: float
    problem: str
    commits: bool


@dataclass(eq=False)  # pytest keeps plugins in sets
class Watch:
    """Watches the lines of `paths` while tests run; what a shared fixture does counts for all that use it."""

    paths: frozenset[str]
    present: set[Line] = field(default_factory=set)
    by_fixture: dict[str, set[Line]] = field(default_factory=lambda: defaultdict(set))
    known: dict[CodeType, str | None] = field(default_factory=dict)

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any) -> Iterator[None]:
        if fixturedef.scope == "function":
            return (yield)
        outer, self.present = self.present, self.by_fixture[fixturedef.argname]
        try:
            return (yield)
        finally:
            self.present = outer

    def run(self, item: pytest.Item, following: pytest.Item | None) -> Reach:
        """Run one test and tell what it reached."""
        self.present = set()
        start = time.perf_counter()
        sys.settrace(self._calls)
        try:
            reports = runtestprotocol(item, log=False, nextitem=following)
        finally:
            sys.settrace(None)
        names = getattr(item, "fixturenames", ())
        lines = self.present.union(*(self.by_fixture[name] for name in names if name in self.by_fixture))
        problem = "\n".join(report.longreprtext[-1500:] for report in reports if report.failed)
        return Reach(lines, time.perf_counter() - start, problem, commits(item))

    def _calls(self, frame: FrameType, event: str, argument: Any) -> Any:
        code = frame.f_code
        if code not in self.known:
            path = code.co_filename.removeprefix(f"{ROOT}/")
            self.known[code] = path if path in self.paths else None
        return self._lines if self.known[code] else None

    def _lines(self, frame: FrameType, event: str, argument: Any) -> Any:
        if event == "line":
            self.present.add((self.known[frame.f_code] or "", frame.f_lineno))
        return self._lines


def commits(item: pytest.Item) -> bool:
    """Whether a test commits, and empties the tables after itself."""
    marker = item.get_closest_marker("django_db")
    return "transactional_db" in getattr(item, "fixturenames", ()) or bool(marker and marker.kwargs.get("transaction"))


def until_first_failure(items: Sequence[pytest.Item]) -> bool:
    """Run tests in order; returns whether one failed."""
    for number, item in enumerate(items):
        following = items[number + 1] if number + 1 < len(items) else None
        if any(report.failed for report in runtestprotocol(item, log=False, nextitem=following)):
            if following:
                item.session._setupstate.teardown_exact(None)
            return True
    return False
