"""What each role sees of words in every state, at every noun that asks `visible_to` and at every page and answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils.html import strip_tags

from agora.accounts.models import Viewer
from agora.commerce.models import Product
from agora.community import questions, reviewing
from agora.community.models import Question, Review
from agora.community.places import open_place
from agora.conversations import writing
from agora.conversations.batches import Batch, Removal
from agora.conversations.flagging import hold
from agora.conversations.models import Channel, Post, Thread
from agora.core import clock
from agora.core.jobs import drain
from agora.core.models import Import, Source
from agora.desk import cases
from agora.desk.models import Case, Route
from agora.readings.correcting import correct
from agora.readings.models import Correction, Reading
from agora.search.models import Entry
from tests.api.conftest import Caller
from tests.cast import Cast

pytestmark = pytest.mark.django_db
# The word that gives each post away; all but "public" are kept from everybody outside.
STATES = ("public", "private", "held", "thread-held", "removed")
OUTSIDE = ("nobody", "ada", "ben", "cleo", "gone")
STAFF = ("ines", "ana", "max", "root")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A question of Ben's in each state with his answer that is in it, and a product with a review in each."""

    posts: dict[str, Post]
    product: Product
    author: int


def viewer(cast: Cast, name: str) -> Viewer:
    """An account of the cast, a stranger, or somebody who worked here and was switched off."""
    if name == "nobody":
        return AnonymousUser()
    account = cast.root if name == "gone" else getattr(cast, name)
    account.is_active = name != "gone"
    return account  # type: ignore[no-any-return]


@pytest.fixture
def spoken(cast: Cast) -> Spoken:
    product = Product.objects.create(source=cast.shop, origin_id="bell", slug="bell", name="Bell", currency="EUR")
    open_place("questions")
    Channel.objects.create(source=cast.portal, slug="inside", name="Inside", is_public=False)
    posts = {state: _said(cast, state, product) for state in STATES}
    drain()
    return Spoken(posts, product, cast.voice(cast.ben).pk)


def _said(cast: Cast, state: str, product: Product) -> Post:
    ben, channel = cast.voice(cast.ben), "inside" if state == "private" else "questions"
    opening = writing.open_thread(
        author=ben, kind="question", title=f"Asking zirkon{_letters(state)}", body="Which?", channel=channel,
        product=product.pk,
    )  # fmt: skip
    answer = writing.write(thread=opening.thread, author=ben, body=f"Quartz{_letters(state)} it is.", reply_to=opening)
    writing.react(answer, actor=cast.voice(cast.cleo), kind="helpful")
    questions.establish(cast.portal, posts=[opening.pk])
    if state == "removed":
        writing.record(Batch(source=cast.portal, removals=[Removal(answer.origin_id, clock.now(), "a slip")]))
    elif state.endswith("held"):
        hold(opening if state == "thread-held" else answer, by=cast.ines, because="rude")
    return answer


def _letters(state: str) -> str:
    return state.replace("-", "")


def _states(spoken: Spoken, posts: Iterator[int]) -> set[str]:
    by_post = {post.pk: state for state, post in spoken.posts.items()}
    return {by_post[pk] for pk in posts if pk in by_post}


@pytest.mark.parametrize("name", OUTSIDE)
def test_outside_only_public_words_are_seen_and_threads_that_are_not_held(
    cast: Cast, spoken: Spoken, name: str
) -> None:
    who = viewer(cast, name)
    by_thread = {post.thread_id: state for state, post in spoken.posts.items()}
    assert _states(spoken, Post.objects.visible_to(who).values_list("pk", flat=True)) == {"public"}
    for noun in (Thread, Question):
        seen = {by_thread[pk] for pk in noun.objects.visible_to(who).values_list("pk", flat=True)}
        assert seen == {"public", "held", "removed"}, noun
    assert set(Channel.objects.visible_to(who).values_list("slug", flat=True)) == {"questions"}


@pytest.mark.parametrize("name", STAFF)
def test_staff_see_every_post_thread_question_and_channel(cast: Cast, spoken: Spoken, name: str) -> None:
    who = viewer(cast, name)
    assert _states(spoken, Post.objects.visible_to(who).values_list("pk", flat=True)) == set(STATES)
    for noun in (Thread, Question):
        assert noun.objects.visible_to(who).count() == len(STATES)
    assert set(Channel.objects.visible_to(who).values_list("slug", flat=True)) == {"questions", "inside"}


@pytest.mark.parametrize(("names", "seen"), [(OUTSIDE, False), (STAFF, True)])
def test_what_staff_work_with_is_for_staff(cast: Cast, spoken: Spoken, names: tuple[str, ...], seen: bool) -> None:
    Route.objects.create(name="All", team=cast.service)
    cases.open_by_hand(spoken.posts["public"], team=cast.service, reason="x", by=cast.ines)
    correct(spoken.posts["public"], by=cast.ines, aspect="polarity", value="0")
    Import.begin(kind="activitystreams", source=cast.portal, label="x")
    for name in names:
        who = viewer(cast, name)
        for noun in (Case, Route, Reading, Correction, Import, Source):
            assert noun.objects.visible_to(who).exists() == seen, (name, noun)


def test_the_index_holds_nothing_of_what_is_hidden_for_outsiders(cast: Cast, spoken: Spoken) -> None:
    entries = Entry.objects.filter(kind="post")
    assert _states(spoken, entries.visible_to(cast.ada).values_list("subject_id", flat=True)) == {"public"}
    assert _states(spoken, entries.visible_to(cast.ines).values_list("subject_id", flat=True)) == set(STATES) - {
        "removed"
    }


