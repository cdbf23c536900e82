"""What is done through the API: saying something, notes, and the steps of a case."""

from __future__ import annotations

import pytest

from agora.accounts.models import AuditEntry
from agora.conversations.models import Post
from tests.api.conftest import Caller
from tests.api.world import World, world
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def there(cast: Cast, root: Caller) -> World:
    return world(cast, root)


@pytest.fixture
def ines(cast: Cast) -> Caller:
    return Caller(cast.ines)


def test_a_member_answers_a_question_in_their_own_name(cast: Cast, there: World) -> None:
    opening = Post.objects.filter(thread=there.questions).earliest("said_at")
    said = Caller(cast.ben).post("posts", {"thread": there.questions, "body": " Resin ones. ", "reply_to": opening.pk})
    assert said.status_code == 201
    post = Post.objects.get(pk=said.json()["id"])
    assert (post.author, post.body, post.reply_to) == (cast.voice(cast.ben), "Resin ones.", opening)


def test_a_thread_heard_elsewhere_is_answered_there(root: Caller, there: World) -> None:
    refused = root.post("posts", {"thread": there.threads, "body": "Hello"})
    assert (refused.status_code, refused.json()["detail"]) == (409, "This thread was heard at forum; answer it there.")


def test_a_thread_or_post_that_cannot_be_seen_is_named_by_its_place(member: Caller, there: World) -> None:
    unseen = member.post("posts", {"thread": there.threads, "body": "Hello"})
    assert (unseen.status_code, unseen.json()["errors"][0]["pointer"]) == (422, "#/thread")
    foreign = member.post("posts", {"thread": there.questions, "body": "Hello", "reply_to": there.posts})
    assert (foreign.status_code, foreign.json()["errors"][0]["pointer"]) == (422, "#/reply_to")


def test_words_that_are_only_blanks_are_none(member: Caller, there: World) -> None:
    assert member.post("posts", {"thread": there.questions, "body": " \n "}).status_code == 422


def test_a_note_on_a_person_is_audited(ines: Caller, cast: Cast, there: World) -> None:
    assert ines.post(f"people/{there.people}/notes", {"body": "Called."}).json()["by"] == cast.ines.pk
    assert AuditEntry.objects.filter(action="note person", by=cast.ines, subject=f"person {there.people}").exists()


def test_a_case_is_assigned_noted_answered_closed_and_reopened(ines: Caller, cast: Cast, there: World) -> None:
    case = f"cases/{there.cases}"
    assert ines.post(f"{case}/assign", {"to": cast.ines.pk}).json()["holder"] == cast.ines.pk
    assert (
        ines.post(f"{case}/notes", {"body": "I ask the workshop."}).json()["notes"][0]["body"] == "I ask the workshop."
    )
    answered = ines.post(f"{case}/replies", {"body": "Resin ones."}).json()
    assert Post.objects.get(pk=answered["replies"][0]).body == "Resin ones."
    closed = ines.post(f"{case}/close", {"outcome": "solved", "because": "told"}).json()
    assert (closed["outcome"], closed["because"]) == ("solved", "told")
    assert ines.get("cases").json()["items"] == []
    assert len(ines.get("cases", state="closed").json()["items"]) == 1
    assert ines.post(f"{case}/reopen").json()["closed_at"] is None


def test_a_closed_case_is_not_closed_again_or_assigned(ines: Caller, cast: Cast, there: World) -> None:
    ines.post(f"cases/{there.cases}/close", {"outcome": "solved"})
    assert ines.post(f"cases/{there.cases}/close", {"outcome": "nothing"}).status_code == 409
    assert ines.post(f"cases/{there.cases}/assign", {"to": cast.ines.pk}).status_code == 409


@pytest.mark.parametrize("name", ["ada", "ana"])
def test_a_case_goes_only_to_those_who_work_on_cases(ines: Caller, cast: Cast, there: World, name: str) -> None:
    refused = ines.post(f"cases/{there.cases}/assign", {"to": getattr(cast, name).pk})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "#/to")
