"""A removed post keeps its place; its words are gone for everybody and do not come back by any door."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client

from agora.conversations import writing
from agora.conversations.batches import Batch, Removal
from agora.conversations.models import Channel, Post, Thread, Tombstone
from agora.conversations.writing import record
from agora.core.jobs import drain
from agora.core.models import Source
from agora.readings.models import Reading
from agora.readings.reading import read
from agora.search.models import Entry
from tests.cast import Cast
from tests.conversations.heard import forum, hours_later, kept, post, thread, vote

pytestmark = pytest.mark.django_db
QUARTZ = post("2", "ben", to="1", hours=1, body="Zirkon and quartz.")


@pytest.fixture
def place() -> Source:
    """A forum where Ben answers Ada, and Cleo answers Ben."""
    place = forum()
    posts = [post("1", "ada"), QUARTZ, post("3", "cleo", to="2", hours=2)]
    record(Batch(source=place, threads=[thread()], posts=posts, reactions=[vote("v", "ada", "2")]))
    drain()
    return place


def remove(place: Source, *names: str, because: str = "deleted by its author", hours: int = 9) -> None:
    record(Batch(source=place, removals=[Removal(name, hours_later(hours), because) for name in names]))


def test_the_place_stays_with_its_author_replies_and_votes_and_the_words_are_gone(place: Source) -> None:
    before = kept()
    remove(place, "2")
    after = kept()
    assert [row for row in after["posts"] if row[1] == "2"] == [
        ("post", "2", "t", "ben", "1", "", hours_later(1)),
    ]
    for noun in ("identities", "threads", "votes", "met"):
        assert after[noun] == before[noun], noun
    assert after["removed"] == [("2", "deleted by its author", hours_later(9))]
    assert Post.objects.get(origin_id="2").html == ""


def test_removing_again_keeps_the_first_reason_and_moment(place: Source) -> None:
    remove(place, "2")
    remove(place, "2", because="by a moderator", hours=10)
    assert kept()["removed"] == [("2", "deleted by its author", hours_later(9))]


@pytest.mark.parametrize(
    "row",
    [
        QUARTZ,
        replace(QUARTZ, body="Zirkon again."),
        replace(QUARTZ, body="Zirkon again.", edited_at=hours_later(20)),
        replace(QUARTZ, form="plain"),
    ],
)
def test_no_later_version_brings_the_words_back(place: Source, row: object) -> None:
    remove(place, "2")
    assert record(Batch(source=place, posts=[row])).edited == ()  # type: ignore[list-item]
    assert Post.objects.get(origin_id="2").body == ""


def test_a_removal_names_its_kind_and_leaves_the_comment_of_that_number(place: Source) -> None:
    record(Batch(source=place, posts=[post("2", "ada", kind="comment", hours=3)]))
    remove(place, "2")
    assert Tombstone.objects.get().post.kind == "post"
    record(Batch(source=place, removals=[Removal("2", hours_later(9), "rude", kind="comment")]))
    assert Tombstone.objects.count() == 2


def test_a_removal_at_one_place_touches_no_other(place: Source) -> None:
    other = forum(slug="board")
    record(Batch(source=other, threads=[thread()], posts=[QUARTZ]))
    remove(other, "2")
    assert Tombstone.objects.get().post.source == other
    assert Post.objects.get(source=place, origin_id="2").body == QUARTZ.body


def test_a_post_and_its_removal_may_come_in_one_batch(place: Source) -> None:
    record(Batch(source=place, posts=[post("4", hours=3)], removals=[Removal("4", hours_later(4), "a slip")]))
    assert (Post.objects.get(origin_id="4").body, Thread.objects.get().post_count) == ("", 4)


def test_a_long_reason_is_cut(place: Source) -> None:
    remove(place, "2", because="x\x00" * 400)
    assert Tombstone.objects.get().because == "x" * 300


def test_a_removed_post_is_found_by_nobody_and_read_no_more(cast: Cast, place: Source) -> None:
    assert Entry.objects.filter(body__contains="Zirkon").exists()
    remove(place, "2")
    drain()
    assert not Entry.objects.filter(body__contains="Zirkon").exists()
    gone = Post.objects.get(origin_id="2")
    assert not Entry.objects.filter(kind="post", subject_id=gone.pk).exists()
    before = Reading.objects.get(post=gone).at
    assert read([gone.pk]) == 0
    assert Reading.objects.get(post=gone).at == before


@pytest.mark.parametrize("who", [None, "ada", "ines", "root"])
def test_no_page_shows_the_words_to_anybody(client: Client, cast: Cast, place: Source, who: str | None) -> None:
    gone = Post.objects.select_related("author").get(origin_id="2")
    remove(place, "2")
    drain()
    if who:
        client.force_login(getattr(cast, who))
    addresses = ["/", "/discussions/", f"/threads/{gone.thread_id}/", "/search/?q=zirkon", f"/people/{gone.author_id}/"]
    for address in addresses:
        assert "quartz" not in client.get(address).content.decode(), address


def test_a_stranger_sees_the_thread_around_the_place_and_not_the_place(client: Client, place: Source) -> None:
    remove(place, "2")
    gone = Post.objects.get(origin_id="2")
    page = client.get(f"/threads/{gone.thread_id}/").content.decode()
    assert "Words of 1." in page
    assert f'id="post-{gone.pk}"' not in page
    assert client.get(f"/posts/{gone.pk}/").status_code == 404


def test_a_thread_whose_opening_was_removed_still_shows_its_answers(client: Client, place: Source) -> None:
    remove(place, "1")
    opening = Post.objects.get(origin_id="1")
    page = client.get(f"/threads/{opening.thread_id}/").content.decode()
    assert "Zirkon and quartz." in page
    assert "Words of 1." not in page


def test_a_thread_with_nothing_left_to_see_is_not_there(client: Client, place: Source) -> None:
    record(Batch(source=place, threads=[thread("alone")], posts=[post("9", thread="alone")]))
    alone = Thread.objects.get(origin_id="alone")
    remove(place, "9")
    assert client.get(f"/threads/{alone.pk}/").status_code == 404


def test_an_answer_to_a_removed_post_stays_seen(client: Client, cast: Cast) -> None:
    Channel.objects.create(source=cast.portal, slug="talk", name="Talk", is_public=True)
    opening = writing.open_thread(
        author=cast.voice(cast.ada), kind="discussion", title="Stones", body="Which?", channel="talk"
    )
    first = writing.write(thread=opening.thread, author=cast.voice(cast.ben), body="Zirkon.", reply_to=opening)
    second = writing.write(thread=opening.thread, author=cast.voice(cast.cleo), body="Rather not.", reply_to=first)
    record(Batch(source=cast.portal, removals=[Removal(first.origin_id, hours_later(1), "a slip")]))
    second.refresh_from_db()
    assert second.reply_to == first
    assert client.get(f"/posts/{second.pk}/").status_code == 302
