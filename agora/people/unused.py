"""What an undone import leaves behind: identities that nothing names any more, and persons held only for them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import TypeVar

from django.db.models import Exists, Model, OuterRef, QuerySet
from django.db.models.fields.reverse_related import ForeignObjectRel

from agora.core.models import Source
from agora.people.models import Identity, Person

Row = TypeVar("Row", bound=Model)


def forget(identities: Iterable[int], *, source: Source, since: datetime) -> tuple[list[int], list[int]]:
    """Delete those identities of `source`, first seen at or after `since`, that nothing refers to any more.

    Their persons go too where they were made since and have nothing else; a person with a note, a tag or a decision
    stays, identities and all. Returns the ids of (identities, persons) deleted.
    """
    fresh = Identity.objects.filter(source=source, first_seen_at__gte=since, account=None)
    spare = dict(unreferenced(fresh.filter(pk__in=list(identities))).values_list("pk", "person"))
    made = Person.objects.filter(pk__in={pk for pk in spare.values() if pk}, created_at__gte=since)
    made_ids, free = set(made.values_list("pk", flat=True)), _nothing_else(made)
    # An e-mail address told with a customer number goes with it, unless something else came by that address.
    emails = unreferenced(fresh.filter(person__in=free, kind=Identity.Kind.EMAIL))
    spare |= dict(emails.values_list("pk", "person"))
    rest = Identity.objects.filter(person__in=free).exclude(pk__in=spare)
    free -= set(rest.values_list("person", flat=True))
    gone = [pk for pk, person in spare.items() if person not in made_ids or person in free]
    Identity.objects.filter(pk__in=gone).delete()
    Person.objects.filter(pk__in=free).delete()
    return gone, sorted(free)


def unreferenced(rows: QuerySet[Row], *, besides: Collection[type[Model]] = ()) -> QuerySet[Row]:
    """Return the rows that no fact of any storey refers to; references from the models `besides` do not count.

    What is merely derived has no constraint in the database, and does not count either.
    """
    for relation in rows.model._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ForeignObjectRel) or relation.related_model in besides:
            continue
        if getattr(relation.field, "db_constraint", False) and relation.field.column:
            told = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
            rows = rows.exclude(Exists(told))
    return rows


def _nothing_else(persons: QuerySet[Person]) -> set[int]:
    return set(unreferenced(persons, besides=[Identity]).values_list("pk", flat=True))
