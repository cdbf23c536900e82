"""Words written here: opened, added, edited through the door, shown as safe HTML, and told to those who listen."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from agora.conversations import writing
from agora.conversations.events import ImportUndone, PostFlagged, PostsHidden, PostsWritten, ReactionsGiven
from agora.conversations.flagging import flag, hold, release
from agora.conversations.models import Channel, Exposure, Post, Thread
from agora.conversations.timeline import posts as told_posts
from agora.core import clock
from agora.core.jobs import drain
from agora.people.timeline import moments
from agora.readings.models import Reading
from agora.search.models import Entry
from tests.cast import NOON, Cast
from tests.conversations.hearing import hearing

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _talk(cast: Cast) -> None:
    Channel.objects.create(source=cast.portal, slug="talk", name="Talk", is_public=True)


@pytest.fixture
def opening(cast: Cast) -> Post:
    with time_machine.travel(NOON, tick=False):
        return writing.open_thread(
            author=cast.voice(cast.ada), kind="discussion", title="Brakes", body="They *squeal*.", channel="talk"
        )


def test_opening_a_thread_makes_it_with_its_first_words_at_this_moment(cast: Cast, opening: Post) -> None:
    thread = opening.thread
    assert (thread.title, thread.opened_by, thread.opened_at) == ("Brakes", cast.voice(cast.ada), NOON)
    assert (thread.post_count, thread.last_post_at, thread.channel.slug) == (1, NOON, "talk")
    assert (opening.author, opening.said_at, opening.edited_at, opening.reply_to) == (
        cast.voice(cast.ada), NOON, None, None,
    )  # fmt: skip


def test_what_is_written_has_its_html_at_once(cast: Cast, opening: Post) -> None:
    assert opening.html == "<p>They <em>squeal</em>.</p>\n"
    added = writing.write(thread=opening.thread, author=cast.voice(cast.ben), body="**Clean** them.")
    assert Post.objects.get(pk=added.pk).html == "<p><strong>Clean</strong> them.</p>\n"


def test_an_employee_who_writes_is_marked_and_a_member_is_not(cast: Cast, opening: Post) -> None:
    added = writing.write(thread=opening.thread, author=cast.voice(cast.ines), body="We look.")
    assert (added.author.is_ours, opening.author.is_ours) == (True, False)


def test_a_reply_names_its_parent_and_its_writer_has_met_it(cast: Cast, opening: Post) -> None:
    added = writing.write(thread=opening.thread, author=cast.voice(cast.ben), body="Clean them.", reply_to=opening)
    assert added.reply_to == opening
    exposure = Exposure.objects.get()
    assert (exposure.reader, exposure.author, exposure.post, exposure.kind) == (
        cast.voice(cast.ben), cast.voice(cast.ada), opening, "reply",
    )  # fmt: skip


def test_words_in_a_thread_that_name_no_post_tie_nobody(cast: Cast, opening: Post) -> None:
    writing.write(thread=opening.thread, author=cast.voice(cast.ben), body="Clean them.")
    assert not Exposure.objects.exists()


def test_a_time_in_the_future_is_refused(cast: Cast, opening: Post) -> None:
    late = clock.now() + timedelta(days=2)
    with pytest.raises(ValueError, match="lies in the future"):
        writing.write(thread=opening.thread, author=cast.voice(cast.ben), body="Soon.", at=late)
    assert Post.objects.count() == 1


def test_an_edit_changes_words_and_html_and_says_when(opening: Post) -> None:
    with time_machine.travel(NOON + timedelta(hours=1), tick=False):
        writing.edit(opening, body="They *hum*.\x00")
    edited = Post.objects.get()
    assert (edited.body, edited.html, edited.edited_at, edited.said_at) == (
        "They *hum*.", "<p>They <em>hum</em>.</p>\n", NOON + timedelta(hours=1), NOON,
    )  # fmt: skip
    assert Thread.objects.get().title == "Brakes"


def test_an_edit_with_a_title_renames_the_thread(opening: Post) -> None:
    writing.edit(opening, body="They hum.", title="Humming")
    drain()
    assert Thread.objects.get().title == "Humming"
    assert Entry.objects.get(kind="post").title == "Humming"


def test_an_edited_post_is_read_and_indexed_again(opening: Post) -> None:
    drain()
    writing.edit(opening, body="Die Bremsen quietschen seit gestern, und niemand weiß warum.")
    drain()
    assert Reading.objects.get(post=opening).language == "de"
    assert "quietschen" in Entry.objects.get(kind="post", subject_id=opening.pk).body


@pytest.mark.parametrize(
    ("who", "status"), [("ada", 302), ("ben", 403), ("cleo", 403), ("ines", 403), ("root", 403), (None, 302)]
)
def test_nobody_but_the_author_edits_a_post(
    client: Client, cast: Cast, opening: Post, who: str | None, status: int
) -> None:
    if who:
        client.force_login(getattr(cast, who))
    assert client.post(f"/posts/{opening.pk}/edit/", {"body": "Mended."}).status_code == status
    opening.refresh_from_db()
    assert (opening.body == "Mended.") == (who == "ada")


def test_an_edited_post_says_so_on_its_page(client: Client, opening: Post) -> None:
    assert "· edited" not in client.get(f"/threads/{opening.thread_id}/").content.decode()
    writing.edit(opening, body="Mended.")
    assert "· edited" in client.get(f"/threads/{opening.thread_id}/").content.decode()


def test_scripts_in_words_never_reach_a_page(client: Client, cast: Cast, opening: Post) -> None:
    hurtful = "<script>alert(1)</script><img src=x onerror=alert(2)> [x](javascript:alert(3))"
    writing.write(thread=opening.thread, author=cast.voice(cast.ben), body=hurtful)
    page = client.get(f"/threads/{opening.thread_id}/").content.decode()
    for trace in ("<script>alert", "<img src=x", 'href="javascript:'):
        assert trace not in page


def test_each_step_tells_what_those_who_listen_need(cast: Cast, opening: Post) -> None:
    drain()
    with hearing(PostsWritten, ReactionsGiven, PostFlagged, PostsHidden, ImportUndone) as news:
        added = writing.write(thread=opening.thread, author=cast.voice(cast.ben), body="Clean them.")
        writing.edit(added, body="Clean them well.")
        writing.react(added, actor=cast.voice(cast.ada), kind="helpful")
        writing.react(added, actor=cast.voice(cast.ada), kind="helpful")
        writing.take_back(added, actor=cast.voice(cast.ada))
        writing.take_back(added, actor=cast.voice(cast.ada))
        flagged = flag(added, by=cast.voice(cast.cleo), reason="spam")
        held = hold(added, by=cast.ines, because="spam")
        release(held, by=cast.ines)
        hold(opening, by=cast.ines, because="spam")
    portal = cast.portal.pk
    assert news == [
        PostsWritten(source_id=portal, created=[added.pk], edited=[]),
        PostsWritten(source_id=portal, created=[], edited=[added.pk]),
        ReactionsGiven(posts=[added.pk]),
        ReactionsGiven(posts=[added.pk]),
        PostFlagged(flag_id=flagged.pk),
        PostsHidden(posts=[added.pk]),
        PostsHidden(posts=[added.pk]),
        PostsHidden(posts=[opening.pk, added.pk]),
    ]


def test_a_persons_words_are_moments_in_the_lane_of_what_was_said_newest_first(cast: Cast, opening: Post) -> None:
    ada = cast.voice(cast.ada)
    for hour in (3, 1, 2):
        at = NOON + timedelta(hours=hour)
        writing.write(thread=opening.thread, author=ada, body=f"*Word* {hour}", at=at)
    writing.write(thread=opening.thread, author=cast.voice(cast.ben), body="Not mine.", at=NOON)
    told = told_posts(ada.person, None, 3)  # type: ignore[arg-type]
    assert [(one.at, one.lane, one.title, one.body) for one in told] == [
        (NOON + timedelta(hours=hour), "said", "Brakes", f"Word {hour}") for hour in (3, 2, 1)
    ]
    assert told[0].url == Post.objects.get(body="*Word* 3").get_absolute_url()
    before = moments(ada.person, before=NOON + timedelta(hours=2))  # type: ignore[arg-type]
    assert [one.at for one in before] == [NOON + timedelta(hours=1), NOON]
