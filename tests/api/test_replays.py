"""A request with an idempotency key is done once."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from agora.api import jobs
from agora.conversations.models import Post
from agora.core import clock
from agora.core.models import Replay
from agora.people.models import Note, Person
from tests.api import rows
from tests.api.conftest import Caller
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(cast: Cast) -> Person:
    return Person.objects.create(name="Hana", reason="customer")


def test_the_same_request_again_gets_the_same_answer_and_does_nothing(root: Caller, person: Person) -> None:
    first = root.post(f"people/{person.pk}/notes", {"body": "Called."}, key="k1")
    again = root.post(f"people/{person.pk}/notes", {"body": "Called."}, key="k1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert ("Idempotency-Replayed" in first, again["Idempotency-Replayed"]) == (False, "true")
    assert Note.objects.count() == 1


def test_another_request_under_the_same_key_is_refused(root: Caller, person: Person) -> None:
    root.post(f"people/{person.pk}/notes", {"body": "Called."}, key="k1")
    assert root.post(f"people/{person.pk}/notes", {"body": "Wrote."}, key="k1").status_code == 422
    assert root.post("words", rows.words(), key="k1").status_code == 422
    assert (Note.objects.count(), Post.objects.count()) == (1, 0)


def test_keys_belong_to_their_token(root: Caller, cast: Cast, person: Person) -> None:
    root.post(f"people/{person.pk}/notes", {"body": "Called."}, key="k1")
    assert Caller(cast.max).post(f"people/{person.pk}/notes", {"body": "Met."}, key="k1").status_code == 201
    assert Note.objects.count() == 2


def test_what_failed_can_be_tried_again_under_its_key(root: Caller) -> None:
    assert root.post("words", rows.words("portal"), key="k1").status_code == 422
    assert not Replay.objects.exists()
    assert root.post("words", rows.words(), key="k1").status_code == 200


@pytest.mark.parametrize("key", ["", "a b", "x" * 121, "é"])
def test_a_key_is_up_to_120_visible_characters(root: Caller, person: Person, key: str) -> None:
    root.headers["Idempotency-Key"] = key
    assert root.post(f"people/{person.pk}/notes", {"body": "Called."}).status_code == 422


@pytest.mark.django_db(transaction=True)
def test_while_the_first_request_is_at_work_the_second_is_told_to_wait(cast: Cast) -> None:
    person = Person.objects.create(name="Hana", reason="customer")
    caller = Caller(cast.root)
    held, done = threading.Event(), threading.Event()
    holder = threading.Thread(target=_hold, args=(f"token:{cast.root.tokens.get().pk} k1", held, done))
    holder.start()
    held.wait(10)
    refused = caller.post(f"people/{person.pk}/notes", {"body": "Called."}, key="k1")
    done.set()
    holder.join()
    assert refused.status_code == 409
    assert caller.post(f"people/{person.pk}/notes", {"body": "Called."}, key="k1").status_code == 201


def _hold(name: str, held: threading.Event, done: threading.Event) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtextextended(%s, 7301))", [name])
        held.set()
        done.wait(10)
    connection.close()


def test_answers_are_forgotten_after_a_week(root: Caller, person: Person) -> None:
    for key in ("old", "new"):
        root.post(f"people/{person.pk}/notes", {"body": "Called."}, key=key)
    Replay.objects.filter(key="old").update(at=clock.ago(days=8))
    jobs.forget_replays.func()
    assert [kept.key for kept in Replay.objects.all()] == ["new"]
