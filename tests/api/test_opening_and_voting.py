"""Opening a thread and voting through the API, by the doors that the portal uses."""

from __future__ import annotations

from typing import Any

import pytest

from agora.commerce.models import Product
from agora.community.models import Question
from agora.conversations import writing
from agora.conversations.models import Post, Reaction, Thread
from tests.api.conftest import Caller
from tests.api.world import World, world
from tests.cast import Cast

pytestmark = pytest.mark.django_db
ASKED: dict[str, Any] = {
    "kind": "question",
    "title": "Which tyres in snow?",
    "body": "Mine *slip*.",
    "topics": ["winter"],
}


@pytest.fixture
def there(cast: Cast, root: Caller) -> World:
    return world(cast, root)


def test_a_member_asks_in_their_own_name_and_the_question_stands_in_the_portal(member: Caller, cast: Cast) -> None:
    asked = member.post("threads", ASKED)
    told = asked.json()
    assert (asked.status_code, told["kind"], told["source"], told["topics"]) == (201, "question", "portal", ["winter"])
    assert [post["body"] for post in told["posts"]["items"]] == ["Mine *slip*."]
    question = Question.objects.visible_to(cast.cleo).get(pk=told["id"])
    assert question.thread.opened_by == cast.voice(cast.ada)


def test_a_discussion_is_about_a_product_that_can_be_seen(member: Caller, there: World) -> None:
    about = {**ASKED, "kind": "discussion", "product": there.products}
    told = member.post("threads", about).json()
    assert (told["kind"], told["product"]) == ("discussion", there.products)
    unknown = member.post("threads", {**about, "product": Product.objects.count() + 10**6})
    assert (unknown.status_code, unknown.json()["errors"][0]["pointer"]) == (422, "#/product")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", " Hm "),
        ("body", "  "),
        ("kind", "review"),
        ("topics", ["a"] * 6),
        ("topics", ["b" * 41]),
        ("topics", [" "]),
    ],
)
def test_an_opening_that_is_none_is_named_by_its_place(member: Caller, field: str, value: object) -> None:
    refused = member.post("threads", {**ASKED, field: value})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"].startswith(f"#/{field}")
    assert not Thread.objects.exists()


def test_the_same_opening_under_one_key_is_one_thread(member: Caller, db: None) -> None:
    first, second = (member.post("threads", ASKED, key="k1") for _twice in range(2))
    assert first.json() == second.json()
    assert second.headers["Idempotency-Replayed"] == "true"
    assert Thread.objects.count() == 1


def test_a_vote_is_given_changed_and_taken_back(member: Caller, there: World) -> None:
    vote, back = f"posts/{there.answer}/reaction", f"posts/{there.answer}/reaction/undo"
    given = member.post(vote, {"kind": "helpful"}).json()
    assert given == {"post": there.answer, "helpful": 1, "votes": 1, "mine": "helpful"}
    changed = member.post(vote, {"kind": "unhelpful"}).json()
    assert (changed["helpful"], changed["votes"], changed["mine"]) == (0, 1, "unhelpful")
    for _twice in range(2):
        taken = member.post(back).json()
        assert (taken["votes"], taken["mine"]) == (0, None)
    assert not Reaction.objects.filter(post=there.answer).exists()


def test_a_key_keeps_a_repeated_undo_from_taking_a_later_vote(member: Caller, there: World) -> None:
    vote, back = f"posts/{there.answer}/reaction", f"posts/{there.answer}/reaction/undo"
    member.post(vote, {"kind": "helpful"})
    member.post(back, key="u1")
    member.post(vote, {"kind": "helpful"})
    member.post(back, key="u1")
    assert Reaction.objects.filter(post=there.answer).count() == 1


def test_nobody_votes_on_their_own_words_or_on_words_said_elsewhere(root: Caller, cast: Cast, there: World) -> None:
    own = Caller(cast.ben).post(f"posts/{there.answer}/reaction", {"kind": "helpful"})
    assert (own.status_code, own.json()["detail"]) == (403, "Others say whether your words are helpful.")
    elsewhere = root.post(f"posts/{there.posts}/reaction", {"kind": "helpful"})
    assert (elsewhere.status_code, elsewhere.json()["detail"]) == (409, "This was said at forum; vote on it there.")
    assert root.post(f"posts/{there.answer}/reaction", {"kind": "like"}).status_code == 422


def test_the_votes_of_others_stay(member: Caller, cast: Cast, there: World) -> None:
    answer = Post.objects.select_related("source").get(pk=there.answer)
    writing.react(answer, actor=cast.voice(cast.cleo), kind="helpful")
    assert member.post(f"posts/{there.answer}/reaction/undo").json()["votes"] == 1
