from __future__ import annotations

from datetime import timedelta

import pytest

from agora.accounts.models import AuditEntry
from agora.channels.outbox import NotPermitted
from agora.conversations import writing
from agora.conversations.batches import Batch, NewPost, NewThread
from agora.conversations.flagging import flag
from agora.conversations.models import Channel, Post
from agora.core import clock, jobs
from agora.core.models.sources import source
from agora.desk import cases, replying
from agora.desk.cases import CaseClosed
from agora.desk.models import Case, CaseClosure, Route
from tests.cast import Cast

pytestmark = pytest.mark.django_db
ANGRY = "I am very disappointed: the brake broke and nobody answers. This is terrible."


@pytest.fixture
def route(cast: Cast) -> Route:
    Channel.objects.create(source=cast.portal, slug="talk", name="Talk", is_public=True)
    return Route.objects.create(name="Complaints", intents=["complaint"], team=cast.service, due_hours=4)


def say(cast: Cast, body: str, account: object = None) -> Post:
    author = cast.voice(account or cast.ada)  # type: ignore[arg-type]
    post = writing.open_thread(author=author, kind="discussion", title="A word", body=body, channel="talk")
    jobs.drain()
    return post


@pytest.mark.usefixtures("route")
def test_a_complaint_opens_a_case_with_its_reason_and_a_time(cast: Cast) -> None:
    post = say(cast, ANGRY)
    case = Case.objects.get()
    assert (case.post, case.team) == (post, cast.service)
    assert case.reason.startswith("Complaint: “")
    assert timedelta(hours=3) < case.due_at - clock.now() < timedelta(hours=5)


@pytest.mark.usefixtures("route")
def test_praise_opens_none(cast: Cast) -> None:
    say(cast, "I love this bike, thank you!")
    assert not Case.objects.exists()


@pytest.mark.usefixtures("route")
def test_our_own_words_open_none(cast: Cast) -> None:
    say(cast, ANGRY, cast.ines)
    assert not Case.objects.exists()


@pytest.mark.usefixtures("route")
def test_an_archive_of_old_words_opens_none(cast: Cast) -> None:
    forum = source("forum", kind="activitystreams")
    at = clock.ago(days=400)
    writing.record(
        Batch(source=forum, threads=[NewThread("t", "discussion", "Old", at)], posts=[NewPost("1", "t", ANGRY, at)])
    )
    jobs.drain()
    assert not Case.objects.exists()


@pytest.mark.usefixtures("route")
def test_the_case_of_a_thread_gathers_what_follows(cast: Cast) -> None:
    post = say(cast, ANGRY)
    writing.write(thread=post.thread, author=cast.voice(cast.ben), body=ANGRY + " Mine too!")
    jobs.drain()
    assert Case.objects.count() == 1


def test_the_first_rule_that_matches_counts(cast: Cast, route: Route) -> None:
    Route.objects.create(name="Brakes", position=1, words="brake, brakes", team=cast.service, due_hours=1)
    say(cast, ANGRY)
    assert Case.objects.get().route.name == "Brakes"


def test_a_flag_opens_a_case(cast: Cast, route: Route) -> None:
    Route.objects.create(name="Flags", on="flag", team=cast.service)
    post = say(cast, "Cheap pills!")
    flag(post, by=cast.voice(cast.ben), reason="spam")
    flag(post, by=cast.voice(cast.ben), reason="abuse")
    jobs.drain()
    assert (
        Case.objects.get().reason == "Flagged: advertising or spam"
        or Case.objects.get().reason == "Flagged: insults or threats"
    )


@pytest.mark.usefixtures("route")
def test_a_case_is_assigned_noted_answered_closed_and_reopened(cast: Cast) -> None:
    post = say(cast, ANGRY)
    case = Case.objects.get()
    cases.assign(case, to=cast.ines, by=cast.max)
    cases.note(case, by=cast.ines, body="Called the workshop.")
    answer = replying.reply(case, by=cast.ines, body="We will replace it today.")
    assert (answer.post.reply_to, answer.post.author.is_ours) == (post, True)
    cases.close(case, by=cast.ines, outcome="solved", because="replaced")
    with pytest.raises(CaseClosed):
        cases.assign(case, to=None, by=cast.ines)
    with pytest.raises(CaseClosed):
        cases.close(case, by=cast.max, outcome="nothing")
    cases.reopen(case, by=cast.max)
    assert not CaseClosure.objects.exists()
    told = set(AuditEntry.objects.filter(subject=f"case {case.pk}").values_list("action", flat=True))
    assert told == {"assign case", "note case", "reply to case", "close case", "reopen case"}


def test_words_said_where_we_cannot_speak_are_not_answered_there(cast: Cast, route: Route) -> None:
    forum = source("forum", kind="activitystreams", name="The forum")
    at = clock.now()
    writing.record(
        Batch(source=forum, threads=[NewThread("t", "discussion", "New", at)], posts=[NewPost("1", "t", ANGRY, at)])
    )
    jobs.drain()
    with pytest.raises(NotPermitted, match="cannot answer at The forum"):
        replying.reply(Case.objects.get(), by=cast.ines, body="Hello")
