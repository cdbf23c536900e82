"""Runs: one calculation at a time per measure, stored whole or not at all.

A run that was killed leaves its row behind as "running" and nothing else; the next run of the measure finds it,
marks it failed, and until then pages go on showing the last finished one.
"""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from django.db import connection

from agora.core import clock
from agora.measures.models import Run
from agora.measures.results import Result
from agora.measures.storing import store

Calculation = Callable[..., Result]
_LOCKS = 7_301_000


def _calculation(name: str) -> Calculation:
    def calculate(**parameters: Any) -> Result:
        # Loaded when first needed: numba and scipy would cost every web process and every command a second or two.
        module = import_module(f"agora.measures.calculations.{name}")
        result: Result = module.calculate(**parameters)
        return result

    return calculate


# In the order in which one uses what the other found.
CALCULATIONS = {name: _calculation(name) for name in ("helpfulness", "influence", "value", "lifetime")}


class AlreadyRunning(Exception):
    """Another process is calculating this measure now."""


def run(measure: str, **parameters: Any) -> Run:
    """Calculate a measure (a key of CALCULATIONS) and store it as a Run with its scores; returns the run.

    Parameters are JSON values and moments; those not given have the calculation's stated defaults.
    Raises AlreadyRunning, and whatever the calculation raises after marking the run failed.
    """
    calculate = CALCULATIONS[measure]
    with _alone(measure):
        _bury_the_killed(measure)
        begun = Run.objects.create(
            measure=measure,
            state="running",
            parameters={name: _json(given) for name, given in parameters.items()},
            engine=f"numpy {version('numpy')}, numba {version('numba')}, Python {platform.python_version()}",
            code_version=code_version(),
        )
        try:
            store(begun, calculate(**parameters))
        except Exception as problem:
            begun.step("failed", problem=f"{type(problem).__name__}: {problem}"[:2000], finished_at=clock.now())
            raise
    return begun


def run_all(*, told: Callable[[str], None] = lambda measure: None, **parameters: Any) -> dict[str, Run]:
    """Calculate every measure, each on what the one before found; `told` hears each name before it begins."""
    done = {}
    for measure in CALCULATIONS:
        told(measure)
        done[measure] = run(measure, **(parameters if measure == "value" else {}))
    return done


def code_version() -> str:
    """Return the version of Agora that calculates."""
    try:
        return version("agora-crm")
    except PackageNotFoundError:
        return "unpackaged"


@contextmanager
def _alone(measure: str) -> Iterator[None]:
    """Hold the measure's lock while the block runs; the database lets go of it should the process die."""
    key = _LOCKS + list(CALCULATIONS).index(measure)
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
