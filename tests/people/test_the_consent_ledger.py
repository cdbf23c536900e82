"""The ledger of consent: every order of lines, both readers of it, and what a line keeps."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from agora.core.copying import fetch
from agora.people.consent import decide, measured, permits, permitted
from agora.people.models import Consent, Person
from tests.cast import NOON, Cast

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
Line = tuple[str, bool]

# What was said about measuring, oldest first, and what it means here in the portal.
TABLE: list[tuple[list[Line], bool]] = [
    ([], False),
    ([("portal", True)], True),
    ([("portal", False)], False),
    ([("any", True)], True),
    ([("any", False)], False),
    ([("email", True)], False),
    ([("portal", True), ("portal", False)], False),
    ([("portal", False), ("portal", True)], True),
    ([("any", True), ("portal", False)], False),
    ([("portal", False), ("any", True)], False),
    ([("portal", True), ("any", False)], False),
    ([("any", False), ("portal", True)], True),
    ([("portal", True), ("any", False), ("any", True)], True),
    ([("any", True), ("any", False), ("portal", True)], True),
    ([("any", False), ("portal", True), ("any", False)], False),
    ([("portal", True), ("email", False), ("phone", False)], True),
    ([("portal", True), ("any", True), ("any", False), ("portal", True)], True),
]


def written(person: Person, lines: list[Line], *, purpose: str = "measurement") -> None:
    for hour, (channel, yes) in enumerate(lines):
        decide(person, purpose=purpose, channel=channel, given=yes, how="form", at=NOON + hour * HOUR)


def by_sql(person: Person) -> bool:
    """What the doors for words and money read."""
    return bool(fetch(f"SELECT {measured('%s')}", [person.pk])[0][0])


@pytest.fixture
def ada() -> Person:
    return Person.objects.create(name="Ada", reason="member")


@pytest.mark.parametrize(("lines", "means"), TABLE)
def test_the_ledger_means_what_the_table_says_to_all_its_readers(ada: Person, lines: list[Line], means: bool) -> None:
    written(ada, lines)
    assert permits(ada, purpose="measurement", channel="portal") is means
    assert permitted([ada.pk], purpose="measurement", channel="portal") == ({ada.pk} if means else set())
    assert by_sql(ada) is means


@pytest.mark.parametrize(("lines", "means"), TABLE[1:])
def test_the_order_of_writing_does_not_matter_but_the_moment_does(ada: Person, lines: list[Line], means: bool) -> None:
    for hour, (channel, yes) in reversed(list(enumerate(lines))):
        decide(ada, purpose="measurement", channel=channel, given=yes, how="form", at=NOON + hour * HOUR)
    assert permits(ada, purpose="measurement", channel="portal") is means
    assert by_sql(ada) is means


@pytest.mark.parametrize(
    ("first", "second", "means"),
    [
        (("any", True), ("portal", True), True), (("portal", True), ("any", True), True),
        (("any", False), ("portal", True), True), (("portal", True), ("any", False), False),
        (("any", True), ("portal", False), False), (("portal", False), ("any", True), False),
    ],
)  # fmt: skip
def test_of_two_words_of_one_moment_the_one_written_later_counts_but_a_no_to_this_channel_stands(
    ada: Person, first: Line, second: Line, means: bool
) -> None:
    for channel, yes in (first, second):
        decide(ada, purpose="measurement", channel=channel, given=yes, how="form", at=NOON)
    assert permits(ada, purpose="measurement", channel="portal") is means
    assert by_sql(ada) is means


def test_one_moment_holds_one_word_on_a_channel(ada: Person) -> None:
    decide(ada, purpose="news", channel="email", given=True, how="form", at=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        decide(ada, purpose="news", channel="email", given=False, how="form", at=NOON)
    decide(ada, purpose="news", channel="phone", given=False, how="form", at=NOON)
    decide(ada, purpose="service", channel="email", given=False, how="form", at=NOON)
    assert Consent.objects.count() == 3


@pytest.mark.parametrize("purpose", [str(p) for p in Consent.Purpose])
def test_only_words_on_measuring_let_us_measure(ada: Person, purpose: str) -> None:
    written(ada, [("portal", True)], purpose=purpose)
    assert by_sql(ada) is (purpose == "measurement")
    assert permits(ada, purpose="measurement", channel="portal") is (purpose == "measurement")


def test_the_words_of_others_do_not_count(ada: Person) -> None:
    ben, cleo = (Person.objects.create(name=name, reason="member") for name in ("Ben", "Cleo"))
    written(ben, [("portal", True)])
    written(cleo, [("portal", True), ("any", False)])
    assert [by_sql(person) for person in (ada, ben, cleo)] == [False, True, False]
    asked = [ada.pk, ben.pk, cleo.pk]
    assert permitted(asked, purpose="measurement", channel="portal") == {ben.pk}
    assert permitted([ada.pk, cleo.pk], purpose="measurement", channel="portal") == set()
    assert permitted([], purpose="measurement", channel="portal") == set()


def test_many_with_mixed_words_each_get_their_own_answer() -> None:
    people = [Person.objects.create(name=str(n), reason="member") for n, _ in enumerate(TABLE)]
    for person, (lines, _) in zip(people, TABLE, strict=True):
        written(person, lines)
    law = {person.pk for person, (_, means) in zip(people, TABLE, strict=True) if means}
    assert permitted([person.pk for person in people], purpose="measurement", channel="portal") == law


def test_a_line_keeps_who_said_what_how_and_when(ada: Person, cast: Cast) -> None:
    line = decide(ada, purpose="news", channel="email", given=True, how="on the phone", by=cast.ines, at=NOON)
    line.refresh_from_db()
    assert (line.person, line.purpose, line.channel, line.given) == (ada, "news", "email", True)
    assert (line.how, line.by, line.at) == ("on the phone", cast.ines, NOON)


def test_a_line_without_a_moment_is_of_now_and_without_a_writer_of_nobody(ada: Person) -> None:
    with time_machine.travel(NOON, tick=False):
        line = decide(ada, purpose="news", channel="email", given=False, how="form")
    assert (line.at, line.by) == (NOON, None)


def test_an_undone_decision_is_a_new_line_and_the_old_ones_stay(ada: Person) -> None:
    written(ada, [("email", True), ("email", False), ("email", True)], purpose="news")
    assert [line.given for line in ada.consents.all()] == [True, False, True]
    assert [line.at for line in ada.consents.all()] == [NOON + 2 * HOUR, NOON + HOUR, NOON]
    assert permits(ada, purpose="news", channel="email")


def test_the_lines_go_with_the_person_and_stay_without_the_employee(ada: Person, cast: Cast) -> None:
    decide(ada, purpose="news", channel="email", given=True, how="phone", by=cast.ines)
    cast.ines.delete()
    assert Consent.objects.get().by is None
    ada.delete()
    assert not Consent.objects.exists()


LINES = [(channel, yes, hour) for channel in ("any", "portal", "email") for yes in (True, False) for hour in range(4)]


@pytest.mark.parametrize("seed", range(40))
def test_whatever_was_said_both_readers_agree_and_a_last_no_is_a_no(ada: Person, seed: int) -> None:
    lines = {(channel, hour): yes for channel, yes, hour in random.Random(seed).sample(LINES, 6)}
    for (channel, hour), yes in lines.items():
        decide(ada, purpose="measurement", channel=channel, given=yes, how="form", at=NOON + hour * HOUR)
    assert by_sql(ada) is permits(ada, purpose="measurement", channel="portal")
    for channel in ("any", "portal"):
        decide(ada, purpose="measurement", channel=channel, given=False, how="form", at=NOON + 9 * HOUR)
        assert not permits(ada, purpose="measurement", channel="portal")
        assert not by_sql(ada)
