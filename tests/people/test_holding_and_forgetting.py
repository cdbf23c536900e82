"""Who is held and why, how somebody is introduced, and what goes when an import is taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import connection

from agora.accounts.models import AuditEntry
from agora.accounts.roles import Role
from agora.core.models import Source
from agora.core.models.sources import source
from agora.people import erasing, noting, tagging, unused
from agora.people.consent import decide
from agora.people.holding import Holding, hold, hold_many, identity_of
from agora.people.introducing import CannotHold, Presence, introduce
from agora.people.models import ErasedIdentity, Identity, Person
from tests.cast import NOON, Cast

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def voice(where: Source, name: str, *, kind: str = "handle", person: Person | None = None, day: int = 0) -> Identity:
    return Identity.objects.create(
        source=where, kind=kind, origin_id=name, handle=name, person=person, first_seen_at=NOON + day * DAY
    )


def audited() -> list[tuple[str, str, dict[str, object]]]:
    return [(entry.action, entry.subject, entry.detail) for entry in AuditEntry.objects.order_by("pk")]


# --- an account's presence -------------------------------------------------------------------------------------------


def test_a_presence_is_made_of_the_account_as_it_is(cast: Cast) -> None:
    with time_machine.travel(NOON, tick=False):
        here = identity_of(cast.ada)
    here.refresh_from_db()
    assert (here.source, here.kind, here.origin_id) == (cast.portal, "account", f"account:{cast.ada.pk}")
    assert (here.name, here.handle, here.account, here.is_ours) == ("Ada", "Ada", cast.ada, False)
    assert (here.first_seen_at, here.verified_at) == (NOON, NOON)
    assert here.person is not None
    assert (here.person.name, here.person.reason) == ("Ada", "member")


def test_an_employee_is_held_for_working_here_and_an_account_without_name_by_its_address(cast: Cast) -> None:
    person = identity_of(cast.ines).person
    assert person is not None
    assert person.reason == "staff"
    cast.ben.name = ""
    cast.ben.save()
    person = identity_of(cast.ben).person
    assert person is not None
    assert person.name == "ben@example.org"


@pytest.mark.parametrize(("before", "after"), [(Role.MEMBER, Role.AGENT), (Role.AGENT, Role.MEMBER)])
def test_whoever_changes_sides_speaks_for_the_other_side_from_then_on(cast: Cast, before: Role, after: Role) -> None:
    cast.ada.role = before
    cast.ada.save()
    assert identity_of(cast.ada).is_ours is (before != Role.MEMBER)
    cast.ada.role = after
    assert identity_of(cast.ada).is_ours is (after != Role.MEMBER)
    assert Identity.objects.get().is_ours is (after != Role.MEMBER)


def test_a_known_presence_costs_one_query(cast: Cast, django_assert_num_queries: object) -> None:
    identity_of(cast.ada)
    with django_assert_num_queries(1):  # type: ignore[operator]
        here = identity_of(cast.ada)
        assert (str(here.person), str(here.source)) == ("Ada", "Portal")


# --- holding ---------------------------------------------------------------------------------------------------------


def test_holding_somebody_ties_their_voice_to_the_person(cast: Cast) -> None:
    noor = voice(cast.portal, "noor")
    person = hold(noor, reason="influence", because="her blog")
    noor.refresh_from_db()
    assert noor.person == person
    assert (person.name, person.reason, person.because) == ("noor", "influence", "her blog")


def held_many(*holdings: Holding, reason: str = "customer") -> int:
    return hold_many(holdings, reason=reason)


def test_many_are_held_at_once_each_with_their_own_name_reason_and_country(cast: Cast) -> None:
    one, two, free = (voice(cast.shop, name) for name in ("one", "two", "free"))
    with time_machine.travel(NOON, tick=False):
        assert held_many(Holding(one.pk, "One", "order 1", "DE"), Holding(two.pk, "Two", "order 2")) == 2
    people = {i.origin_id: i.person for i in Identity.objects.select_related("person")}
    assert {(p.name, p.reason, p.because, p.country) for p in Person.objects.all()} == {
        ("One", "customer", "order 1", "DE"), ("Two", "customer", "order 2", ""),
    }  # fmt: skip
    assert (str(people["one"]), str(people["two"]), people["free"]) == ("One", "Two", None)
    assert {person.created_at for person in Person.objects.all()} == {NOON}
    assert free.person is None


def test_of_two_lines_about_one_voice_one_person_comes(cast: Cast) -> None:
    one = voice(cast.shop, "one")
    assert held_many(Holding(one.pk, "One", "a"), Holding(one.pk, "One", "a")) == 1
    assert Person.objects.count() == 1


def test_whoever_is_held_already_stays_as_they_are(cast: Cast) -> None:
    ada = Person.objects.create(name="Ada", reason="request", because="asked us")
    one = voice(cast.shop, "one", person=ada)
    assert held_many(Holding(one.pk, "Other", "order 1")) == 0
    one.refresh_from_db()
    assert one.person == ada
    assert [(p.name, p.because) for p in Person.objects.all()] == [("Ada", "asked us")]


def test_what_does_not_fit_is_cut_and_what_cannot_be_stored_left_out(cast: Cast) -> None:
    one = voice(cast.shop, "one")
    held_many(Holding(one.pk, "N\x00" + "n" * 300, "b\x00" + "b" * 400, "DEU"))
    person = Person.objects.get()
    assert (person.name, person.because, person.country) == ("N" + "n" * 199, "b" * 300, "DE")


# --- introducing -----------------------------------------------------------------------------------------------------


def introduced(cast: Cast, *presences: Presence) -> Person:
    return introduce(
        name="Noor", reason="influence", because="her blog", by=cast.ines, country="NL", presences=presences
    )


def test_somebody_is_introduced_with_the_presences_known_of_them(cast: Cast) -> None:
    known = voice(cast.shop, "c-1", kind="customer")
    with time_machine.travel(NOON, tick=False):
        noor = introduced(
            cast,
            Presence(cast.portal, "handle", "noor", "noor", "https://example.org/noor"),
            Presence(cast.shop, "customer", "c-1"),
        )
    assert (noor.name, noor.reason, noor.because, noor.country) == ("Noor", "influence", "her blog", "NL")
    fresh = noor.identities.get(kind="handle")
    assert (fresh.name, fresh.handle, fresh.url) == ("Noor", "noor", "https://example.org/noor")
    assert (fresh.first_seen_at, fresh.verified, fresh.is_ours) == (NOON, False, False)
    assert noor.identities.get(kind="customer") == known
    assert audited() == [("hold person", f"person {noor.pk}", {"reason": "influence"})]
    assert AuditEntry.objects.get().by == cast.ines


def test_nobody_is_held_twice_and_the_message_says_who_and_where(cast: Cast) -> None:
    ben = Person.objects.create(name="Ben", reason="customer")
    voice(cast.shop, "c-1", kind="customer", person=ben)
    with pytest.raises(CannotHold, match=f"This is person {ben.pk} already") as refusal:
        introduced(cast, Presence(cast.portal, "handle", "noor"), Presence(cast.shop, "customer", "c-1"))
    assert refusal.value.place == 1
    assert list(Person.objects.all()) == [ben]
    assert not Identity.objects.filter(origin_id="noor").exists()
    assert audited() == []


@pytest.mark.parametrize(
    ("kind", "origin_id", "where", "comes"),
    [
        ("handle", "noor", "portal", False), ("handle", "Noor", "portal", True), ("email", "noor", "portal", True),
        ("handle", "noor", "shop", True),
    ],
)  # fmt: skip
def test_whoever_was_erased_does_not_come_back_by_a_list(
    cast: Cast, kind: str, origin_id: str, where: str, comes: bool
) -> None:
    ErasedIdentity.objects.create(source=cast.portal, digest=erasing.digest(kind="handle", origin_id="noor"))
    place = getattr(cast, where)
    if comes:
        assert introduced(cast, Presence(place, kind, origin_id)).identities.count() == 1
        return
    with pytest.raises(CannotHold, match="was erased") as refusal:
        introduced(cast, Presence(place, kind, origin_id))
    assert refusal.value.place == 0
    assert not Person.objects.exists()
    assert not Identity.objects.exists()


# --- erasing ---------------------------------------------------------------------------------------------------------


def test_erased_identities_are_recognised_by_a_key_of_this_house(cast: Cast, settings: object) -> None:
    before = erasing.digest(kind="handle", origin_id="noor")
    assert before == erasing.digest(kind="handle", origin_id="noor")
    assert len(before) == 32
    assert before != erasing.digest(kind="handle", origin_id="noo")
    assert erasing.digest(kind="a", origin_id="b") != erasing.digest(kind="", origin_id="ab")
    settings.SECRET_KEY = "another house"  # type: ignore[attr-defined]
    assert before != erasing.digest(kind="handle", origin_id="noor")


def test_where_nobody_was_erased_nobody_is_recognised_and_one_query_is_asked(
    cast: Cast, django_assert_num_queries: object
) -> None:
    where = cast.portal
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert erasing.erased(where, kind="handle", origin_ids=["a", "b"]) == set()


def test_of_many_the_erased_ones_are_named(cast: Cast) -> None:
    for name in ("a", "c"):
        ErasedIdentity.objects.create(source=cast.portal, digest=erasing.digest(kind="handle", origin_id=name))
    assert erasing.erased(cast.portal, kind="handle", origin_ids=iter("abcd")) == {"a", "c"}
    assert erasing.erased(cast.portal, kind="handle", origin_ids=[]) == set()
    row = str(ErasedIdentity.objects.values().first())
    assert "handle" not in row


# --- what an undone import leaves ------------------------------------------------------------------------------------


def forgotten(cast: Cast, *identities: Identity) -> tuple[set[str], set[str]]:
    """What is left of identities and persons after the import that began at NOON was taken back."""
    gone = unused.forget([identity.pk for identity in identities], source=cast.shop, since=NOON)
    left = set(Identity.objects.values_list("origin_id", flat=True))
    people = set(Person.objects.values_list("name", flat=True))
    assert {identity.origin_id for identity in identities if identity.pk in gone[0]}.isdisjoint(left)
    assert gone[1] == sorted(gone[1])
    return left, people


def person(name: str, *, at: int = 1) -> Person:
    with time_machine.travel(NOON + at * DAY, tick=False):
        return Person.objects.create(name=name, reason="customer")


def test_what_came_with_the_import_goes_with_it(cast: Cast) -> None:
    one, two = (voice(cast.shop, name, kind="customer", person=person(name), day=1) for name in ("one", "two"))
    nobody = voice(cast.shop, "nobody", day=1)
    assert forgotten(cast, one, nobody) == ({"two"}, {"two"})
    assert Identity.objects.get() == two


def test_what_was_there_before_or_is_elsewhere_or_has_an_account_stays(cast: Cast) -> None:
    early = voice(cast.shop, "early", person=person("early"), day=-1)
    elsewhere = voice(cast.portal, "elsewhere", person=person("elsewhere"), day=1)
    member = identity_of(cast.ada)
    Identity.objects.filter(pk=member.pk).update(source=cast.shop, first_seen_at=NOON + DAY)
    left, people = forgotten(cast, early, elsewhere, member)
    assert left == {"early", "elsewhere", member.origin_id}
    assert people == {"early", "elsewhere", "Ada"}


def test_the_first_moment_of_the_import_counts_as_the_import(cast: Cast) -> None:
    assert forgotten(cast, voice(cast.shop, "one", person=person("one", at=0), day=0)) == (set(), set())


@pytest.mark.parametrize("kept", ["note", "tag", "consent", "attribute"])
def test_a_person_about_whom_somebody_wrote_something_stays_with_all_presences(cast: Cast, kept: str) -> None:
    ada = person("Ada")
    here = voice(cast.shop, "ada", kind="customer", person=ada, day=1)
    mail = voice(cast.shop, "ada@example.org", kind="email", person=ada, day=1)
    if kept == "note":
        noting.note(ada, by=cast.ines, body="called")
    elif kept == "tag":
        tagging.tag(ada, "wholesale", by=cast.ines)
    elif kept == "consent":
        decide(ada, purpose="news", channel="email", given=False, how="phone")
    else:
        ada.attributes.create(name="size", value="58")
    assert forgotten(cast, here) == ({"ada", mail.origin_id}, {"Ada"})


def test_an_older_person_stays_and_only_the_new_presence_goes(cast: Cast) -> None:
    ada = person("Ada", at=-1)
    voice(cast.shop, "old", person=ada, day=-1)
    assert forgotten(cast, voice(cast.shop, "new", person=ada, day=1)) == ({"old"}, {"Ada"})


def test_an_address_told_with_a_customer_number_goes_with_it(cast: Cast) -> None:
    ada = person("Ada")
    voice(cast.shop, "ada@example.org", kind="email", person=ada, day=1)
    assert forgotten(cast, voice(cast.shop, "c-1", kind="customer", person=ada, day=1)) == (set(), set())


@pytest.mark.parametrize(
    ("kind", "day", "where"), [("handle", 1, "shop"), ("email", -1, "shop"), ("email", 1, "portal")]
)
def test_another_presence_keeps_the_person_and_the_first_one(cast: Cast, kind: str, day: int, where: str) -> None:
    ada = person("Ada")
    voice(getattr(cast, where), "other", kind=kind, person=ada, day=day)
    assert forgotten(cast, voice(cast.shop, "c-1", kind="customer", person=ada, day=1)) == ({"other", "c-1"}, {"Ada"})


def test_a_presence_that_something_refers_to_stays(cast: Cast) -> None:
    ada = person("Ada")
    here = voice(cast.shop, "ada", kind="customer", person=ada, day=1)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO commerce_order (source_id, kind, origin_id, buyer_id, at, currency, total_minor, country)"
            " VALUES (%s, 'order', 'o1', %s, %s, 'EUR', 1, '')",
            [cast.shop.pk, here.pk, NOON],
        )
    assert forgotten(cast, here) == ({"ada"}, {"Ada"})


def test_nothing_is_forgotten_when_nothing_is_named(cast: Cast) -> None:
    voice(cast.shop, "one", person=person("one"), day=1)
    assert unused.forget([], source=source("shop", kind="orders"), since=NOON) == ([], [])
