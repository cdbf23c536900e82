"""Discussions: the list with the latest words first, and starting one."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from agora.community import discussions
from agora.conversations import flagging, writing
from agora.conversations.models import Post, Thread
from agora.core import clock
from tests.cast import Cast
from tests.portal import spoken

WORDS = {"title": "Rides at the weekend", "body": "Who comes *along*?", "topics": "rides, weekend"}


def titles(client: Client, query: str = "") -> list[str]:
    return [row.title for row in client.get(f"/discussions/{query}").context["threads"].rows]


@pytest.fixture
def rides(cast: Cast) -> Thread:
    with time_machine.travel(clock.now() - timedelta(days=2), tick=False):
        return discussions.open(author=cast.voice(cast.ada), title="Rides", body="Who comes along?")


@pytest.fixture
def lights(cast: Cast) -> Thread:
    with time_machine.travel(clock.now() - timedelta(days=1), tick=False):
        return discussions.open(author=cast.voice(cast.ben), title="Lights", body="Bright ones?")


def test_the_latest_words_stand_first_whoever_said_them(
    client: Client, cast: Cast, rides: Thread, lights: Thread
) -> None:
    assert titles(client) == ["Lights", "Rides"]
    writing.write(thread=rides, author=cast.voice(cast.cleo), body="I do.")
    assert titles(client) == ["Rides", "Lights"]


def test_questions_and_reviews_are_no_discussions(client: Client, cast: Cast, rides: Thread) -> None:
    spoken.question(cast)
    spoken.review(cast, spoken.product(cast))
    assert titles(client) == ["Rides"]


def test_a_discussion_that_was_held_is_listed_for_staff_alone(client: Client, cast: Cast, rides: Thread) -> None:
    flagging.hold(Post.objects.get(thread=rides), by=cast.ines, because="Advertising")
    assert titles(client) == []
    client.force_login(cast.ines)
    assert titles(client) == ["Rides"]


def test_a_forged_cursor_is_told_in_plain_words(client: Client, rides: Thread) -> None:
    assert client.get("/discussions/?after=rubbish").status_code == 400


def test_a_stranger_is_led_to_sign_in_first(client: Client, db: None) -> None:
    response = client.get("/discussions/start/")
    assert response.status_code == 302
    assert response["Location"].startswith("/account/login/")


def test_a_member_starts_a_discussion_with_its_topics(client: Client, cast: Cast) -> None:
    client.force_login(cast.ada)
    response = client.post("/discussions/start/", WORDS, follow=True)
    thread = Thread.objects.get(title=WORDS["title"])
    assert (thread.kind, thread.opened_by) == ("discussion", cast.voice(cast.ada))
    assert sorted(topic.slug for topic in thread.topics.all()) == ["rides", "weekend"]
    assert "<em>along</em>" in response.content.decode()


def test_looking_first_publishes_nothing(client: Client, cast: Cast) -> None:
    client.force_login(cast.ada)
    page = client.post("/discussions/start/", {**WORDS, "preview": "yes"}).content.decode()
    assert "<em>along</em>" in page
    assert not Thread.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"), [("title", "Hm"), ("title", "x" * 201), ("body", " "), ("topics", "a,b,c,d,e,f")]
)
def test_what_is_missing_is_named_and_the_words_are_kept(client: Client, cast: Cast, field: str, value: str) -> None:
    client.force_login(cast.ada)
    response = client.post("/discussions/start/", {**WORDS, field: value})
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not Thread.objects.exists()
