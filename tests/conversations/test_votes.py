"""A vote: never on one's own words, one each, changed and taken back, and counted once wherever it is counted."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils.html import strip_tags
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from agora.community import asking
from agora.conversations import writing
from agora.conversations.batches import Batch
from agora.conversations.flagging import hold
from agora.conversations.models import Exposure, Post, Reaction
from agora.conversations.writing import record
from tests.api.conftest import Caller
from tests.cast import Cast
from tests.conversations.heard import forum, hours_later, kept, met, post, say, thread, vote

pytestmark = pytest.mark.django_db


@pytest.fixture
def answer(cast: Cast) -> Post:
    """An answer by Ben to Ada's question."""
    question = asking.ask(author=cast.voice(cast.ada), title="Why do they squeal?", body="When wet.")
    return writing.write(thread=question.thread, author=cast.voice(cast.ben), body="Clean the rims.")


def counted(answer: Post, who: Caller) -> tuple[int, int, str | None]:
    """Helpful votes, all votes, and one's own, as the API tells them after taking back what was not there."""
    told = who.post(f"posts/{answer.pk}/reaction/undo").json()
    return told["helpful"], told["votes"], told["mine"]


def test_ones_own_words_are_for_others_to_judge_at_the_page_and_at_the_api(
    client: Client, cast: Cast, answer: Post
) -> None:
    client.force_login(cast.ben)
    assert client.post(f"/posts/{answer.pk}/vote/", {"helpful": "yes"}).status_code == 403
    assert Caller(cast.ben).post(f"posts/{answer.pk}/reaction", {"kind": "helpful"}).status_code == 403
    assert not Reaction.objects.exists()
    assert f"/posts/{answer.pk}/vote/" not in client.get(f"/threads/{answer.thread_id}/").content.decode()


@pytest.mark.parametrize("said", ["", "maybe", "YES", "helpful"])
def test_a_vote_that_is_neither_yes_nor_no_is_refused(client: Client, cast: Cast, answer: Post, said: str) -> None:
    client.force_login(cast.cleo)
    assert client.post(f"/posts/{answer.pk}/vote/", {"helpful": said}).status_code == 400
    assert not Reaction.objects.exists()


def test_strangers_do_not_vote(client: Client, cast: Cast, answer: Post) -> None:
    assert client.post(f"/posts/{answer.pk}/vote/", {"helpful": "yes"}).status_code == 302
    assert client.post(f"/posts/{answer.pk}/vote/undo/").status_code == 302
    assert not Reaction.objects.exists()


def test_words_said_elsewhere_are_voted_on_there(client: Client, cast: Cast) -> None:
    heard = say(forum(), post("1"))
    client.force_login(cast.cleo)
    assert client.post(f"/posts/{heard.pk}/vote/", {"helpful": "yes"}).status_code == 403
    assert client.post(f"/posts/{heard.pk}/vote/undo/").status_code == 403
    assert Caller(cast.cleo).post(f"posts/{heard.pk}/reaction", {"kind": "helpful"}).status_code == 409
    assert not Reaction.objects.exists()


def test_what_is_held_cannot_be_voted_on(client: Client, cast: Cast, answer: Post) -> None:
    hold(answer, by=cast.ines, because="rude")
    client.force_login(cast.cleo)
    assert client.post(f"/posts/{answer.pk}/vote/", {"helpful": "yes"}).status_code == 404
    assert Caller(cast.cleo).post(f"posts/{answer.pk}/reaction", {"kind": "helpful"}).status_code == 404


def test_the_same_vote_twice_is_one_and_another_word_replaces_it(cast: Cast, answer: Post) -> None:
    for kind in ("helpful", "helpful", "unhelpful", "unhelpful", "helpful"):
        writing.react(answer, actor=cast.voice(cast.cleo), kind=kind)
        assert [one.kind for one in Reaction.objects.all()] == [kind]


def test_each_takes_back_their_own_vote_only(cast: Cast, answer: Post) -> None:
    ada, cleo = cast.voice(cast.ada), cast.voice(cast.cleo)
    for actor in (ada, cleo):
        writing.react(answer, actor=actor, kind="helpful")
    assert [writing.take_back(answer, actor=cleo) for _ in range(2)] == [True, False]
    assert Reaction.objects.get().actor == ada


def test_taking_back_a_vote_on_one_post_leaves_the_other(cast: Cast, answer: Post) -> None:
    other = writing.write(thread=answer.thread, author=cast.voice(cast.ben), body="Or new pads.")
    for words in (answer, other):
        writing.react(words, actor=cast.voice(cast.cleo), kind="helpful")
    writing.take_back(other, actor=cast.voice(cast.cleo))
    assert Reaction.objects.get().post == answer


def test_that_a_voter_met_the_words_stays_true_when_the_vote_is_taken_back(cast: Cast, answer: Post) -> None:
    writing.react(answer, actor=cast.voice(cast.cleo), kind="unhelpful")
    writing.take_back(answer, actor=cast.voice(cast.cleo))
    assert Exposure.objects.filter(kind="vote", reader=cast.voice(cast.cleo), post=answer).count() == 1


