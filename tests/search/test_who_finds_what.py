"""Who finds what, what stands first, in which language, and that no input hurts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from agora.commerce.models import Product
from agora.conversations.batches import Batch, NewThread, Removal
from agora.conversations.flagging import hold, release
from agora.conversations.models import Channel, Post, Thread
from agora.conversations.writing import record
from agora.core.jobs import drain
from agora.people.models import Person
from agora.readings.models import Reading
from agora.search.finding import find
from agora.search.indexing import index_people, index_posts, index_products, mend
from agora.search.models import Entry
from tests.cast import NOON, Cast
from tests.conversations.heard import forum, hours_later, post, thread

pytestmark = pytest.mark.django_db
PUBLIC = AnonymousUser()


def said(name: str, body: str, *, title: str = "", hours: int = 0, channel: str = "main", language: str = "en") -> Post:
    """A post in a thread of its own, read in this language and indexed."""
    opened = NewThread(name, "discussion", title or f"Title of {name}", NOON, channel, "ada")
    record(Batch(source=forum(), threads=[opened], posts=[post(name, thread=name, body=body, hours=hours)]))
    written = Post.objects.get(origin_id=name)
    Reading.objects.create(post=written, model_id="test", language=language, language_confidence=1.0)
    index_posts([written.pk])
    return written


def found(words: str, viewer: Any = PUBLIC, **narrowed: Any) -> list[str]:
    """What is found, best first: posts by their number at the forum, others by title."""
    names = dict(Post.objects.values_list("pk", "origin_id"))
    hits = find(words, viewer=viewer, **narrowed)
    return [names[hit.subject_id] if hit.kind == "post" else hit.title for hit in hits]


# Words asked for → which of three posts are found.
ASKED: list[tuple[str, set[str]]] = [
    ("dynamo", {"1", "2"}),
    ("DYNAMO", {"1", "2"}),
    ("dyna", {"1", "2"}),
    ("dynamo hub", {"2"}),
    ("hub dynamo", {"2"}),
    ("dynamo saddle", set()),
    ("dynamos", {"1", "2"}),
    ("dynasty", set()),
    ("leather", {"3"}),
    ("creak", {"3"}),
    ("saddles creaking", {"3"}),
    ("title", {"1", "2", "3"}),
    ("", set()),
    ("   ", set()),
    ("?!", set()),
    ("xylophone", set()),
]


@pytest.mark.parametrize(("words", "names"), ASKED)
def test_all_words_must_be_there_stemmed_and_the_last_may_still_grow(words: str, names: set[str]) -> None:
    said("1", "The dynamo hums.")
    said("2", "A hub with a dynamo.")
    said("3", "My leather saddle creaks.")
    assert set(found(words)) == names


# How a post is said, in which language → words that find it, words that do not.
LANGUAGES: list[tuple[str, str, str, str]] = [
    ("en", "The wheels are spinning.", "wheel spin", "spinnt"),
    ("de", "Die Räder drehten sich in den Häusern.", "haus", "mice"),
    ("es", "Las bicicletas corrieron rápidamente.", "bicicleta", "bicyclette"),
    ("fr", "Les chevaux mangeaient des pommes.", "pomme", "apfel"),
    ("nl", "De fietsen staan buiten.", "fiets", "fahrrad"),
    ("it", "Le biciclette sono rotte.", "bicicletta", "bicycle"),
    ("pt", "As bicicletas foram consertadas.", "bicicleta", "velo"),
    ("ja", "ブレーキ が鳴る", "ブレーキ", "サドル"),
    ("und", "squealing brakes", "squeal", "saddle"),
    ("ru", "Тормоза скрипят", "тормоза", "седло"),
    ("ar", "الفرامل تصدر صوتا", "الفرامل", "مقعد"),
]


@pytest.mark.parametrize(("language", "body", "finds", "misses"), LANGUAGES)
def test_each_language_is_stemmed_by_its_own_rules_and_any_script_is_found(
    language: str, body: str, finds: str, misses: str
) -> None:
    said("1", body, title="…", language=language)
    assert (found(finds), found(misses)) == (["1"], [])


@pytest.mark.parametrize(
    ("body", "asked"),
    [("Café crème", "cafe creme"), ("cafe creme", "café crème"), ("Größe", "grosse"), ("ÑANDÚ", "nandu")],
)
def test_accents_make_no_difference_either_way(body: str, asked: str) -> None:
    said("1", body, title="…", language="und")
    assert found(asked) == ["1"]


def test_words_of_the_title_weigh_more_than_words_of_the_text_and_of_equals_the_later_stands_first() -> None:
    said("text", "The bell rings.", title="Something else")
    said("title", "It rings all day.", title="The bell rings")
    said("older", "A pump leaks here.", title="Same", hours=1)
    said("newer", "A pump leaks here.", title="Same", hours=2)
    assert found("bell rings") == ["title", "text"]
    assert found("pump") == ["newer", "older"]


def test_a_post_that_says_it_more_densely_stands_before_a_long_one_that_says_it_once() -> None:
    said("long", "A tale of many things. " * 60 + "Rust.", title="Tale")
    said("short", "Rust on rust.", title="Tale")
    assert found("rust") == ["short", "long"]


def test_a_typo_in_a_title_is_forgiven_after_what_matches_exactly() -> None:
    said("exact", "The derailleur is bent.", title="Bent")
    said("close", "Help.", title="Derailleurs explained")
    assert found("derailleur") == ["close", "exact"]
    assert found("derailer")[:1] == ["close"]
    assert found("zzzzqqqq") == []


def test_no_more_than_asked_for_and_only_of_the_kinds_asked_for(cast: Cast) -> None:
    for number in range(4):
        said(str(number), "The bell rings.", title="Ringing", hours=number)
    Product.objects.create(source=cast.shop, origin_id="bell", slug="bell", name="Bell", currency="EUR")
    mend()
    assert found("bell", limit=2, kinds=["post"]) == ["3", "2"]
    assert found("bell", kinds=["product"]) == ["Bell"]
    assert len(found("bell", limit=1)) == 1
    assert found("bell")[0] == "Bell"


# What became of a post → who still finds it.
FATES: dict[str, tuple[bool, bool]] = {
    "public": (True, True),
    "private": (False, True),
    "held": (False, True),
    "released": (True, True),
    "thread held": (False, True),
    "removed": (False, False),
    "gone": (False, False),
}


def befall(fate: str, name: str, cast: Cast) -> None:
    """Let this happen to the post, told through the doors."""
    written = Post.objects.get(origin_id=name)
    if fate in {"held", "released"}:
        held = hold(written, by=cast.ines, because="rude")
        if fate == "released":
            release(held, by=cast.ines)
    elif fate == "thread held":
        hold(Post.objects.get(origin_id="0"), by=cast.ines, because="rude")
    elif fate == "removed":
        record(Batch(source=forum(), removals=[Removal(name, NOON, "a slip")]))
    elif fate == "gone":
        Post.objects.filter(pk=written.pk).delete()
        mend()


@pytest.mark.parametrize(("fate", "seen"), FATES.items())
def test_who_finds_a_post_after_what_became_of_it(cast: Cast, fate: str, seen: tuple[bool, bool]) -> None:
    Channel.objects.create(source=forum(), slug="inside", name="Inside", is_public=False)
    home = "inside" if fate == "private" else "main"
    record(Batch(source=forum(), threads=[thread(channel=home)], posts=[post("0", body="Hello there.")]))
    record(Batch(source=forum(), posts=[post("1", "ben", hours=1, body="Zirkon rings.")]))
    drain()
    befall(fate, "1", cast)
    drain()
    for viewer in (PUBLIC, cast.ada, cast.ben):
        assert ("1" in found("zirkon", viewer)) == seen[0], viewer
    for viewer in (cast.ines, cast.ana, cast.root):
        assert ("1" in found("zirkon", viewer)) == seen[1], viewer


def test_a_hold_does_not_leave_words_to_be_found_by_likeness(cast: Cast) -> None:
    written = said("1", "Help.", title="Derailleurs explained")
    hold(written, by=cast.ines, because="rude")
    drain()
    assert found("derailers") == []
    assert found("derailers", cast.ines) == ["1"]


ODD: dict[str, str] = {
    "quotes": "'\"`’„“",
    "wildcards": "% _ \\% *",
    "operators": "a & b | !c <-> d:*",
    "brackets": "((((a",
    "nul": "bell\x00",
    "surrogate": "bell\ud800",
    "emoji": "🔔 bell",
    "right to left": "\u202ebell שלום",
    "long": "bell " * 5_000,
    "one long word": "b" * 5_000,
    "combining": "b\u0301" * 80,
    "sql": "'; DROP TABLE search_entry; --",
    "tags": "<script>alert(1)</script>",
    "newlines": "bell\n\r\tbell",
    "numbers": "0" * 400,
}


@pytest.mark.parametrize("words", ODD.values(), ids=list(ODD))
def test_odd_input_is_a_search_like_any_other(client: Client, cast: Cast, words: str) -> None:
    said("1", "The bell rings.", title="Ringing")
    find(words, viewer=PUBLIC)
    asked = words.encode("utf-8", "replace").decode()
    page = client.get("/search/", {"q": asked})
    # Whatever holds a NUL is refused before any page is asked.
    assert page.status_code == (400 if "\x00" in asked else 200)
    assert "<script>alert" not in page.content.decode()
    assert found("bell") == ["1"]


@pytest.mark.parametrize(
    ("words", "names"), [("🔔 bell", ["1"]), ("bell\x00", ["1"]), ("100%", ["2"]), ("bell bell", ["1"])]
)
def test_odd_input_still_finds_the_words_in_it(words: str, names: list[str]) -> None:
    said("1", "The bell rings.", title="Ringing")
    said("2", "Right in 100% of all cases.", title="Share")
    assert found(words) == names


def test_what_is_marked_is_what_matched_and_the_rest_is_text(cast: Cast) -> None:
    said("1", "A <b>bell</b> & <img src=x onerror=alert(1)> bells \x02not\x03 mine", title="Ringing")
    (hit,) = find("bell", viewer=PUBLIC)
    assert hit.excerpt.count("<mark>") == hit.excerpt.count("</mark>") > 0
    assert "<mark>bell</mark>" in hit.excerpt
    assert "<img" not in hit.excerpt
    assert (hit.kind, hit.title, hit.at, hit.thread_id) == ("post", "Ringing", NOON, Thread.objects.get().pk)


def test_products_and_people_are_kept_up_by_what_changed_and_forgotten_when_gone(cast: Cast) -> None:
    bell = Product.objects.create(
        source=cast.shop, origin_id="B-7", slug="bell", name="Bell X-200", currency="EUR", category="Brass", description="Loud."
    )  # fmt: skip
    eve = Person.objects.create(name="Eve Example", reason="customer")
    mend()
    for words in ("bell", "B-7", "b 7", "brass", "loud", "x-200", "200"):
        assert found(words) == ["Bell X-200"], words
    assert (found("eve", cast.ada), found("eve", cast.ines)) == ([], ["Eve Example"])
    Product.objects.filter(pk=bell.pk).update(name="Horn")
    Person.objects.filter(pk=eve.pk).update(name="Eva Sample")
    index_products([bell.pk])
    index_people([eve.pk])
    assert (found("bell"), found("horn")) == ([], ["Horn"])
    assert (found("example", cast.ines), found("eva", cast.ines)) == ([], ["Eva Sample"])
    bell.delete()
    eve.delete()
    mend()
    assert not Entry.objects.exists()


def test_a_person_is_found_by_every_name_of_theirs(cast: Cast) -> None:
    ben = cast.voice(cast.ben)
    ben.person.identities.create(
        source=forum(), kind="handle", origin_id="quill", handle="@feather", first_seen_at=NOON
    )
    mend()
    for words in ("Ben", "quill", "feather"):
        assert found(words, cast.ines) == ["Ben"], words


@pytest.mark.parametrize(
    ("number", "asked"),
    [("C-4711", "c-4711"), ("C-4711", "4711"), ("eve@example.org", "eve@example.org"), ("a.b/c:9", "a.b/c:9")],
)
def test_a_person_is_found_by_number_and_address_as_they_are_written(cast: Cast, number: str, asked: str) -> None:
    eve = Person.objects.create(name="Somebody", reason="customer")
    eve.identities.create(source=cast.shop, kind="customer", origin_id=number, first_seen_at=NOON)
    mend()
    assert (found(asked, cast.ines), found(asked, cast.ada)) == (["Somebody"], [])


def test_words_beyond_the_longest_are_cut_and_the_post_is_found_by_the_others() -> None:
    said("1", "zirkon " + "word " * 30_000 + "quartz", title="Long")
    assert (found("zirkon"), found("quartz")) == (["1"], [])


def test_tags_are_no_words() -> None:
    said("1", "<blockquote>The bell</blockquote>", title="Ringing")
    assert (found("blockquote"), found("bell")) == ([], ["1"])


@pytest.mark.parametrize("count", [2, 12])
def test_finding_asks_as_often_for_many_as_for_few(
    count: int, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    for number in range(count):
        said(str(number), "The bell rings.", title="Ringing", hours=number)
    with django_assert_max_num_queries(2):
        hits = find("bell", viewer=PUBLIC)
    assert [hit.at for hit in hits] == [hours_later(number) for number in reversed(range(count))]
