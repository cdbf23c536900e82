"""Every page and answer that reads words asks the database as often for many rows as for few, and shows them all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agora.commerce.models import Product
from agora.community import asking, discussions, questions, reviewing
from agora.conversations import writing
from agora.conversations.timeline import posts as told_posts
from agora.core.jobs import drain
from agora.desk import cases
from agora.desk.models import Case
from agora.desk.timeline import cases as told_cases
from agora.people.holding import identity_of
from tests.api.conftest import Caller
from tests.cast import Cast

pytestmark = pytest.mark.django_db
FEW, MANY = 2, 4


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere words are read: the address for a world, and how many queries it may cost."""

    address: Callable[[World], str]
    most: int
    staff: bool = False


class World:
    """A product, and as many questions, answers, discussions, reviews and cases as asked for, each with its number."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.count = cast, 0
        self.bell = Product.objects.create(source=cast.shop, origin_id="bell", slug="bell", name="Bell", currency="EUR")
        ada = cast.voice(cast.ada)
        self.question = asking.ask(author=ada, title="Zirkon question, the first", body="Which?", product=self.bell)
        self.ben = cast.voice(cast.ben)

    def grow(self, to: int) -> None:
        """Add words until there are so many of each."""
        for number in range(self.count, to):
            self._add(number)
        self.count = to
        drain()

    def _add(self, number: int) -> None:
        writer = identity_of(type(self.cast.ada).objects.create_user(f"m{number}@example.org", name=f"Member {number}"))
        words = f"Zirkon number {number}."
        answer = writing.write(thread=self.question.thread, author=self.ben, body=words)
        writing.write(thread=self.question.thread, author=writer, body=f"Under {number}.", reply_to=answer)
        writing.react(answer, actor=writer, kind="helpful")
        asking.join(self.question, identity=writer)
        own = asking.ask(author=self.ben, title=f"Question {words}", body=words, product=self.bell)
        reply = writing.write(thread=own.thread, author=writer, body=words)
        questions.accept(own, reply, by=self.ben)
        discussions.open(author=self.ben, title=f"Discussion {words}", body=words)
        reviewing.write(author=writer, product=self.bell, rating=4, title=f"Review {words}", body=words)
        cases.open_by_hand(answer, team=self.cast.service, reason=words, by=self.cast.ines)


PLACES: dict[str, Place] = {
    "thread": Place(lambda world: f"/threads/{world.question.pk}/", 16),
    "questions": Place(lambda _: "/questions/", 6),
    "solved": Place(lambda _: "/questions/?show=solved", 6),
    "discussions": Place(lambda _: "/discussions/", 6),
    "profile": Place(lambda world: f"/people/{world.ben.pk}/", 14),
    "product": Place(lambda world: f"/products/{world.bell.slug}/", 16),
    "search": Place(lambda _: "/search/?q=zirkon+number", 10),
    "sitemap": Place(lambda _: "/sitemap.xml", 5),
    "cases": Place(lambda _: "/console/cases/", 14, staff=True),
    "api posts": Place(lambda world: f"posts?thread={world.question.pk}", 8, staff=True),
    "api threads": Place(lambda _: "threads", 8, staff=True),
    "api thread": Place(lambda world: f"threads/{world.question.pk}", 9, staff=True),
    "api cases": Place(lambda _: "cases", 8, staff=True),
}


def content(name: str, client: Client, world: World) -> tuple[str, int]:
    """What the place shows and how many queries that took; looked at once before, so that caches are warm."""
    place = PLACES[name]
    look = Caller(world.cast.root).get if name.startswith("api") else client.get
    client.logout()
    if place.staff and not name.startswith("api"):
        client.force_login(world.cast.ines)
    look(place.address(world))
    with CaptureQueriesContext(connection) as queries:
        shown = look(place.address(world))
    assert shown.status_code == 200
    return shown.content.decode(), len(queries)


def missing(name: str, page: str) -> list[int]:
    """The numbers of the words that should be at the place and are not."""
    if name == "sitemap":
        return [] if page.count("/threads/") == 1 + 3 * MANY else [page.count("/threads/")]
    plain = page.replace("<mark>", "").replace("</mark>", "")
    return [number for number in range(MANY) if f"number {number}" not in plain]


def test_many_rows_cost_as_few_queries_as_few_and_all_are_there(client: Client, cast: Cast) -> None:
    world = World(cast)
    world.grow(FEW)
    few = {name: content(name, client, world)[1] for name in PLACES}
    world.grow(MANY)
    shown = {name: content(name, client, world) for name in PLACES}
    many = {name: queries for name, (_, queries) in shown.items()}
    assert {name: queries for name, queries in many.items() if queries > few[name]} == {}
    assert {name: queries for name, queries in many.items() if queries > PLACES[name].most} == {}
    assert {name: missing(name, page) for name, (page, _) in shown.items() if missing(name, page)} == {}


def test_timelines_cost_a_query_however_long(cast: Cast) -> None:
    world = World(cast)
    world.grow(MANY)
    person = world.ben.person
    assert person is not None
    with CaptureQueriesContext(connection) as queries:
        moments = told_posts(person, None, 50)
    assert (len(moments), len(queries)) == (3 * MANY, 1)
    with CaptureQueriesContext(connection) as queries:
        moments = told_cases(person, None, 50)
    assert (len(moments), len(queries)) == (Case.objects.count(), 1)
