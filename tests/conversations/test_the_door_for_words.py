from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from agora.conversations.batches import Batch, NewAuthor, NewExposure, NewPost, NewReaction, NewThread, Removal
from agora.conversations.models import Exposure, Post, Reaction, Thread
from agora.conversations.writing import record
from agora.core.models import Source
from agora.core.models.sources import source
from agora.people.consent import decide
from agora.people.erasing import digest
from agora.people.holding import hold
from agora.people.models import ErasedIdentity, Identity
from tests.cast import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def forum() -> Source:
    return source("forum", kind="activitystreams", name="Forum")


@pytest.fixture
def batch(forum: Source) -> Batch:
    return Batch(
        source=forum,
        authors=[NewAuthor("ada", name="Ada"), NewAuthor("ben", name="Ben")],
        threads=[NewThread("t1", "question", "Brakes squeal", NOON, author="ada", topics=("Brakes", "Noise"))],
        posts=[
            NewPost("1", "t1", "Why do they squeal?", NOON, author="ada"),
            NewPost("2", "t1", "Clean the rim.", NOON + timedelta(hours=1), author="ben", reply_to="1"),
        ],
        reactions=[NewReaction("v1", "2", "helpful", NOON + timedelta(hours=2), actor="ada")],
    )


def test_a_batch_brings_authors_threads_posts_and_votes(batch: Batch) -> None:
    recorded = record(batch)
    assert (len(recorded.created), recorded.authors, recorded.threads, recorded.reactions) == (2, 2, 1, 1)
    thread = Thread.objects.get()
    assert (thread.post_count, thread.last_post_at) == (2, NOON + timedelta(hours=1))
    assert sorted(thread.topics.values_list("slug", flat=True)) == ["brakes", "noise"]
    assert Post.objects.get(origin_id="2").reply_to == Post.objects.get(origin_id="1")


def test_the_same_batch_again_changes_nothing(batch: Batch) -> None:
    record(batch)
    before = (
        list(Post.objects.values()),
        list(Thread.objects.values()),
        Reaction.objects.count(),
        Exposure.objects.count(),
    )
    again = record(batch)
    assert (again.created, again.edited, again.authors, again.threads, again.reactions) == ((), (), 0, 0, 0)
    assert before == (
        list(Post.objects.values()), list(Thread.objects.values()), Reaction.objects.count(), Exposure.objects.count()
    )  # fmt: skip


def test_an_edit_at_the_source_changes_the_words(batch: Batch) -> None:
    record(batch)
    edited = record(replace(batch, posts=[replace(batch.posts[0], body="Why do my brakes squeal?")]))
    assert len(edited.edited) == 1
    post = Post.objects.get(origin_id="1")
    assert post.body == "Why do my brakes squeal?"
    assert post.edited_at is not None


def test_a_removed_post_keeps_its_place_and_loses_its_words_for_good(batch: Batch) -> None:
    record(batch)
    record(Batch(source=batch.source, removals=[Removal("2", NOON, "deleted by its author")]))
    record(batch)
    post = Post.objects.get(origin_id="2")
    assert (post.body, post.tombstone.because) == ("", "deleted by its author")


def test_a_reply_and_a_vote_are_exposures_to_the_words_they_answer(batch: Batch) -> None:
    record(batch)
    met = {
        (e.reader.origin_id, e.author.origin_id, e.kind) for e in Exposure.objects.select_related("reader", "author")
    }
    assert met == {("ben", "ada", "reply"), ("ada", "ben", "vote")}


def test_a_reading_leaves_an_exposure_only_with_consent_to_be_measured(batch: Batch) -> None:
    reading = replace(batch, exposures=[NewExposure("ada", "2", NOON + timedelta(hours=3))])
    record(reading)
    assert not Exposure.objects.filter(kind="read").exists()
    person = hold(Identity.objects.get(origin_id="ada"), reason="member", because="signed up")
    decide(person, purpose="measurement", channel="portal", given=True, how="settings page")
    record(reading)
    assert Exposure.objects.filter(kind="read").count() == 1


def test_a_post_without_a_thread_is_refused_and_the_others_are_in(batch: Batch) -> None:
    lost = NewPost("9", "nowhere", "?", NOON, author="ada")
    recorded = record(replace(batch, posts=[*batch.posts, lost]))
    assert [(refusal.origin_id, refusal.reason) for refusal in recorded.refusals] == [
        ("9", "Its thread 'nowhere' is unknown.")
    ]
    assert Post.objects.count() == 2


def test_a_vote_that_changes_its_mind_stays_one_vote(batch: Batch) -> None:
    record(batch)
    record(replace(batch, reactions=[replace(batch.reactions[0], kind="unhelpful")]))
    assert Reaction.objects.get().kind == "unhelpful"


def test_an_erased_author_does_not_come_back(batch: Batch) -> None:
    ErasedIdentity.objects.create(source=batch.source, digest=digest(kind="handle", origin_id="ben"))
    record(batch)
    assert not Identity.objects.filter(origin_id="ben").exists()
    assert not Post.objects.filter(origin_id="2").exists()


def test_nul_characters_are_dropped_and_long_titles_cut(forum: Source) -> None:
    thread = NewThread("t", "discussion", "x" * 400, NOON)
    record(Batch(source=forum, threads=[thread], posts=[NewPost("1", "t", "a\x00b", NOON)]))
    assert Post.objects.get().body == "ab"
    assert len(Thread.objects.get().title) == 300
