"""Runs: measures calculated in order, each on what the one before found, and shown together when all are done.

A run that was killed leaves its row behind as "running" and nothing else; the next attempt marks it failed. What
finished before the kill is kept: a run whose inputs, parameters, engine and code have not changed is not calculated
again, whether pages show it already or not. Until everything wanted is done, pages go on reading the runs before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Protocol

from django.db import connection

from agora.core import clock
from agora.measures.engines import Engine, engine_named
from agora.measures.models import Run
from agora.measures.panels.arrow import Reader, digest, snapshot
from agora.measures.progress import Progress, silent
from agora.measures.results import Json, Result
from agora.measures.storing import show, store

# Advisory locks are numbers that the whole database shares: this one and the next few belong to the measures.
_FIRST_LOCK = 7_301_000
# What a broken run says of itself is read by people: a traceback's worth of text helps nobody and grows the table.
LONGEST_PROBLEM = 2000
# A run that differs from the newest in any of these has to be calculated; its inputs are compared by their digest.
_COMPARED = ("parameters", "engine", "code_version")


class Calculation(Protocol):
    """What a module of `agora.measures.calculations` offers: parameters in force, the panels it reads, and the sums."""

    def parameters(self) -> Json: ...

    def read(self, reader: Reader) -> Sequence[Any]: ...

    def calculate(self, *panels: Any, engine: Engine, progress: Progress, **parameters: Any) -> Result: ...


# In the order in which one uses what the other found.
CALCULATIONS = ("helpfulness", "influence", "incrementality", "value", "lifetime")


class MeasureRunning(Exception):
    """Another process is calculating this measure now."""


def calculation(measure: str) -> Calculation:
    """Return the calculation of a measure; loaded when first needed, for numba costs a process a second or two."""
    module: Any = import_module(f"agora.measures.calculations.{measure}")
    return module  # type: ignore[no-any-return]


def measure(
    *measures: str,
    engine: str = "local",
    progress: Progress = silent,
    parameters: Mapping[str, Json] | None = None,
    fresh: bool = False,
) -> dict[str, Run]:
    """Calculate measures (of CALCULATIONS, by default all) in order, store them, then show them at once.

    engine: "local" or "spark"; progress: hears the measure and the step; parameters: by measure, where they differ from
    those in force; fresh: calculate even what has not changed. Returns the runs by measure, unchanged ones among them.
    Raises MeasureRunning, and whatever a calculation raises after marking its run failed; then nothing is shown.
    """
    names = [name for name in CALCULATIONS if name in (measures or CALCULATIONS)]
    differing = parameters or {}
    with engine_named(engine) as started:
        runs = {
            name: _up_to_date(name, engine=started, parameters=differing.get(name, {}), progress=progress, fresh=fresh)
            for name in names
        }
    # Only now, and all at once: a page never sets this round's value beside the last round's network.
    show(runs.values())
    for run in runs.values():
        run.refresh_from_db(fields=["is_current"])
    return runs


def code_version() -> str:
    """Return the version of Agora that calculates."""
    try:
        return version("agora-crm")
    except PackageNotFoundError:
        return "unpackaged"


def _up_to_date(name: str, *, engine: Engine, parameters: Json, progress: Progress, fresh: bool) -> Run:
    """The newest run of a measure if nothing has changed since, else a new one."""
    module = calculation(name)
    in_force = module.parameters() | parameters
    with _alone(name):
        # Under the lock nobody else calculates this measure: what still stands as running was killed.
        _bury_the_killed(name)
        progress(f"{name}: reading")
        with snapshot() as reader:
            panels = module.read(reader)
        run = _begun(name, panels, engine=engine, parameters=in_force)
        unchanged = None if fresh else _unchanged(run)
        if unchanged:
            progress(f"{name}: nothing has changed")
            return unchanged
        run.save()
        return _calculated(run, module, panels, engine=engine, progress=progress, parameters=in_force)


def _begun(name: str, panels: Sequence[Any], *, engine: Engine, parameters: Json) -> Run:
    """The row of a run that is about to be calculated; not saved, for it may turn out that nothing has changed."""
    return Run(
        measure=name,
        state="running",
        inputs={"digest": digest(*panels)},
        parameters={key: _json(value) for key, value in parameters.items()},
        engine=engine.description,
        code_version=code_version(),
    )


def _calculated(
    run: Run, module: Calculation, panels: Sequence[Any], *, engine: Engine, progress: Progress, parameters: Json
) -> Run:
    def progress_of_run(step: str, done: int = 0, total: int = 0) -> None:
        progress(f"{run.measure}: {step}", done, total)

    try:
        result = module.calculate(*panels, engine=engine, progress=progress_of_run, **parameters)
        store(run, result, progress=progress_of_run)
    except Exception as problem:
        text = f"{type(problem).__name__}: {problem}"[:LONGEST_PROBLEM]
        run.step("failed", problem=text, finished_at=clock.now())
        raise
    return run


def _unchanged(run: Run) -> Run | None:
    """The newest finished run, shown or not, if it was calculated from the same rows in the same way as `run` would
    be.
    """
    newest = Run.objects.filter(measure=run.measure, state="done").order_by("-pk").first()
    if newest is None or newest.inputs.get("digest") != run.inputs["digest"]:
        return None
    return newest if all(getattr(newest, name) == getattr(run, name) for name in _COMPARED) else None


@contextmanager
def _alone(measure: str) -> Iterator[None]:
    """Hold the measure's lock while the block runs.

    A lock of the session, not of a transaction: the block spans several, and should the process die the database lets
    go.
    """
    key = _FIRST_LOCK + CALCULATIONS.index(measure)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
        if not cursor.fetchone()[0]:
            raise MeasureRunning(f"{measure} is being calculated by another process; wait for it to end.")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [key])


def _bury_the_killed(measure: str) -> None:
    for killed in Run.objects.filter(measure=measure, state="running"):
        killed.step(
            "failed", problem="The process that calculated this ended before it was done.", finished_at=clock.now()
        )


def _json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
