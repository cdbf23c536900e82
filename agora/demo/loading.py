"""Puts a simulated world into the database, whole or not at all, through the doors that real words and money use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from time import monotonic

from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from agora.commerce.models import MarginRate
from agora.core import clock, jobs
from agora.core.models import Source
from agora.core.progress import bar
from agora.demo import customers, everyone, sales, teams, voices
from agora.demo.bicycles import World, world
from agora.demo.signins import SignIn, keep, staff_and_members
from agora.measures import running
from agora.measures.models import Run

Told = Callable[[str], None]
SEEDS = {"tiny": 1, "demo": 7}


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came in, and who may sign in."""

    persons: int
    orders: int
    posts: int
    exposures: int
    signins: tuple[SignIn, ...]


def prepare(size: str, out: Told) -> None:
    """Bring the database to the demo world of `size`: what is there already stays, what is missing is done.

    `out` hears a line for every step. A second call takes seconds and changes nothing.
    """
    if _outdated():
        with _Step("Making the tables", out):
            call_command("migrate", verbosity=0)
    if not is_loaded():
        with _Step(f"Living twelve months in the {size} world", out):
            company = world(size, seed=SEEDS[size], ended=_today())
        with _Step(
            f"Recording {len(company.orders):,} orders, {len(company.posts):,} posts, {len(company.reads):,} readings",
            out,
        ):
            keep(load(company).signins)
    if jobs.waiting():
        with _Step("Reading the posts, filling the search, opening cases", out), bar("  jobs done") as show:
            jobs.drain(progress=show)
    missing = [measure for measure in running.CALCULATIONS if not Run.objects.filter(measure=measure, is_current=True)]
    if missing:
        with _Step("Measuring whose word carries", out):
            running.measure(progress=lambda step, done=0, total=0: None if done else out(f"  {step}"))


@transaction.atomic
def load(company: World) -> Loaded:
    """Record a world through the doors; returns what came in with the sign-ins (passwords in plain: show them once)."""
    shop, places = voices.sources()
    MarginRate.objects.create(
        rate=Decimal(str(company.truth.parameters["default_margin_rate"])), since=company.started,
        because="The average of last year's accounts, for products without a margin of their own.",
    )  # fmt: skip
    signins, accounts = staff_and_members(company)
    teams.found(accounts)
    recorded = sales.record(company, shop)
    spoken = voices.speak(company, places)
    persons = customers.hold(company, shop=shop, places=places)
    voices.link(accounts, company, places)
    everyone.belong(company, shop=shop)
    everyone.consent(company, shop=shop, places=places)
    exposures = voices.respond(company, places)
    sales.say_who_called(company, shop, accounts)
    return Loaded(persons, recorded, spoken, exposures, tuple(signins))


def is_loaded() -> bool:
    """Return whether a demo world is in this database."""
    return Source.objects.filter(slug="shop", kind="simulated").exists()


def _outdated() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _today() -> datetime:
    """The world ends this morning, so that its last days are fresh."""
    return clock.now().astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


class _Step:
    """Tells what is being done, and when it is done how long it took."""

    def __init__(self, label: str, out: Told) -> None:
        self._label, self._out = label, out

    def __enter__(self) -> None:
        self._begun = monotonic()
        self._out(f"{self._label}…")

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self._out(f"  done in {monotonic() - self._begun:.1f} s")
