"""Persons are held for a stated reason; everyone else who speaks stays an identity."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from agora.accounts.models import Account
from agora.core import clock
from agora.core.copying import fetch, stage
from agora.core.events import publish
from agora.core.models.sources import portal
from agora.core.text import storable
from agora.people.events import PeopleChanged
from agora.people.models import Identity, Person

# The ids are drawn first, so that one statement can make the persons and tie their identities to them.
HOLD = """
WITH held AS (
 SELECT i.id AS identity, nextval(pg_get_serial_sequence('people_person', 'id')) AS person, w.name, w.because, w.country
 FROM (SELECT DISTINCT ON (identity) * FROM w_holding ORDER BY identity) w
 JOIN people_identity i ON i.id = w.identity WHERE i.person_id IS NULL FOR UPDATE OF i
), made AS (
 INSERT INTO people_person (id, name, reason, because, country, created_at)
 SELECT person, name, %(reason)s, because, country, %(now)s FROM held
)
UPDATE people_identity i SET person_id = held.person FROM held WHERE i.id = held.identity RETURNING i.person_id"""


def identity_of(account: Account) -> Identity:
    """Return the account's presence at our portal, made at its first use together with its person."""
    identity = Identity.objects.select_related("person", "source").filter(account=account).first()
    if identity is None:
        return _welcome(account)
    if identity.is_ours != account.is_staff:
        # The role changed: who no longer works here no longer speaks for the house.
        identity.is_ours = account.is_staff
        identity.save(update_fields=["is_ours"])
    return identity


@transaction.atomic
def _welcome(account: Account) -> Identity:
    Account.objects.select_for_update().get(pk=account.pk)
    if identity := Identity.objects.filter(account=account).first():
        return identity
    reason = Person.Reason.STAFF if account.is_staff else Person.Reason.MEMBER
    person = Person.objects.create(name=account.name or account.email, reason=reason)
    publish(PeopleChanged(persons=[person.pk]))
    return Identity.objects.create(
        source=portal(),
        kind=Identity.Kind.ACCOUNT,
        origin_id=f"account:{account.pk}",
        name=account.name,
        handle=account.name,
        person=person,
        account=account,
        is_ours=account.is_staff,
        first_seen_at=clock.now(),
        verified_at=clock.now(),
    )


@transaction.atomic
def hold(identity: Identity, *, reason: str, because: str) -> Person:
    """Hold the person behind `identity` for a stated reason; returns the person already held if there is one."""
    if identity.person:
        return identity.person
    identity.person = Person.objects.create(name=str(identity), reason=reason, because=because)
    identity.save(update_fields=["person"])
    publish(PeopleChanged(persons=[identity.person.pk]))
    return identity.person


@dataclass(frozen=True, slots=True)
class Holding:
    """Why the person behind an identity is held: the identity's id, the person's name, the reason in words."""

    identity: int
    name: str
    because: str
    country: str = ""


def hold_many(holdings: Iterable[Holding], *, reason: str) -> int:
    """Hold the persons behind many identities at once; those already held stay as they are. Returns how many are new.

    Must run inside a transaction.
    """
    rows = ((h.identity, storable(h.name)[:200], storable(h.because)[:300], h.country[:2]) for h in holdings)
    stage("w_holding", "identity bigint, name text, because text, country text", rows)
    persons = [person for (person,) in fetch(HOLD, {"reason": reason, "now": clock.now()})]
    if persons:
        publish(PeopleChanged(persons=persons))
    return len(persons)