def test_a_vote_on_ones_own_words_at_a_source_is_kept_and_ties_nobody(cast: Cast) -> None:
    place = forum()
    record(Batch(source=place, threads=[thread()], posts=[post("1")], reactions=[vote("v", "ada", "1", kind="up")]))
    assert kept()["votes"] == [("v", "1", "ada", "up")]
    assert met() == set()


def test_a_source_that_hides_who_voted_gives_votes_without_anybody() -> None:
    place = forum()
    votes = [vote("v", None, "1", kind="up"), vote("w", None, "1", kind="down")]
    assert record(Batch(source=place, threads=[thread()], posts=[post("1")], reactions=votes)).reactions == 2
    assert met() == set()
    assert kept()["votes"] == [("v", "1", None, "up"), ("w", "1", None, "down")]


def test_votes_on_what_is_unknown_come_back_with_the_reason_and_the_others_are_in() -> None:
    place = forum()
    votes = [vote("v", "ben", "1"), vote("w", "cleo", "gone")]
    told = record(Batch(source=place, threads=[thread()], posts=[post("1")], reactions=votes))
    refusals = [(one.what, one.origin_id, one.reason) for one in told.refusals]
    assert refusals == [("reaction", "w", "Its post 'gone' is unknown.")]
    assert [row[0] for row in kept()["votes"]] == ["v"]


def test_a_vote_that_changed_at_the_source_keeps_its_post_and_takes_the_later_moment() -> None:
    place = forum()
    record(Batch(source=place, threads=[thread()], posts=[post("1")], reactions=[vote("v", "ben", "1", kind="up")]))
    told = record(Batch(source=place, reactions=[vote("v", "ben", "1", kind="down", hours=5)]))
    changed = Reaction.objects.get()
    assert (told.reactions, changed.kind, changed.at, changed.post.origin_id) == (0, "down", hours_later(5), "1")


@pytest.mark.parametrize(
    ("kind", "helps"),
    [("helpful", 1), ("up", 1), ("like", 1), ("favorite", 1), ("unhelpful", 0), ("down", 0), ("other", None)],
)
def test_which_kinds_count_as_a_vote_and_which_way(cast: Cast, answer: Post, kind: str, helps: int | None) -> None:
    writing.react(answer, actor=cast.voice(cast.cleo), kind=kind)
    assert counted(answer, Caller(cast.ada))[:2] == ((0, 0) if helps is None else (helps, 1))


def test_votes_are_counted_once_at_the_thread_the_profile_and_the_api(client: Client, cast: Cast, answer: Post) -> None:
    for name in ("ada", "cleo", "ines"):
        writing.react(answer, actor=cast.voice(getattr(cast, name)), kind="helpful")
    writing.react(answer, actor=cast.voice(cast.max), kind="unhelpful")
    assert "3 of 4 found this helpful" in client.get(f"/threads/{answer.thread_id}/").content.decode()
    assert counted(answer, Caller(cast.root)) == (3, 4, None)
    profile = strip_tags(client.get(f"/people/{cast.voice(cast.ben).pk}/").content.decode())
    assert re.search(r"Times found helpful\s+3\s", profile)


STEPS = st.lists(
    st.tuples(st.sampled_from(["ada", "cleo", "ines"]), st.sampled_from([0, 1]), st.sampled_from(["yes", "no", "back"])),
    max_size=12,
)  # fmt: skip
KINDS = {"yes": "helpful", "no": "unhelpful"}


class Histories(TestCase):
    @given(STEPS)
    @settings(max_examples=25, deadline=None, derandomize=True)
    def test_after_any_history_the_last_word_of_each_counts_and_nothing_else(
        self, steps: list[tuple[str, int, str]]
    ) -> None:
        cast = Cast()
        question = asking.ask(author=cast.voice(cast.ben), title="Which pads?", body="Worn.")
        posts = [writing.write(thread=question.thread, author=cast.voice(cast.ben), body=body) for body in ("a", "b")]
        votes: dict[tuple[str, int], str] = {}
        for name, place, said in steps:
            actor = cast.voice(getattr(cast, name))
            if said == "back":
                assert writing.take_back(posts[place], actor=actor) == (votes.pop((name, place), None) is not None)
            else:
                votes[name, place] = KINDS[said]
                writing.react(posts[place], actor=actor, kind=KINDS[said])
        rows = Reaction.objects.values_list("actor__name", "post", "kind")
        assert {(name.lower(), post): kind for name, post, kind in rows} == {
            (name, posts[place].pk): kind for (name, place), kind in votes.items()
        }
        assert len(rows) == len(votes)
        assert Exposure.objects.filter(kind="vote").count() == len(
            {(name, place) for name, place, said in steps if said != "back"}
        )
