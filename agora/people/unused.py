"""What an undone import leaves behind: identities that nothing names any more, and persons held only for them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, Model, OuterRef, QuerySet
from django.db.models.fields.reverse_related import ForeignObjectRel

from agora.core.models import Source
from agora.people.models import Identity, Person


def forget(identities: Iterable[int], *, source: Source, since: datetime) -> tuple[int, int]:
    """Delete those identities of `source`, first seen at or after `since`, that nothing refers to any more.

    Their persons go too, where they were made since and have nothing else. Returns (identities, persons) deleted.
    """
    mine = Identity.objects.filter(pk__in=list(identities), source=source, first_seen_at__gte=since, account=None)
    left = unreferenced(mine).values_list("pk", "person")
    gone = dict(left)
    Identity.objects.filter(pk__in=gone).delete()
    held = Person.objects.filter(pk__in=[person for person in gone.values() if person], created_at__gte=since)
    # An e-mail address told with the customer number goes with it, unless something else came by that address.
    emails = Identity.objects.filter(person__in=held, source=source, kind=Identity.Kind.EMAIL, first_seen_at__gte=since)
    Identity.objects.filter(pk__in=list(unreferenced(emails).values_list("pk", flat=True))).delete()
    persons = list(unreferenced(held).values_list("pk", flat=True))
    Person.objects.filter(pk__in=persons).delete()
    return len(gone), len(persons)


def unreferenced(rows: QuerySet[Model]) -> QuerySet[Model]:
    """Return the rows that no fact of any storey refers to; what is merely derived has no constraint in the database."""
    for relation in rows.model._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel) and relation.field.db_constraint and relation.field.column:
            told = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
            rows = rows.exclude(Exists(told))
    return rows
