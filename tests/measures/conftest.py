"""A tiny world with a known truth, committed and measured: panels read over a connection of their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from agora.accounts.models import Account
from agora.core import copying
from agora.demo.bicycles import World, world
from agora.demo.loading import Loaded, load
from agora.measures import running
from agora.measures.models import Run, Score
from agora.people.models import Identity, Person


@dataclass(frozen=True)
class Town:
    """The world that was put in, what the loader said, and the current runs."""

    world: World
    loaded: Loaded
    runs: dict[str, Run]

    @property
    def ana(self) -> Account:
        """The analyst."""
        return Account.objects.get(email="ana@example.org")

    def person(self, name: str) -> Person:
        """A person by name."""
        return Person.objects.get(name=name)

    def score(self, measure: str, name: str) -> Score:
        """A person's current score."""
        return Score.objects.current().get(measure=measure, subject_kind="person", subject_id=self.person(name).pk)

    def social_values(self) -> dict[str, float]:
        """Social value by the world's person keys, 0 for those without a score."""
        rows = Score.objects.current().filter(measure="csv").values_list("subject_kind", "subject_id", "value")
        found = {(kind, pk): value for kind, pk, value in rows}
        voices = Identity.objects.filter(is_ours=False, origin_id__in=[person.key for person in self.world.people])
        values = dict.fromkeys((person.key for person in self.world.people), 0.0)
        for voice in voices:
            subject = ("person", voice.person_id) if voice.person_id else ("identity", voice.pk)
            values[voice.origin_id] = found.get(subject, 0.0)
        return values


def without_influence(made: World) -> World:
    """The same world with the orders left out that somebody's words caused: nothing is left to find."""
    caused = set(made.truth.triggered)
    return replace(
        made,
        orders=tuple(order for order in made.orders if order.key not in caused),
        returns=tuple(back for back in made.returns if back.order_key not in caused),
    )


@pytest.fixture(scope="module")
def town(django_db_setup: None, django_db_blocker: Any) -> Iterator[Town]:
    """The tiny world, loaded through the doors and measured; the database is emptied after the module."""
    with django_db_blocker.unblock():
        yield from settled(world("tiny", seed=1))


@pytest.fixture(scope="module")
def quiet_town(django_db_setup: None, django_db_blocker: Any) -> Iterator[Town]:
    """The tiny world in which no words ever moved a sale."""
    with django_db_blocker.unblock():
        yield from settled(without_influence(world("tiny", seed=1)))


def settled(made: World) -> Iterator[Town]:
    # pytest-django makes the test database only for modules marked `django_db`; what is emptied here must be that one.
    assert connection.settings_dict["NAME"].startswith("test_"), "mark the module with pytest.mark.django_db"
    try:
        yield Town(made, load(made), running.measure())
    finally:
        call_command("flush", interactive=False, verbosity=0)
        # The queue's tables are not Django's own, so flush leaves them.
        copying.run("TRUNCATE procrastinate_jobs CASCADE")
