from __future__ import annotations

from datetime import timedelta

import pytest

from agora.people.consent import decide, decide_all, permits, permitted
from agora.people.models import Consent, Person
from tests.cast import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada() -> Person:
    return Person.objects.create(name="Ada", reason="member")


def test_silence_means_no(ada: Person) -> None:
    assert not permits(ada, purpose="news", channel="email")


def test_the_latest_word_counts_and_the_earlier_one_stays(ada: Person) -> None:
    decide(ada, purpose="news", channel="email", given=True, how="sign-up", at=NOON)
    decide(ada, purpose="news", channel="email", given=False, how="settings page", at=NOON + timedelta(days=1))
    assert not permits(ada, purpose="news", channel="email")
    assert Consent.objects.count() == 2


def test_a_yes_to_any_channel_yields_to_a_no_to_this_one(ada: Person) -> None:
    decide(ada, purpose="news", channel="email", given=False, how="call", at=NOON)
    decide(ada, purpose="news", channel="any", given=True, how="settings page", at=NOON + timedelta(days=1))
    assert permits(ada, purpose="news", channel="phone")
    assert not permits(ada, purpose="news", channel="email")


def test_a_yes_for_one_purpose_says_nothing_about_another(ada: Person) -> None:
    decide(ada, purpose="service", channel="email", given=True, how="order form")
    assert not permits(ada, purpose="news", channel="email")


def test_many_are_asked_in_one_query(ada: Person, django_assert_num_queries: object) -> None:
    ben = Person.objects.create(name="Ben", reason="member")
    decide(ada, purpose="news", channel="email", given=True, how="form")
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert permitted([ada.pk, ben.pk], purpose="news", channel="email") == {ada.pk}


def test_a_form_sent_again_unchanged_adds_no_line(ada: Person) -> None:
    answers = {("news", "email"): True, ("service", "email"): False}
    assert decide_all(ada, answers, how="my page") == 1
    assert decide_all(ada, answers, how="my page") == 0
    assert [(line.purpose, line.given) for line in Consent.objects.all()] == [("news", True)]


def test_a_yes_taken_back_on_a_form_is_a_line_of_its_own(ada: Person) -> None:
    decide_all(ada, {("news", "email"): True}, how="my page")
    assert decide_all(ada, {("news", "email"): False}, how="my page") == 1
    assert not permits(ada, purpose="news", channel="email")
    assert Consent.objects.count() == 2
