from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from agora.accounts.models import AuditEntry
from agora.conversations import undoing
from agora.conversations.batches import Batch, NewAuthor, NewPost, NewReaction, NewThread
from agora.conversations.models import Exposure, Post, Reaction, Thread
from agora.conversations.writing import record
from agora.core.models import Import, Source
from agora.core.models.sources import source
from agora.core.states import IllegalStep
from agora.people.models import Identity
from tests.cast import NOON, Cast

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def forum(db: None) -> Source:
    return source("forum", kind="activitystreams", name="Forum")


@pytest.fixture
def before(forum: Source) -> Batch:
    """What was there already: a thread with one post."""
    batch = Batch(
        source=forum,
        threads=[NewThread("t1", "discussion", "Old", NOON, author="ada")],
        posts=[NewPost("1", "t1", "Old words.", NOON, author="ada")],
    )
    record(batch)
    return batch


@pytest.fixture
def of(forum: Source, before: Batch) -> Import:
    """An import that adds a reply and a vote to the old thread, and a thread of its own."""
    of = Import.begin(kind="activitystreams", source=forum, label="archive")
    brought = Batch(
        source=forum,
        of_import=of,
        authors=[NewAuthor("cleo", name="Cleo")],
        threads=[NewThread("t2", "question", "New", NOON, author="ben")],
        posts=[
            NewPost("2", "t1", "A reply.", LATER, author="ben", reply_to="1"),
            NewPost("3", "t2", "New words.", NOON, author="ben"),
        ],
        reactions=[NewReaction("v", "1", "helpful", LATER, actor="ben")],
    )
    record(brought)
    of.finish({})
    return of


def test_undo_takes_exactly_what_the_import_brought(of: Import) -> None:
    assert undoing.undo(of) == {"reactions": 1, "posts": 2, "threads": 1, "identities": 2}
    assert list(Post.objects.values_list("origin_id", flat=True)) == ["1"]
    thread = Thread.objects.get()
    assert (thread.origin_id, thread.post_count, thread.last_post_at) == ("t1", 1, NOON)
    assert not Reaction.objects.exists()
    assert not Exposure.objects.exists()
    assert list(Identity.objects.values_list("origin_id", flat=True)) == ["ada"]


def test_a_thread_that_others_wrote_in_since_stays_with_their_words(of: Import, before: Batch) -> None:
    record(Batch(source=of.source, posts=[NewPost("4", "t2", "From elsewhere.", LATER, author="dora")]))
    assert undoing.undo(of)["threads"] == 0
    thread = Thread.objects.get(origin_id="t2")
    assert (thread.post_count, thread.posts.get().origin_id) == (1, "4")


def test_what_was_known_before_and_only_edited_stays_as_edited(of: Import, before: Batch) -> None:
    record(replace(before, posts=[replace(before.posts[0], body="Mended words.")], of_import=of))
    undoing.undo(of)
    assert Post.objects.get().body == "Mended words."


def test_an_import_is_undone_once_and_staff_who_did_it_are_noted(of: Import, cast: Cast) -> None:
    undoing.undo(of, by=cast.max)
    with pytest.raises(IllegalStep):
        undoing.undo(of)
    assert AuditEntry.objects.get().detail["posts"] == 2
    assert Import.objects.get().state == "undone"
