"""Who was shown whose words is kept with consent to be measured only, once a day, and never of one's own words."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from agora.community import asking
from agora.community.models import Question
from agora.conversations import writing
from agora.conversations.batches import Batch, NewExposure
from agora.conversations.flagging import hold
from agora.conversations.meeting import met
from agora.conversations.models import Exposure, Post
from agora.conversations.writing import record
from agora.people.consent import decide
from agora.people.holding import hold as hold_person
from agora.people.models import Identity, Person
from tests.cast import NOON, Cast
from tests.conversations.heard import forum, hours_later, post, thread

pytestmark = pytest.mark.django_db
Decision = tuple[str, str, bool]


@pytest.fixture
def question(cast: Cast) -> Question:
    """Ada asks, Ben and Cleo answer."""
    question = asking.ask(author=cast.voice(cast.ada), title="Why do they squeal?", body="When wet.")
    for account in (cast.ben, cast.cleo):
        writing.write(thread=question.thread, author=cast.voice(account), body="Clean the rims.")
    return question


def agree(person: Person, *decisions: Decision) -> None:
    """The person's words on a purpose and a channel, one an hour."""
    for hour, (purpose, channel, given) in enumerate(decisions):
        decide(person, purpose=purpose, channel=channel, given=given, how="test", at=hours_later(hour))


# What was decided, oldest first → whether readings in the portal are kept.
LEDGERS: list[tuple[list[Decision], bool]] = [
    ([], False),
    ([("measurement", "portal", True)], True),
    ([("measurement", "any", True)], True),
    ([("measurement", "portal", False)], False),
    ([("measurement", "email", True)], False),
    ([("news", "portal", True)], False),
    ([("service", "any", True), ("research", "any", True)], False),
    ([("measurement", "portal", True), ("measurement", "portal", False)], False),
    ([("measurement", "portal", False), ("measurement", "portal", True)], True),
    ([("measurement", "portal", True), ("measurement", "any", False)], False),
    ([("measurement", "any", True), ("measurement", "portal", False)], False),
    ([("measurement", "portal", False), ("measurement", "any", True)], False),
    ([("measurement", "any", False), ("measurement", "portal", True)], True),
    ([("measurement", "portal", True), ("news", "portal", False)], True),
    ([("measurement", "portal", True), ("measurement", "email", False)], True),
]


@pytest.mark.parametrize(("decisions", "kept"), LEDGERS)
def test_a_page_keeps_readings_exactly_where_the_ledger_allows(
    client: Client, cast: Cast, question: Question, decisions: list[Decision], kept: bool
) -> None:
    agree(cast.voice(cast.ben).person, *decisions)  # type: ignore[arg-type]
    client.force_login(cast.ben)
    assert "Clean the rims." in client.get(f"/threads/{question.pk}/").content.decode()
    names = Exposure.objects.filter(kind="read").values_list("reader__name", "author__name")
    assert set(names) == ({("Ben", "Ada"), ("Ben", "Cleo")} if kept else set())


@pytest.mark.parametrize(("decisions", "kept"), LEDGERS)
def test_the_door_keeps_readings_exactly_where_the_ledger_allows(decisions: list[Decision], kept: bool) -> None:
    place = forum()
    record(Batch(source=place, threads=[thread()], posts=[post("1", "ada"), post("2", "ben", hours=1)]))
    ben = Identity.objects.get(origin_id="ben")
    agree(hold_person(ben, reason="member", because="signed up"), *decisions)
    told = record(Batch(source=place, exposures=[NewExposure("ben", "1", hours_later(30))]))
    assert told.exposures == Exposure.objects.filter(kind="read", reader=ben).count() == int(kept)


def test_somebody_whom_no_person_stands_behind_cannot_have_agreed() -> None:
    place = forum()
    record(Batch(source=place, threads=[thread()], posts=[post("1", "ada"), post("2", "ben", hours=1)]))
    assert met(Identity.objects.get(origin_id="ben"), Post.objects.all()) == 0
    record(Batch(source=place, exposures=[NewExposure("ben", "1", NOON)]))
    assert not Exposure.objects.exists()


