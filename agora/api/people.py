"""People: who is held and why, their presences, and the notes staff keep."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from pydantic import BaseModel

from agora.api.fields import Id, Name, Note, Slug, Told
from agora.api.keys import viewer
from agora.api.paging import Cursor, Limit, Page, paged
from agora.api.replays import Key, once
from agora.api.routing import Noun
from agora.api.scores import ScoreShown, shown
from agora.measures.scores import scores_of
from agora.people import noting
from agora.people.models import Identity, Person
from agora.people.models import Note as PersonNote

router = Noun("people")


class PersonRow(BaseModel):
    """A person: a contact held for a stated reason."""

    id: int
    name: str
    reason: str
    because: str
    country: str
    created_at: datetime


class IdentityShown(BaseModel):
    """A presence at a source: a handle, an account, an e-mail address or a customer number."""

    id: int
    source: str
    kind: str
    origin_id: str
    name: str
    handle: str
    verified: bool


class NoteShown(BaseModel):
    """What an employee wrote down about a person."""

    id: int
    by: int | None
    body: str
    at: datetime


class PersonShown(PersonRow):
    """A person with identities, tags, attributes, notes, and current scores (empty unless you may see value)."""

    tags: list[str]
    attributes: dict[str, str]
    identities: list[IdentityShown]
    notes: list[NoteShown]
    scores: list[ScoreShown]


class NewNote(Told):
    """What to write down."""

    body: Note


@router.reads("", Page[PersonRow], title="List people", ability="see console")
def list_people(
    request: HttpRequest, *, cursor: Cursor = None, limit: Limit = 50, tag: Slug | None = None, name: Name | None = None
) -> Page[PersonRow]:
    """People by name, optionally those with a tag, or whose name begins like `name`."""
    people = Person.objects.visible_to(viewer(request))
    if tag:
        people = people.filter(taggings__tag__slug=tag)
    if name:
        people = people.filter(name__istartswith=name)
    items, following = paged(people, _row, by="name", cursor=cursor, limit=limit)
    return Page[PersonRow](items=items, next=following)


@router.reads("/{id}", PersonShown, title="Get a person", ability="see console")
def get_person(request: HttpRequest, id: Id) -> PersonShown:
    """One person, with identities, tags, attributes, notes and current scores."""
    account = viewer(request)
    people = Person.objects.visible_to(account).prefetch_related("tags", "attributes", "notes", "identities__source")
    person = get_object_or_404(people, pk=id)
    return PersonShown(
        **_row(person).model_dump(),
        tags=[tag.slug for tag in person.tags.all()],
        attributes={attribute.name: attribute.value for attribute in person.attributes.all()},
        identities=[_identity(identity) for identity in person.identities.all()],
        notes=[_note(note) for note in person.notes.all()],
        scores=[shown(s.score) for s in scores_of(account, kind="person", id=id)] if account.may("see value") else [],
    )


@router.does("/{id}/notes", {201: NoteShown}, title="Note something", ability="edit people")
def add_note(request: HttpRequest, id: Id, told: NewNote, key: Key = None) -> NoteShown:
    """Write something down about a person, as the owner of the token."""
    by = viewer(request)
    person = get_object_or_404(Person.objects.visible_to(by), pk=id)
    return once(request, key, NoteShown, lambda: _note(noting.note(person, by=by, body=told.body)))


def _row(person: Person) -> PersonRow:
    return PersonRow(
        id=person.pk, name=person.name, reason=person.reason, because=person.because, country=person.country,
        created_at=person.created_at,
    )  # fmt: skip


def _identity(identity: Identity) -> IdentityShown:
    return IdentityShown(
        id=identity.pk, source=identity.source.slug, kind=identity.kind, origin_id=identity.origin_id,
        name=identity.name, handle=identity.handle, verified=identity.verified,
    )  # fmt: skip


def _note(note: PersonNote) -> NoteShown:
    return NoteShown(id=note.pk, by=note.by_id, body=note.body, at=note.at)
