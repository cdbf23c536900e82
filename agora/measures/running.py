"""Runs: measures calculated in order, each on what the one before found, and shown together when all are done.

A run that was killed leaves its row behind as "running" and nothing else; the next attempt marks it failed. What
finished before the kill is kept: a run whose inputs, parameters, engine and code have not changed is not calculated
again, whether pages show it already or not. Until everything wanted is done, pages go on reading the runs before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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

_LOCKS = 7_301_000


class Calculation(Protocol):
    """What a module of `agora.measures.calculations` offers: parameters in force, the panels it reads, and the sums."""

    def parameters(self) -> Json: ...

    def read(self, reader: Reader) -> Sequence[Any]: ...

    def calculate(self, *panels: Any, engine: Engine, told: Progress, **parameters: Any) -> Result: ...


# In the order in which one uses what the other found.
CALCULATIONS = ("helpfulness", "influence", "incrementality", "value", "lifetime")


class AlreadyRunning(Exception):
    """Another process is calculating this measure now."""


def calculation(measure: str) -> Calculation:
    """Return the calculation of a measure; loaded when first needed, for numba costs a process a second or two."""
    module: Any = import_module(f"agora.measures.calculations.{measure}")
    return module  # type: ignore[no-any-return]


def measure(
    *wanted: str,
    engine: str = "local",
    told: Progress = silent,
    given: dict[str, Json] | None = None,
    fresh: bool = False,
) -> dict[str, Run]:
    """Calculate measures (of CALCULATIONS, by default all) in order, store them, then show them at once.

    engine: "local" or "spark"; given: parameters by measure, where they differ from those in force; told: hears the
    measure and the step; fresh: calculate even what has not changed. Returns the runs by measure, kept ones among them.
    Raises AlreadyRunning, and whatever a calculation raises after marking its run failed; then nothing is shown.
    """
    asked = given or {}
    with engine_named(engine) as able:
        runs = {
            name: _up_to_date(name, able, asked.get(name, {}), told, fresh=fresh)
            for name in CALCULATIONS
            if name in (wanted or CALCULATIONS)
        }
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


def _up_to_date(name: str, engine: Engine, given: Json, told: Progress, *, fresh: bool) -> Run:
    """The newest run of a measure if nothing has changed since, else a new one."""
    found = calculation(name)
    parameters = found.parameters() | given
    with _alone(name):
        _bury_the_killed(name)
        told(f"{name}: reading")
        with snapshot() as reader:
            panels = found.read(reader)
        run = Run(
            measure=name, state="running", inputs={"digest": digest(*panels)},
            parameters={key: _json(value) for key, value in parameters.items()}, engine=engine.said,
            code_version=code_version(),
        )  # fmt: skip
        same = None if fresh else _same(run)
        if same:
            told(f"{name}: nothing has changed")
            return same
        run.save()
        return _calculated(run, found, panels, engine=engine, told=told, parameters=parameters)


def _calculated(
    run: Run, found: Calculation, panels: Sequence[Any], *, engine: Engine, told: Progress, parameters: Json
) -> Run:
    def hears(step: str, done: int = 0, total: int = 0) -> None:
        told(f"{run.measure}: {step}", done, total)

    try:
        store(run, found.calculate(*panels, engine=engine, told=hears, **parameters), told=hears)
    except Exception as problem:
        run.step("failed", problem=f"{type(problem).__name__}: {problem}"[:2000], finished_at=clock.now())
        raise
    return run


def _same(run: Run) -> Run | None:
    newest = Run.objects.filter(measure=run.measure, state="done").order_by("-pk").first()
    if newest is None or newest.inputs.get("digest") != run.inputs["digest"]:
        return None
    alike = all(getattr(newest, name) == getattr(run, name) for name in ("parameters", "engine", "code_version"))
    return newest if alike else None


@contextmanager
def _alone(measure: str) -> Iterator[None]:
    """Hold the measure's lock while the block runs; the database lets go of it should the process die."""
    key = _LOCKS + CALCULATIONS.index(measure)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
        if not cursor.fetchone()[0]:
            raise AlreadyRunning(f"{measure} is being calculated by another process; wait for it to end.")
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
