from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection

from agora.conversations.attaching import attach
from agora.conversations.batches import Batch, NewMention, NewPost, NewReaction, NewThread
from agora.conversations.models import Exposure, Hold, Mention, Post, Thread, Topic
from agora.conversations.writing import record
from agora.core import clock
from agora.core.models import Source
from agora.core.models.sources import source
from agora.people.erasing import digest
from agora.people.models import ErasedIdentity, Identity
from tests.cast import NOON

pytestmark = pytest.mark.django_db
LATER, LAST = NOON + timedelta(hours=1), NOON + timedelta(hours=2)


@pytest.fixture
def forum() -> Source:
    return source("forum", kind="activitystreams", name="Forum")


@pytest.fixture
def batch(forum: Source) -> Batch:
    return Batch(
        source=forum,
        threads=[NewThread("t", "discussion", "Talk", NOON, topics=("Brakes", "Noise"))],
        posts=[
            NewPost("2", "t", "Yes.", LATER, author="ben", reply_to="1"),
            NewPost("1", "t", "Is it?", NOON, author="ada"),
        ],
    )


def test_what_lies_in_the_future_is_refused_and_the_rest_is_in(batch: Batch) -> None:
    late = clock.now() + timedelta(days=2)
    told = replace(
        batch,
        threads=[*batch.threads, NewThread("soon", "discussion", "Soon", late)],
        posts=[*batch.posts, NewPost("3", "t", "Tomorrow.", late, author="ada")],
        reactions=[NewReaction("v", "1", "like", late, actor="ben")],
    )
    recorded = record(told)
    assert [(refusal.what, refusal.origin_id) for refusal in recorded.refusals] == [
        ("thread", "soon"), ("post", "3"), ("reaction", "v"),
    ]  # fmt: skip
    assert all("lies in the future" in refusal.reason for refusal in recorded.refusals)
    assert (len(recorded.created), Thread.objects.count()) == (2, 1)


def test_a_reply_may_stand_before_what_it_answers_in_the_same_batch(batch: Batch) -> None:
    record(batch)
    assert Post.objects.get(origin_id="2").reply_to.origin_id == "1"
    assert Exposure.objects.get().reader.origin_id == "ben"


def test_a_reply_offered_again_once_its_parent_is_known_is_joined_to_it(batch: Batch) -> None:
    record(replace(batch, posts=batch.posts[:1]))
    record(replace(batch, posts=batch.posts[1:]))
    assert Post.objects.get(origin_id="2").reply_to is None
    record(replace(batch, posts=batch.posts[:1]))
    assert Post.objects.get(origin_id="2").reply_to.origin_id == "1"
    assert Exposure.objects.get().kind == "reply"


def test_a_reply_to_a_refused_post_is_in_without_a_parent(batch: Batch) -> None:
    lost = replace(batch.posts[1], thread="nowhere")
    recorded = record(replace(batch, posts=[batch.posts[0], lost]))
    assert len(recorded.created) == len(recorded.refusals) == 1
    assert Post.objects.get().reply_to is None


def test_of_two_dated_versions_the_later_stands(batch: Batch) -> None:
    post = batch.posts[1]
    record(replace(batch, posts=[replace(post, body="third", edited_at=LAST)]))
    assert record(replace(batch, posts=[replace(post, body="second", edited_at=LATER)])).edited == ()
    assert Post.objects.get().body == "third"


def test_a_thread_that_tells_its_topics_again_tells_all_of_them(batch: Batch) -> None:
    record(batch)
    record(replace(batch, threads=[replace(batch.threads[0], topics=("Noise", "Rims"))]))
    assert [topic.slug for topic in Thread.objects.get().topics.all()] == ["noise", "rims"]
    record(replace(batch, threads=[replace(batch.threads[0], topics=())]))
    assert Thread.objects.get().topics.count() == 2


def test_topics_may_be_known_before_any_thread_is_about_them(forum: Source) -> None:
    record(Batch(source=forum, topics=["Lights", "Lights", "!"]))
    assert Topic.objects.get().name == "Lights"


def test_whom_a_post_names_is_kept_but_an_erased_one_is_not(batch: Batch) -> None:
    ErasedIdentity.objects.create(source=batch.source, digest=digest(kind="handle", origin_id="eve"))
    named = replace(batch, mentions=[NewMention("1", "cleo"), NewMention("1", "eve")])
    record(named)
    record(named)
    assert Mention.objects.get().identity.origin_id == "cleo"
    assert not Identity.objects.filter(origin_id="eve").exists()


def test_a_reply_that_came_first_moves_with_its_thread_and_stays_held(batch: Batch) -> None:
    record(batch)
    record(
        Batch(
            source=batch.source,
            threads=[NewThread("9", "discussion", "Early", LAST)],
            posts=[NewPost("9", "9", "No.", LAST, author="cleo"), NewPost("10", "9", "Why?", LAST, author="ada")],
        )
    )
    early = Post.objects.get(origin_id="9")
    Hold.objects.create(post=early, thread=early.thread, because="looks like advertising")
    assert attach(batch.source, [("9", "1"), ("10", "gone"), ("1", "9")]) == 1
    thread = Thread.objects.get()
    assert (thread.origin_id, thread.post_count, thread.last_post_at) == ("t", 4, LAST)
    early.refresh_from_db()
    assert (early.reply_to.origin_id, early.hold.because) == ("1", "looks like advertising")


def test_the_planner_learns_at_once_of_a_table_that_one_batch_filled(batch: Batch) -> None:
    many = [NewPost(f"m{number}", "t", "Words.", LATER) for number in range(1_000)]
    record(replace(batch, posts=many))
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'conversations_post'")
        assert cursor.fetchone()[0] >= 1_000
