"""A run: the tests are collected once, then a forked worker for every mutant runs those that reach it."""

from __future__ import annotations

import gc
import json
import os
import pickle
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from multiprocessing import connection as waiting
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from tests.mutants import databases, patching, reaching
from tests.mutants.mutating import ROOT, Mutant

FORKING = get_context("fork")
SURVIVED, KILLED, BROKEN, LOST = 0, 1, 8, 9
# A mutant may loop for ever: that is noticed, too.
PATIENCE_SECONDS, PATIENCE_TIMES = 15.0, 5.0


@dataclass(frozen=True, slots=True)
class Attempt:
    """A worker that tries a mutant, until the moment when it counts as caught in a loop."""

    worker: Any
    mutant: Mutant
    limit: float


@dataclass(eq=False)  # pytest keeps plugins in sets
class Run:
    """A plugin for pytest that runs mutants in place of tests; `verdicts` says which were killed."""

    mutants: Sequence[Mutant]
    slots: int
    folder: Path
    told: Callable[[Mutant, bool], None]
    verdicts: dict[Mutant, bool] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)

    @pytest.hookimpl(tryfirst=True)
    def pytest_configure(self, config: pytest.Config) -> None:
        phases = [hypothesis.Phase.explicit, hypothesis.Phase.generate]
        unhurried = hypothesis.settings.get_profile("unhurried")
        hypothesis.settings.register_profile("mutants", unhurried, derandomize=True, database=None, phases=phases)
        hypothesis.settings.load_profile("mutants")
        config.pluginmanager.register(databases.OwnDatabase())

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        databases.make(session.config, self.slots)
        reaches = self._reaches(session)
        pairs = zip(session.items, reaches, strict=True)
        self.broken = [f"{item.nodeid}\n{reach.problem}" for item, reach in pairs if reach.problem]
        if not self.broken:
            self._try_all(session, reaches)
        return True

    def _reaches(self, session: pytest.Session) -> list[reaching.Reach]:
        watch = reaching.Watch(frozenset(mutant.path for mutant in self.mutants))
        session.config.pluginmanager.register(watch)
        count = len(session.items)
        shares = [[n for n in range(count) if n * self.slots // count == slot] for slot in range(self.slots)]
        workers = [
            self._worker(slot, _watched, watch, session.items, share, self.folder / f"reach-{slot}")
            for slot, share in enumerate(shares)
        ]
        for slot, worker in enumerate(workers):
            worker.join()
            if worker.exitcode != SURVIVED:
                raise RuntimeError((self.folder / f"worker-{slot}.log").read_text())
        session.config.pluginmanager.unregister(watch)
        parts = [pickle.loads((self.folder / f"reach-{slot}").read_bytes()) for slot in range(self.slots)]
        return [reach for _, reach in sorted(pair for part in parts for pair in part.items())]

    def _try_all(self, session: pytest.Session, reaches: list[reaching.Reach]) -> None:
        memory = patching.loaded()
        gc.collect()
        gc.freeze()
        left = list(reversed(self.mutants))
        attempts: dict[int, Attempt] = {}
        while left or attempts:
            while left and len(attempts) < self.slots:
                mutant = left.pop()
                if numbers := _noticing(mutant, reaches):
                    slot = next(slot for slot in range(self.slots) if slot not in attempts)
                    items = [session.items[n] for n in numbers]
                    worker = self._worker(slot, _tried, mutant, memory, items, slot, self.folder)
                    patience = PATIENCE_SECONDS + PATIENCE_TIMES * sum(reaches[n].seconds for n in numbers)
                    attempts[slot] = Attempt(worker, mutant, time.monotonic() + patience)
                else:
                    self._note(mutant, killed=False)
            self._collect(attempts, session.config)

    def _collect(self, attempts: dict[int, Attempt], config: pytest.Config) -> None:
        """Wait for the next worker to end, or to be late, and take its verdict."""
        if attempts:
            soonest = min(attempt.limit for attempt in attempts.values()) - time.monotonic()
            waiting.wait([attempt.worker.sentinel for attempt in attempts.values()], max(0.0, soonest))
        for slot, attempt in list(attempts.items()):
            late = attempt.worker.is_alive() and time.monotonic() > attempt.limit
            if attempt.worker.is_alive() and not late:
                continue
            if late:
                os.killpg(attempt.worker.pid, signal.SIGKILL)
            attempt.worker.join()
            if late:
                databases.copy(slot, config)
            if attempt.worker.exitcode in {BROKEN, LOST}:
                raise RuntimeError(f"{attempt.mutant}\n{(self.folder / f'worker-{slot}.log').read_text()}")
            self._note(attempt.mutant, killed=attempt.worker.exitcode != SURVIVED)
            del attempts[slot]

    def _worker(self, slot: int, function: Callable[..., int], *arguments: Any) -> Any:
        log = self.folder / f"worker-{slot}.log"
        worker = FORKING.Process(target=_working, args=(slot, log, function, arguments))
        worker.start()
        return worker

    def _note(self, mutant: Mutant, *, killed: bool) -> None:
        self.verdicts[mutant] = killed
        self.told(mutant, killed)


def _noticing(mutant: Mutant, reaches: list[reaching.Reach]) -> list[int]:
    """The numbers of the tests that reach a mutant, quick ones first, those that commit last."""
    if mutant.at_import and not mutant.mark:
        numbers = [n for n, reach in enumerate(reaches) if any(path == mutant.path for path, _ in reach.lines)]
        numbers = numbers or list(range(len(reaches)))
    else:
        wanted = {(mutant.path, line) for line in mutant.lines}
        numbers = [n for n, reach in enumerate(reaches) if not wanted.isdisjoint(reach.lines)]
    return sorted(numbers, key=lambda n: (reaches[n].commits, reaches[n].seconds))


def _working(slot: int, log: Path, function: Callable[..., int], arguments: Iterable[Any]) -> None:
    os.setsid()
    written = os.open(log, os.O_RDWR | os.O_CREAT | os.O_TRUNC)
    for stream in (0, 1, 2):
        os.dup2(written, stream)
    databases.enter(slot)
    try:
        os._exit(function(*arguments))
    except BaseException:
        os.write(2, traceback.format_exc().encode())
        os._exit(BROKEN)


def _watched(watch: reaching.Watch, items: list[pytest.Item], share: list[int], kept: Path) -> int:
    following = [items[n] for n in share[1:]] + [None] * bool(share)
    seen = {n: watch.run(items[n], after) for n, after in zip(share, following, strict=True)}
    kept.write_bytes(pickle.dumps(seen))
    return SURVIVED


def _tried(mutant: Mutant, memory: patching.Loaded, items: list[pytest.Item], slot: int, folder: Path) -> int:
    try:
        patching.patch(mutant, memory)
    except patching.CannotPatch:
        return _imported(mutant, [item.nodeid for item in items], slot, folder)
    return KILLED if reaching.until_first_failure(items) else SURVIVED


def _imported(mutant: Mutant, names: list[str], slot: int, folder: Path) -> int:
    listed = folder / f"tests-{slot}"
    listed.write_text(json.dumps(names))
    task = {"path": mutant.path, "number": mutant.number, "slot": slot, "tests": str(listed)}
    files = sorted({name.split("::")[0] for name in names})
    command = [sys.executable, "-m", "pytest", "-x", "--tb=no", "-p", "tests.mutants.importing", *files]
    code = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "AGORA_MUTANT": json.dumps(task)}, check=False
    ).returncode
    return {0: SURVIVED, 5: LOST}.get(code, KILLED)
