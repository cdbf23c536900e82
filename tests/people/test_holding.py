from __future__ import annotations

import pytest

from agora.people.holding import hold, identity_of
from agora.people.models import Identity, Person
from tests.cast import NOON, Cast

pytestmark = pytest.mark.django_db


def test_an_account_has_one_identity_and_one_person(cast: Cast) -> None:
    first, again = identity_of(cast.ada), identity_of(cast.ada)
    assert first == again
    assert Person.objects.get() == first.person
    assert (first.person.reason, first.is_ours, first.verified) == ("member", False, True)


def test_an_employee_speaks_for_the_company(cast: Cast) -> None:
    assert identity_of(cast.ines).is_ours


def test_a_voice_becomes_a_contact_only_for_a_reason(cast: Cast) -> None:
    voice = Identity.objects.create(
        source=cast.portal, kind="handle", origin_id="noor", handle="noor", first_seen_at=NOON
    )
    assert not Person.objects.exists()
    person = hold(voice, reason="influence", because="her blog is read by our buyers")
    assert hold(voice, reason="staff", because="again") == person
    assert person.because == "her blog is read by our buyers"


def test_people_are_visible_to_staff_and_to_themselves(cast: Cast) -> None:
    ada = identity_of(cast.ada).person
    assert list(Person.objects.visible_to(cast.ada)) == [ada]
    assert not Person.objects.visible_to(cast.cleo).exists()
    assert ada in Person.objects.visible_to(cast.ines)
