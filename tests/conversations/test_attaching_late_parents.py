"""A reply that came before what it answers joins that thread with all that was said under it, and nothing else moves."""

from __future__ import annotations

import pytest

from agora.community.models import Question
from agora.conversations.attaching import attach
from agora.conversations.batches import Batch, NewAuthor
from agora.conversations.flagging import hold
from agora.conversations.models import Exposure, Post, Thread, ThreadTopic
from agora.conversations.writing import record
from agora.core.jobs import drain
from agora.core.models import Source
from agora.desk import cases
from agora.search.models import Entry
from tests.cast import Cast
from tests.conversations.heard import forum, hours_later, kept, post, thread

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Source:
    """Cleo's reply, with an answer of Ada's under it, came before the thread it belongs to."""
    place = forum()
    early = [post("9", "cleo", thread="9", hours=5), post("10", "ada", thread="9", to="9", hours=6)]
    record(Batch(source=place, threads=[thread("9", by="cleo", topics=("Noise",))], posts=early))
    record(Batch(source=place, threads=[thread()], posts=[post("1"), post("2", "ben", to="1", hours=1)]))
    return place


def home(name: str) -> str:
    return str(Post.objects.get(origin_id=name).thread.origin_id)


def test_the_reply_and_what_was_said_under_it_move_and_the_counts_follow(place: Source) -> None:
    assert attach(place, [("9", "2")]) == 1
    assert {name: home(name) for name in ("1", "2", "9", "10")} == dict.fromkeys(("1", "2", "9", "10"), "t")
    talk = Thread.objects.get()
    assert (talk.post_count, talk.last_post_at) == (4, hours_later(6))
    assert Post.objects.get(origin_id="9").reply_to.origin_id == "2"
    assert Post.objects.get(origin_id="10").reply_to.origin_id == "9"


def test_the_reply_has_met_the_words_it_answers(place: Source) -> None:
    attach(place, [("9", "2")])
    assert Exposure.objects.filter(
        reader__origin_id="cleo", author__origin_id="ben", kind="reply", at=hours_later(5)
    ).exists()


def test_an_answer_to_oneself_joins_and_ties_nobody(place: Source) -> None:
    record(Batch(source=place, threads=[thread("8")], posts=[post("8", "ada", thread="8", hours=7)]))
    before = kept()["met"]
    assert attach(place, [("8", "1")]) == 1
    assert kept()["met"] == before


def test_attaching_again_changes_nothing(place: Source) -> None:
    attach(place, [("9", "2")])
    before = kept()
    assert attach(place, [("9", "2"), ("9", "1")]) == 0
    assert kept() == before


@pytest.mark.parametrize("pair", [("9", "gone"), ("gone", "1"), ("2", "9"), ("1", "2"), ("9", "10"), ("9", "9")])
def test_what_is_unknown_or_together_or_opened_no_thread_of_its_own_stays(place: Source, pair: tuple[str, str]) -> None:
    before = kept()
    assert attach(place, [pair]) == 0
    assert kept() == before


def test_a_place_attaches_its_own_words_only(place: Source) -> None:
    other = forum(slug="board")
    record(Batch(source=other, threads=[thread("2")], posts=[post("77", thread="2")]))
    assert attach(other, [("9", "77"), ("9", "2")]) == 0


def test_a_thread_that_somebody_works_with_stays(cast: Cast, place: Source) -> None:
    cases.open_by_hand(Post.objects.get(origin_id="9"), team=cast.service, reason="looks bad", by=cast.ines)
    assert attach(place, [("9", "2")]) == 0
    assert home("9") == "9"


def test_a_question_stays_a_thread_of_its_own(place: Source) -> None:
    asked = [post("q", "ben", thread="q", hours=2)]
    record(Batch(source=place, threads=[thread("q", kind="question", by="ben")], posts=asked))
    drain()
    assert Question.objects.count() == 1
    assert attach(place, [("q", "2")]) == 0


def test_topics_of_the_thread_that_went_go_with_it(place: Source) -> None:
    attach(place, [("9", "2")])
    assert not ThreadTopic.objects.exists()


def test_a_held_reply_stays_held_and_hides_no_more_than_itself(cast: Cast, place: Source) -> None:
    early = Post.objects.get(origin_id="9")
    assert hold(early, by=cast.ines, because="rude").thread is not None
    attach(place, [("9", "2")])
    seen = Post.objects.visible_to(cast.ada).values_list("origin_id", flat=True)
    assert set(seen) == {"1", "2", "10"}


def test_what_moved_is_found_in_the_thread_it_moved_to(place: Source) -> None:
    drain()
    attach(place, [("9", "2")])
    drain()
    talk = Thread.objects.get()
    assert set(Entry.objects.filter(kind="post").values_list("thread_id", "title")) == {(talk.pk, talk.title)}


def test_several_replies_are_attached_one_by_one_down_a_chain(place: Source) -> None:
    record(Batch(source=place, threads=[thread("11")], posts=[post("11", "ben", thread="11", hours=8)]))
    assert attach(place, [("11", "10"), ("9", "2")]) == 2
    assert Thread.objects.get().post_count == 5
    assert Post.objects.get(origin_id="11").reply_to.origin_id == "10"


def test_authors_told_with_early_replies_stay_as_told(place: Source) -> None:
    record(Batch(source=place, authors=[NewAuthor("cleo", name="Cleo")]))
    attach(place, [("9", "2")])
    assert ("forum", "handle", "cleo", "Cleo", "") in kept()["identities"]