@pytest.mark.parametrize("state", ["private", "held", "removed"])
def test_a_review_is_seen_as_its_post_is(cast: Cast, spoken: Spoken, state: str) -> None:
    review = reviewing.write(
        author=cast.voice(cast.ben), product=spoken.product, rating=2, title="Rings", body="Loudly."
    )
    assert Review.objects.visible_to(AnonymousUser()).get() == review
    if state == "private":
        Channel.objects.filter(slug="reviews").update(is_public=False)
    elif state == "held":
        hold(review.post, by=cast.ines, because="rude")
    else:
        writing.record(Batch(source=cast.portal, removals=[Removal(review.post.origin_id, clock.now(), "a slip")]))
    for name in OUTSIDE:
        assert not Review.objects.visible_to(viewer(cast, name)).exists(), name
    for name in STAFF:
        assert Review.objects.visible_to(viewer(cast, name)).get() == review


def addresses(spoken: Spoken) -> list[str]:
    """Every page that may show words."""
    threads = [f"/threads/{post.thread_id}/" for post in spoken.posts.values()]
    posts = [f"/posts/{post.pk}/{part}" for post in spoken.posts.values() for part in ("", "flag/")]
    searches = [f"/search/?q={word}{_letters(state)}" for state in STATES for word in ("zirkon", "quartz")]
    known = [f"/questions/ask/known/?title=zirkon{_letters(state)}" for state in STATES]
    return [
        *threads, *posts, *searches, *known, "/", "/questions/", "/questions/?show=unanswered", "/questions/?show=solved",
        f"/people/{spoken.author}/", f"/products/{spoken.product.slug}/", "/sitemap.xml", "/discussions/",
    ]  # fmt: skip


def give_aways(state: str) -> tuple[str, ...]:
    """The words by which a page shows something of a state that it must not show."""
    words = (f"Quartz{_letters(state)} it is", f"uartz{_letters(state)}</mark> it is")
    titles = (f"Asking zirkon{_letters(state)}",) if state in {"private", "thread-held"} else ()
    return words + titles


@pytest.mark.parametrize("name", ["nobody", "cleo"])
def test_no_page_shows_outsiders_what_is_hidden(client: Client, cast: Cast, spoken: Spoken, name: str) -> None:
    if name != "nobody":
        client.force_login(getattr(cast, name))
    shown = {address: client.get(address, follow=True).content.decode() for address in addresses(spoken)}
    for state in STATES[1:]:
        traces = [address for address, page in shown.items() if any(word in page for word in give_aways(state))]
        assert traces == [], state
    everywhere = [address for address, page in shown.items() if any(word in page for word in give_aways("public"))]
    assert {f"/threads/{spoken.posts['public'].thread_id}/", f"/people/{spoken.author}/"} <= set(everywhere)


Read = Callable[[Caller, Spoken], list[dict[str, Any]]]
# Each way the API reads posts.
READS: dict[str, Read] = {
    "posts": lambda who, spoken: who.get("posts").json()["items"],
    "posts of an author": lambda who, spoken: who.get("posts", author=spoken.author).json()["items"],
    "posts of a thread": lambda who, spoken: [
        row for post in spoken.posts.values() for row in who.get("posts", thread=post.thread_id).json()["items"]
    ],
    "threads": lambda who, spoken: [
        row
        for post in spoken.posts.values()
        for row in who.get(f"threads/{post.thread_id}").json().get("posts", {"items": []})["items"]
    ],
    "one by one": lambda who, spoken: [
        answer.json()
        for post in spoken.posts.values()
        if (answer := who.get(f"posts/{post.pk}")).status_code == 200
    ],
}  # fmt: skip


@pytest.mark.parametrize("way", READS)
def test_the_api_shows_outsiders_public_words_and_staff_all(cast: Cast, spoken: Spoken, way: str) -> None:
    members = READS[way](Caller(cast.cleo), spoken)
    staff = READS[way](Caller(cast.root), spoken)
    assert _states(spoken, iter(row["id"] for row in members)) == {"public"}
    assert _states(spoken, iter(row["id"] for row in staff)) == set(STATES)
    bodies = {row["id"]: row["body"] for row in staff}
    assert bodies[spoken.posts["removed"].pk] == ""


def test_the_api_lists_threads_as_they_are_seen(cast: Cast, spoken: Spoken) -> None:
    titles = {row["title"] for row in Caller(cast.cleo).get("threads").json()["items"]}
    assert titles == {f"Asking zirkon{state}" for state in ("public", "held", "removed")}
    assert len(Caller(cast.root).get("threads").json()["items"]) == len(STATES)
    for state in ("private", "thread-held"):
        assert Caller(cast.cleo).get(f"threads/{spoken.posts[state].thread_id}").status_code == 404


def test_a_member_leaves_with_their_own_words_and_votes_that_they_may_see(
    client: Client, cast: Cast, spoken: Spoken
) -> None:
    client.force_login(cast.cleo)
    mine = client.get("/me/export/").json()
    assert (mine["posts"], [row["post"] for row in mine["votes"]]) == ([], [spoken.posts["public"].pk])
    client.force_login(cast.ben)
    his = client.get("/me/export/").json()
    assert his["votes"] == []
    assert all("Quartz" not in row["body"] or "public" in row["body"] for row in his["posts"])


def test_a_profile_counts_what_its_reader_may_see(client: Client, cast: Cast, spoken: Spoken) -> None:
    page = client.get(f"/people/{spoken.author}/").content.decode()
    # The opening words of the three threads that are not hidden, and the public answer.
    assert page.count("Asking zirkon") == 4
    assert re.search(r"Times found helpful\s+1\s", strip_tags(page))
    client.force_login(cast.ines)
    page = client.get(f"/people/{spoken.author}/").content.decode()
    assert page.count("Asking zirkon") == 2 * len(STATES)
