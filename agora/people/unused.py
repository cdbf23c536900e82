"""What an undone import leaves behind: identities that nothing names any more, and persons held only for them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import TypeVar

from django.db.models import Exists, Model, OuterRef, QuerySet
from django.db.models.fields.reverse_related import ForeignObjectRel

from agora.core.events import publish
from agora.core.models import Source
from agora.people.events import PeopleChanged
from agora.people.models import Identity, Person

Row = TypeVar("Row", bound=Model)


def forget(identities: Iterable[int], *, source: Source, since: datetime) -> tuple[list[int], list[int]]:
    """Delete those identities of `source`, first seen at or after `since`, that nothing refers to any more.

    Their persons go too where they were made since and have nothing else; a person with a note, a tag or a decision
    stays, identities and all. Returns the ids of (identities, persons) deleted.
    """
    recent = Identity.objects.filter(source=source, first_seen_at__gte=since, account=None)
    person_by_identity = dict(unreferenced(recent.filter(pk__in=list(identities))).values_list("pk", "person"))
    persons = {person for person in person_by_identity.values() if person}
    recent_persons = Person.objects.filter(pk__in=persons, created_at__gte=since)
    # Read before anything goes: deleting the identities changes what both of these say.
    recent_ids = set(recent_persons.values_list("pk", flat=True))
    persons_to_go = _held_for_identities_only(recent_persons)
    # An e-mail address told with a customer number goes with it, unless something else came by that address.
    addresses = unreferenced(recent.filter(person__in=persons_to_go, kind=Identity.Kind.EMAIL))
    person_by_identity |= dict(addresses.values_list("pk", "person"))
    persons_to_go -= _persons_with_more_than(person_by_identity, among=persons_to_go)
    # Whoever was made since and stays (a note, a tag, another identity) keeps all identities; those of people we knew
    # before lose only what this import brought.
    staying = recent_ids - persons_to_go
    identities_to_go = [pk for pk, person in person_by_identity.items() if person not in staying]
    Identity.objects.filter(pk__in=identities_to_go).delete()
    Person.objects.filter(pk__in=persons_to_go).delete()
    persons_without = {person for pk in identities_to_go if (person := person_by_identity[pk])}
    if changed := persons_to_go | persons_without:
        publish(PeopleChanged(persons=sorted(changed)))
    return identities_to_go, sorted(persons_to_go)


def unreferenced(rows: QuerySet[Row], *, besides: Collection[type[Model]] = ()) -> QuerySet[Row]:
    """Return the rows that no fact of any storey refers to; references from the models `besides` do not count.

    What is merely derived has no constraint in the database, and does not count either.
    """
    for relation in _references_to(rows.model):
        if relation.related_model in besides:
            continue
        # The base manager sees every row, whatever a default one leaves out: any row at all keeps what it refers to.
        references = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
        rows = rows.exclude(Exists(references))
    return rows


def _references_to(model: type[Model]) -> Iterator[ForeignObjectRel]:
    """The foreign keys of all apps that the database enforces; the hidden ones are those without a reverse name."""
    for relation in model._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ForeignObjectRel):
            continue
        if getattr(relation.field, "db_constraint", False) and relation.field.column:
            yield relation


def _held_for_identities_only(persons: QuerySet[Person]) -> set[int]:
    return set(unreferenced(persons, besides=[Identity]).values_list("pk", flat=True))


def _persons_with_more_than(identities: Collection[int], *, among: Collection[int]) -> set[int]:
    """Those persons who have an identity besides the ones named."""
    others = Identity.objects.filter(person__in=among).exclude(pk__in=identities)
    return set(others.values_list("person", flat=True))