def test_consent_of_one_says_nothing_of_another(client: Client, cast: Cast, question: Question) -> None:
    agree(cast.voice(cast.ben).person, ("measurement", "portal", True))  # type: ignore[arg-type]
    client.force_login(cast.cleo)
    client.get(f"/threads/{question.pk}/")
    assert not Exposure.objects.filter(kind="read").exists()


def test_each_is_met_once_a_day_and_again_on_the_next(cast: Cast, question: Question) -> None:
    ben = cast.voice(cast.ben)
    agree(ben.person, ("measurement", "portal", True))  # type: ignore[arg-type]
    posts = list(question.thread.posts.all())
    kept = []
    for at in (NOON, NOON + timedelta(hours=11, minutes=59), NOON + timedelta(hours=12)):
        with time_machine.travel(at, tick=False):
            kept.append(met(ben, posts))
    assert kept == [2, 0, 2]
    assert set(Exposure.objects.filter(kind="read").values_list("reader", "day")) == {
        (ben.pk, NOON.date()),
        (ben.pk, NOON.date() + timedelta(days=1)),
    }


def test_a_reader_of_no_posts_costs_nothing(cast: Cast, django_assert_num_queries: object) -> None:
    ben = cast.voice(cast.ben)
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert met(ben, []) == 0


def test_many_posts_are_noted_in_one_statement(
    cast: Cast, question: Question, django_assert_num_queries: object
) -> None:
    for number in range(20):
        writing.write(thread=question.thread, author=cast.voice(cast.ada), body=f"More {number}")
    ben = cast.voice(cast.ben)
    agree(ben.person, ("measurement", "portal", True))  # type: ignore[arg-type]
    posts = list(question.thread.posts.all())
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert met(ben, posts) == 22


def test_what_is_hidden_from_a_reader_was_not_met(client: Client, cast: Cast, question: Question) -> None:
    agree(cast.voice(cast.ben).person, ("measurement", "portal", True))  # type: ignore[arg-type]
    hidden = Post.objects.get(author=cast.voice(cast.cleo))
    hold(hidden, by=cast.ines, because="rude")
    client.force_login(cast.ben)
    client.get(f"/threads/{question.pk}/")
    assert set(Exposure.objects.filter(kind="read").values_list("author__name", flat=True)) == {"Ada"}


@pytest.mark.parametrize("kind", ["vote", "reply", "reaction", "answer", "referral"])
def test_what_somebody_did_in_public_is_kept_without_being_asked(kind: str) -> None:
    place = forum()
    record(Batch(source=place, threads=[thread()], posts=[post("1", "ada")]))
    rows = [NewExposure("ben", "1", NOON, kind=kind), NewExposure("ada", "1", NOON, kind=kind)]
    assert record(Batch(source=place, exposures=rows)).exposures == 1
    assert Exposure.objects.get().reader.origin_id == "ben"


def test_a_source_may_tell_a_meeting_many_times_a_day_and_the_first_counts() -> None:
    place = forum()
    record(Batch(source=place, threads=[thread()], posts=[post("1", "ada")]))
    rows = [NewExposure("ben", "1", hours_later(hour), kind="reaction") for hour in (5, 2, 9, 14)]
    assert record(Batch(source=place, exposures=rows)).exposures == 2
    assert record(Batch(source=place, exposures=rows)).exposures == 0
    assert sorted(Exposure.objects.values_list("at", flat=True)) == [hours_later(2), hours_later(14)]


def test_a_meeting_with_words_that_nobody_knows_or_nobody_wrote_is_left_out() -> None:
    place = forum()
    record(Batch(source=place, threads=[thread()], posts=[post("1", None)]))
    rows = [NewExposure("ben", "gone", NOON, kind="vote"), NewExposure("ben", "1", NOON, kind="vote")]
    assert record(Batch(source=place, exposures=rows)).exposures == 0
