"""Notes that staff keep about a person; the audit log knows that a note came or went, not what it said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from agora.accounts import audit
from agora.accounts.models import Account
from agora.people.models import Note, Person


@dataclass(frozen=True, slots=True)
class RemovedNote:
    """What is needed to put a removed note back: the writer's account id, the words, the moment."""

    by: int | None
    body: str
    at: str


@transaction.atomic
def note(person: Person, *, by: Account, body: str) -> Note:
    """Write something down about a person."""
    entry = person.notes.create(by=by, body=body)
    audit.record("note person", by=by, subject=person, note=entry.pk)
    return entry


@transaction.atomic
def remove(entry: Note, *, by: Account) -> RemovedNote:
    """Delete a note and return what puts it back."""
    audit.record("remove note", by=by, subject=entry.person, note=entry.pk)
    removed = RemovedNote(entry.by_id, entry.body, entry.at.isoformat())
    entry.delete()
    return removed


@transaction.atomic
def restore(person: Person, removed: RemovedNote, *, by: Account) -> Note:
    """Put a removed note back, with its writer and its moment."""
    entry = person.notes.create(by=Account.objects.filter(pk=removed.by or 0).first(), body=removed.body)
    # auto_now_add sets the present; the note keeps the moment it was written.
    Note.objects.filter(pk=entry.pk).update(at=datetime.fromisoformat(removed.at))
    audit.record("restore note", by=by, subject=person, note=entry.pk)
    return entry
