"""Introducing somebody: an employee holds a new person for a stated reason, with the presences known of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from agora.accounts import audit
from agora.accounts.models import Account
from agora.core import clock
from agora.core.events import publish
from agora.core.models import Source
from agora.core.text import storable
from agora.people import erasing
from agora.people.events import PeopleChanged
from agora.people.models import Identity, Person


@dataclass(frozen=True, slots=True)
class Presence:
    """Where somebody is known: the source, the kind of name they have there (Identity.Kind), and that name."""

    source: Source
    kind: str
    origin_id: str
    handle: str = ""
    url: str = ""


class CannotHold(ValueError):
    """A presence belongs to somebody held already, or to somebody who was erased; `place` says which (from 0)."""

    def __init__(self, why: str, *, place: int) -> None:
        super().__init__(why)
        self.place = place


@transaction.atomic
def introduce(
    *, name: str, reason: str, because: str, by: Account, country: str = "", presences: Sequence[Presence] = ()
) -> Person:
    """Hold a new person; presences that nobody is held for become theirs, claimed and not verified. Raises
    CannotHold.
    """
    person = Person.objects.create(
        name=storable(name)[:200], reason=reason, because=storable(because)[:300], country=country
    )
    for place, presence in enumerate(presences):
        _join(person, presence, place=place)
    audit.record("hold person", by=by, subject=person, reason=reason)
    publish(PeopleChanged(persons=[person.pk]))
    return person


def _join(person: Person, presence: Presence, *, place: int) -> None:
    if erasing.erased(presence.source, kind=presence.kind, origin_ids=[presence.origin_id]):
        raise CannotHold("Whoever this is was erased and does not come back by a list.", place=place)
    identity, _ = Identity.objects.get_or_create(
        source=presence.source,
        kind=presence.kind,
        origin_id=presence.origin_id,
        defaults={
            "name": person.name,
            "handle": presence.handle,
            "url": presence.url,
            "first_seen_at": clock.now(),
        },
    )
    taken = Identity.objects.filter(pk=identity.pk, person=None).update(person=person)
    if not taken:
        identity.refresh_from_db(fields=["person"])
        raise CannotHold(f"This is person {identity.person_id} already.", place=place)
