"""Questions through the API: who accepts what, who is counted, and what is shown of both."""

from __future__ import annotations

import pytest

from agora.community.models import AcceptedAnswer, MeToo
from agora.conversations import writing
from agora.conversations.flagging import hold
from agora.conversations.models import Post
from tests.api.conftest import Caller
from tests.api.world import World, world
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def there(cast: Cast, root: Caller) -> World:
    return world(cast, root)


def acceptance(there: World) -> str:
    return f"questions/{there.questions}/acceptance"


def test_who_asked_accepts_an_answer_and_takes_it_back(member: Caller, there: World) -> None:
    accepted = member.post(acceptance(there), {"post": there.answer}).json()
    assert (accepted["id"], accepted["accepted"], accepted["answers"]) == (there.questions, [there.answer], 1)
    for _twice in range(2):
        assert member.post(f"{acceptance(there)}/undo", {"post": there.answer}).json()["accepted"] == []


def test_somebody_else_does_not_say_which_answer_helped(cast: Cast, there: World) -> None:
    refused = Caller(cast.ben).post(acceptance(there), {"post": there.answer})
    assert (refused.status_code, refused.json()["title"]) == (403, "Forbidden")
    assert not AcceptedAnswer.objects.exists()


def test_neither_the_question_nor_a_post_of_elsewhere_answers_it(root: Caller, there: World) -> None:
    opening = Post.objects.filter(thread=there.questions).earliest("said_at")
    for post in (opening.pk, there.posts):
        assert root.post(acceptance(there), {"post": post}).status_code == 409
    assert root.post(acceptance(there), {"post": 10**9}).json()["errors"][0]["pointer"] == "#/post"
    assert not AcceptedAnswer.objects.exists()


def test_an_answer_that_was_held_is_none_for_a_member(member: Caller, cast: Cast, there: World) -> None:
    hold(Post.objects.get(pk=there.answer), by=cast.ines, because="Rude")
    assert member.post(acceptance(there), {"post": there.answer}).status_code == 422


def test_solved_questions_are_told_from_the_others(root: Caller, there: World) -> None:
    heard = {"id": there.questions}

    def listed(**asked: object) -> set[int]:
        return {row["id"] for row in root.get("questions", **asked).json()["items"]}

    assert heard["id"] in listed() & listed(solved=False)
    assert heard["id"] not in listed(solved=True)
    root.post(acceptance(there), {"post": there.answer})
    assert heard["id"] in listed() & listed(solved=True)
    assert heard["id"] not in listed(solved=False)


def test_several_answers_and_several_who_ask_alike_do_not_multiply(root: Caller, cast: Cast, there: World) -> None:
    thread = Post.objects.get(pk=there.answer).thread
    second = writing.write(thread=thread, author=cast.voice(cast.cleo), body="Or organic ones.")
    for post in (there.answer, second.pk):
        root.post(acceptance(there), {"post": post})
    for caller in (Caller(cast.ben), Caller(cast.cleo), Caller(cast.ben)):
        caller.post(f"questions/{there.questions}/me-too")
    question = root.get(f"questions/{there.questions}").json()
    assert (sorted(question["accepted"]), question["me_too"]) == ([there.answer, second.pk], 2)


def test_who_asked_is_counted_already(member: Caller, there: World) -> None:
    refused = member.post(f"questions/{there.questions}/me-too")
    assert (refused.status_code, refused.json()["detail"]) == (403, "You asked this question; it counts you already.")
    assert not MeToo.objects.exists()


def test_a_key_keeps_a_repeated_undo_from_taking_a_later_word(cast: Cast, there: World) -> None:
    ben, address = Caller(cast.ben), f"questions/{there.questions}/me-too"
    ben.post(address)
    ben.post(f"{address}/undo", key="u1")
    ben.post(address)
    assert ben.post(f"{address}/undo", key="u1").json()["me_too"] == 0
    assert MeToo.objects.count() == 1
