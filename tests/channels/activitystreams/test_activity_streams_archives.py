from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from agora.channels.connectors.activitystreams import reading
from agora.channels.connectors.activitystreams.reading import Unreadable
from agora.channels.connectors.activitystreams.running import run
from agora.conversations.models import Exposure, Mention, Post, Reaction, Thread
from agora.core.models import Import
from agora.core.models.sources import source
from agora.people.models import Identity

pytestmark = pytest.mark.django_db
ADA, BEN = "https://a.example/ada", "https://a.example/ben"
AT = "2026-06-01T12:00:00Z"


def note(number: str, **more: Any) -> dict[str, Any]:
    return {"type": "Note", "id": number, "attributedTo": ADA, "published": AT, "content": f"<p>{number}</p>", **more}


def create(thing: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "Create", "actor": ADA, "object": thing, "published": AT, **more}


class Archive:
    """A file to fill with objects, and the source they go to."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "archive.jsonl"
        self.source = source("social", kind="activitystreams", name="Social")

    def bring(self, *objects: Any) -> Import:
        """Write the objects (bytes as they are) and import them."""
        lines = [one if isinstance(one, bytes) else json.dumps(one).encode() for one in objects]
        self.path.write_bytes(b"\n".join(lines))
        return run(self.path, source=self.source)


@pytest.fixture
def archive(files: Path) -> Archive:
    return Archive(files)


def faults(of: Import) -> list[tuple[int, str, str]]:
    return list(of.rejections.order_by("line").values_list("line", "column", "reason"))


def test_a_created_note_and_a_bare_one_open_threads(archive: Archive) -> None:
    archive.bring(create(note("n1")), note("n2", type="Article", name="On rims"), note("n3", type="Question"))
    assert dict(Thread.objects.values_list("title", "kind")) == {
        "n1": "discussion", "On rims": "discussion", "n3": "question",
    }  # fmt: skip
    post = Post.objects.get(origin_id="n1")
    assert (post.form, post.words, post.author.origin_id, post.edited_at) == ("html", "n1", ADA, None)


def test_actors_describe_the_authors_that_posts_only_name(archive: Archive) -> None:
    ada = {
        "type": "Person",
        "id": ADA,
        "name": "Ada",
        "preferredUsername": "ada",
        "summary": "<p>I ride.</p>",
        "url": ADA,
    }
    archive.bring(note("n1"), ada)
    archive.bring(note("n2", attributedTo={"type": "Organization", "id": BEN, "name": "Ben & Co"}))
    author = Post.objects.get(origin_id="n1").author
    assert (author.name, author.handle, author.about, author.url) == ("Ada", "ada", "I ride.", ADA)
    assert Identity.objects.get(origin_id=BEN).name == "Ben & Co"


def test_replies_join_the_thread_of_what_they_answer_in_any_order(archive: Archive) -> None:
    archive.bring(
        note("n3", inReplyTo="n2"), note("n2", inReplyTo={"id": "n1", "type": "Note"}, attributedTo=BEN), note("n1")
    )
    thread = Thread.objects.get()
    assert (thread.origin_id, thread.title, thread.post_count) == ("n1", "n1", 3)
    assert Post.objects.get(origin_id="n3").reply_to.origin_id == "n2"
    assert Exposure.objects.filter(reader__origin_id=BEN, author__origin_id=ADA, kind="reply").count() == 1


def test_posts_of_one_context_share_a_thread(archive: Archive) -> None:
    archive.bring(note("n1", context="c"), note("n2", conversation="c", inReplyTo="elsewhere"))
    assert Thread.objects.get().origin_id == "c"
    assert Post.objects.filter(thread__origin_id="c").count() == 2


def test_a_reply_to_something_unknown_is_kept_and_attached_when_its_parent_arrives(archive: Archive) -> None:
    early, child = note("n2", inReplyTo="n1", attributedTo=BEN), note("n3", inReplyTo="n2")
    archive.bring(early, child)
    assert Thread.objects.get().origin_id == "n2"
    archive.bring(note("n1"))
    of = archive.bring(early, child)
    assert of.counts["attached_replies"] == 1
    thread = Thread.objects.get()
    assert (thread.origin_id, thread.post_count) == ("n1", 3)
    assert Post.objects.get(origin_id="n2").reply_to.origin_id == "n1"


def test_a_parent_in_a_later_batch_is_found(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agora.channels.connectors.activitystreams.running.OBJECTS_PER_BATCH", 1)
    archive.bring(
        note("n2", inReplyTo="n1"), note("k2", context="c", inReplyTo="k1"), note("n1"), note("k1", context="c")
    )
    assert set(Thread.objects.values_list("origin_id", "post_count")) == {("n1", 2), ("c", 2)}
    assert Post.objects.get(origin_id="k2").reply_to.origin_id == "k1"


def test_replies_in_a_circle_end_in_one_thread(archive: Archive) -> None:
    archive.bring(note("a", inReplyTo="b"), note("b", inReplyTo="a"), note("c", inReplyTo="c"))
    assert set(Thread.objects.values_list("origin_id", "post_count")) == {("a", 2), ("c", 1)}


def test_tags_are_topics_and_mentions(archive: Archive) -> None:
    tags = [{"type": "Hashtag", "name": "#Brakes"}, {"type": "Mention", "href": BEN, "name": "@ben"}, "odd", None]
    archive.bring(note("n1", tag=tags))
    assert [topic.name for topic in Thread.objects.get().topics.all()] == ["Brakes"]
    assert Mention.objects.get().identity.origin_id == BEN


def test_likes_dislikes_and_boosts_are_reactions(archive: Archive) -> None:
    given = [
        {"type": kind, "id": f"{kind}-{'x' * 200}", "actor": BEN, "object": "n1", "published": AT}
        for kind in ("Like", "Dislike", "Announce")
    ]
    archive.bring(*given, {"type": "Like", "actor": ADA, "object": {"id": "n1"}, "published": AT}, note("n1"))
    assert sorted(Reaction.objects.values_list("kind", "origin_kind", "actor__origin_id")) == [
        ("down", "Dislike", BEN), ("like", "Like", ADA), ("like", "Like", BEN), ("other", "Announce", BEN),
    ]  # fmt: skip


def test_an_update_edits_and_an_older_version_does_not_bring_the_old_words_back(archive: Archive) -> None:
    update = {"type": "Update", "actor": ADA, "object": note("n1", content="new", updated="2026-06-02T12:00:00Z")}
    archive.bring(create(note("n1", content="old")), update)
    assert Post.objects.get().body == "new"
    archive.bring(create(note("n1", content="old")))
    assert Post.objects.get().body == "new"


@pytest.mark.parametrize(
    "gone",
    [
        {"type": "Delete", "actor": ADA, "object": "n1", "published": AT},
        {"type": "Delete", "actor": ADA, "object": {"type": "Tombstone", "id": "n1", "deleted": AT}},
        {"type": "Tombstone", "id": "n1", "deleted": AT},
    ],
)
def test_a_deleted_note_keeps_its_place_without_its_words(archive: Archive, gone: dict[str, Any]) -> None:
    archive.bring(gone, note("n1"))
    post = Post.objects.get()
    assert (post.body, post.tombstone.because) == ("", "deleted at its source")


def test_the_same_archive_again_changes_nothing(archive: Archive) -> None:
    objects = [
        create(note("n1")), note("n2", inReplyTo="n1", attributedTo=BEN), note("n3", inReplyTo="unknown"),
        {"type": "Like", "actor": BEN, "object": "n1", "published": AT}, {"type": "Update", "object": note("n1", content="x")},
    ]  # fmt: skip
    archive.bring(*objects)
    before = list(Post.objects.values()), list(Thread.objects.values()), list(Reaction.objects.values())
    again = archive.bring(*objects)
    assert before == (list(Post.objects.values()), list(Thread.objects.values()), list(Reaction.objects.values()))
    assert again.counts == {}


def test_broken_lines_and_unknown_types_are_reported_and_the_others_are_in(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "LONGEST_LINE", 400)
    of = archive.bring(
        b"\xef\xbb\xbf" + json.dumps(note("n1")).encode(), b"", b"{broken", b"[1]", b"\xff\xfe", b'"' + b"x" * 1000 + b'"',
        {"type": "Travel", "id": "t"}, {"id": "t"}, note("n2", published="noon"), note("n3", content=None),
        {"type": "Like", "actor": BEN, "object": "nowhere", "published": AT},
        {"type": "Delete", "object": "nowhere", "published": AT}, {"type": "Create", "object": "n9"}, note("n4"),
    )  # fmt: skip
    assert set(Post.objects.values_list("origin_id", flat=True)) == {"n1", "n4"}
    assert faults(of) == [
        (3, "", "This is not JSON: Expecting property name enclosed in double quotes at column 2."),
        (4, "", "A line is one JSON object; this is something else."),
        (5, "", "This line is not UTF-8: byte 1 of it."),
        (6, "", "This line is longer than 400 bytes."),
        (7, "type", "Agora does not take this type."),
        (8, "type", "This has no type."),
        (9, "published", "This is no date and time."),
        (10, "content", "This has no words."),
        (11, "object", "Its post 'nowhere' is unknown."),
        (12, "", "The deleted post is unknown."),
        (13, "object", "This Create does not hold its object, only names it."),
    ]


def test_a_collection_brings_its_members_and_a_packed_file_is_read(archive: Archive) -> None:
    whole = json.dumps({"type": "OrderedCollection", "orderedItems": [create(note("n1")), note("n2"), "n3"]})
    archive.path.write_bytes(gzip.compress(whole.encode()))
    assert run(archive.path, source=archive.source).counts["posts"] == 2


def test_a_packed_file_that_breaks_off_says_so(archive: Archive) -> None:
    archive.path.write_bytes(gzip.compress(json.dumps(note("n1")).encode() * 50)[:60])
    with pytest.raises(Unreadable, match="cannot be read"):
        run(archive.path, source=archive.source)
    assert Import.objects.get().state == "failed"
