"""Authors, threads, topics, links and mentions as a source tells them, now and when it tells them again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from agora.conversations.batches import Batch, NewAuthor, NewLink, NewMention
from agora.conversations.models import Channel, Mention, Thread, ThreadLink, Topic
from agora.conversations.writing import record
from agora.core import clock
from agora.people.erasing import digest
from agora.people.models import ErasedIdentity, Identity
from tests.cast import NOON
from tests.conversations.heard import forum, hours_later, kept, post, thread, vote

pytestmark = pytest.mark.django_db
ADA = NewAuthor("ada", name="Ada", handle="@ada", url="https://forum.example/ada", about="Rides.", first_seen_at=NOON)


def author(origin_id: str = "ada") -> Identity:
    return Identity.objects.get(origin_id=origin_id)


def test_an_author_comes_in_as_told() -> None:
    assert record(Batch(source=forum(), authors=[ADA])).authors == 1
    ada = author()
    assert (ada.name, ada.handle, ada.url, ada.about, ada.first_seen_at, ada.is_ours, ada.kind, ada.person) == (
        "Ada", "@ada", "https://forum.example/ada", "Rides.", NOON, False, "handle", None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("told", "name", "handle"),
    [
        (NewAuthor("ada"), "", "ada"),
        (NewAuthor("ada", name="Ada"), "Ada", ""),
        (NewAuthor("ada", handle="@a"), "", "@a"),
        (NewAuthor("ada", name="A\x00da" + "a" * 300), "Ada" + "a" * 197, ""),
    ],
)
def test_what_an_author_is_called_when_little_is_told(told: NewAuthor, name: str, handle: str) -> None:
    record(Batch(source=forum(), authors=[told]))
    assert (author().name, author().handle) == (name, handle)


@pytest.mark.parametrize("field", ["name", "handle", "url", "about"])
def test_each_thing_told_of_a_known_author_is_kept_up(field: str) -> None:
    place = forum()
    record(Batch(source=place, authors=[ADA]))
    changed = replace(ADA, **{field: "https://else.example/"})
    assert record(Batch(source=place, authors=[changed])).authors == 0
    assert getattr(author(), field) == "https://else.example/"


def test_who_is_only_named_keeps_what_was_told_of_them_and_when_they_were_first_seen() -> None:
    place = forum()
    record(Batch(source=place, authors=[ADA]))
    record(Batch(source=place, threads=[thread()], posts=[post("1", "ada")], reactions=[vote("v", "ada", "1")]))
    assert (author().name, author().handle, author().first_seen_at) == ("Ada", "@ada", NOON)
    record(Batch(source=place, authors=[replace(ADA, first_seen_at=NOON + timedelta(days=1))]))
    assert author().first_seen_at == NOON


def test_the_last_of_two_rows_on_an_author_counts() -> None:
    record(Batch(source=forum(), authors=[ADA, replace(ADA, name="Ada L.")]))
    assert author().name == "Ada L."


def test_the_kind_of_presence_tells_two_with_one_number_apart() -> None:
    place = forum()
    for kind in ("handle", "customer"):
        record(Batch(source=place, authors=[ADA], author_kind=kind))
    assert sorted(Identity.objects.values_list("kind", flat=True)) == ["customer", "handle"]


def test_everybody_a_batch_names_is_known_afterwards() -> None:
    told = Batch(
        source=forum(),
        threads=[thread(by="opener")],
        posts=[post("1", "writer")],
        reactions=[vote("v", "voter", "1")],
        mentions=[NewMention("1", "named")],
    )
    assert record(told).authors == 4
    assert set(Identity.objects.values_list("origin_id", flat=True)) == {"opener", "writer", "voter", "named"}


def test_nothing_that_an_erased_author_did_comes_back_and_the_others_stay() -> None:
    place = forum()
    ErasedIdentity.objects.create(source=place, digest=digest(kind="handle", origin_id="eve"))
    record(
        Batch(
            source=place,
            authors=[NewAuthor("eve", name="Eve"), ADA],
            threads=[thread(by="eve", title="Eve's secret"), thread("u", by="ada")],
            posts=[post("1", "eve"), post("2", "ada"), post("3", "ada", thread="u", to="1")],
            reactions=[vote("v", "eve", "2"), vote("w", "ada", "2")],
            mentions=[NewMention("2", "eve")],
        )
    )
    rows = kept()
    assert [row[2] for row in rows["identities"]] == ["ada"]
    assert [(row[0], row[2], row[3]) for row in rows["threads"]] == [("t", "Removed", None), ("u", "About u", "ada")]
    assert [row[1] for row in rows["posts"]] == ["2", "3"]
    assert [row[0] for row in rows["votes"]] == ["w"]
    assert rows["named"] == []


def test_who_was_erased_at_one_place_or_in_one_kind_still_speaks_at_another() -> None:
    place, other = forum(), forum(slug="board")
    ErasedIdentity.objects.create(source=place, digest=digest(kind="handle", origin_id="ada"))
    for told in (Batch(source=other, authors=[ADA]), Batch(source=place, authors=[ADA], author_kind="customer")):
        assert record(told).authors == 1
    assert record(Batch(source=place, authors=[ADA])).authors == 0


@pytest.mark.parametrize(
    ("field", "value"), [("title", "Another title"), ("url", "https://forum.example/9"), ("kind", "question")]
)
def test_each_thing_told_of_a_known_thread_is_kept_up(field: str, value: str) -> None:
    place = forum()
    record(Batch(source=place, threads=[thread()]))
    assert record(Batch(source=place, threads=[replace(thread(), **{field: value})])).threads == 0
    assert getattr(Thread.objects.get(), field) == value


def test_who_opened_a_thread_when_and_where_does_not_change() -> None:
    place = forum()
    record(Batch(source=place, threads=[thread()]))
    record(Batch(source=place, threads=[replace(thread(by="ben"), opened_at=hours_later(9), channel="other")]))
    talk = Thread.objects.get()
    assert (talk.opened_by.origin_id, talk.opened_at, talk.channel.slug) == ("ada", NOON, "main")


@pytest.mark.parametrize(
    ("title", "stored"),
    [("  a\n b\tc ", "a b c"), ("x" * 300, "x" * 300), ("x" * 301, "x" * 299 + "…"), ("a\x00b", "ab")],
)
def test_a_title_is_one_line_of_at_most_300_characters(title: str, stored: str) -> None:
    record(Batch(source=forum(), threads=[thread(title=title)]))
    assert Thread.objects.get().title == stored


def test_a_channel_that_nobody_opened_to_the_public_is_for_staff() -> None:
    record(Batch(source=forum(), threads=[thread(channel="secret")]))
    assert Channel.objects.get(slug="secret").is_public is False
    assert Channel.objects.get(slug="main").is_public is True


def test_topics_are_one_by_their_address_whatever_their_case() -> None:
    record(Batch(source=forum(), threads=[thread(topics=("Disc brakes", "disc-brakes", " ", "!")), thread("u")]))
    assert kept()["topics"] == [("t", "disc-brakes")]
    assert Topic.objects.count() == 1


def test_links_join_two_known_threads_of_the_place_once() -> None:
    place, other = forum(), forum(slug="board")
    record(Batch(source=other, threads=[thread("t")]))
    links = [
        NewLink("1", "t", "u", "related", NOON),
        NewLink("1", "t", "u", "duplicate", NOON),
        NewLink("2", "t", "gone", "related", NOON),
        NewLink("3", "gone", "u", "related", NOON),
    ]
    told = Batch(source=place, threads=[thread("t"), thread("u")], links=links)
    assert (record(told).links, record(told).links) == (2, 0)
    rows = ThreadLink.objects.order_by("kind").values_list("kind", "thread__source__slug", "other__origin_id", "at")
    assert list(rows) == [("duplicate", "forum", "u", NOON), ("related", "forum", "u", NOON)]


def test_whom_a_post_names_is_kept_once_and_only_of_posts_that_are_known() -> None:
    place = forum()
    mentions = [NewMention("1", "ben"), NewMention("1", "ben"), NewMention("gone", "ben"), NewMention("1", "cleo")]
    told = Batch(source=place, threads=[thread()], posts=[post("1")], mentions=mentions)
    record(told)
    record(told)
    assert kept()["named"] == [("1", "ben"), ("1", "cleo")]
    assert Mention.objects.count() == 2


@pytest.mark.parametrize(("late", "refused"), [(23, False), (25, True)])
def test_a_day_ahead_is_a_fast_clock_and_more_is_the_future(late: int, refused: bool) -> None:
    at = clock.now() + timedelta(hours=late)
    told = record(
        Batch(
            source=forum(),
            threads=[thread("t"), replace(thread("soon"), opened_at=at)],
            posts=[replace(post("1"), said_at=at)],
            reactions=[replace(vote("v", "ben", "1"), at=at)],
        )
    )
    assert [one.what for one in told.refusals] == (["thread", "post", "reaction"] if refused else [])
    assert Thread.objects.filter(origin_id="soon").exists() != refused
