"""People: who is held and why, holding somebody new, their presences, and the notes staff keep."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from django.db.models import Prefetch
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from pydantic import BaseModel, Field

from agora.accounts.models import Account
from agora.api.fields import Address, Country, FullName, Id, Name, Note, OriginId, Reason, RequestBody, Slug
from agora.api.keys import viewer
from agora.api.paging import Cursor, Limit, PageOutput, paged
from agora.api.problems import FieldFault, Refused
from agora.api.replays import Key, once
from agora.api.routing import NounRouter
from agora.api.scores import ScoreOutput, score_output
from agora.core.models import Source
from agora.core.models.sources import PORTAL
from agora.measures.scores import scores_of
from agora.people import introducing, noting
from agora.people.models import Identity, Person
from agora.people.models import Note as PersonNote

router = NounRouter("people")


class PersonSummary(BaseModel):
    """A person: a contact held for a stated reason."""

    id: int
    name: str
    reason: str
    because: str
    country: str
    created_at: datetime


class IdentityOutput(BaseModel):
    """A presence at a source: a handle, an account, an e-mail address or a customer number."""

    id: int
    source: str
    kind: str
    origin_id: str
    name: str
    handle: str
    verified: bool


class NoteOutput(BaseModel):
    """What an employee wrote down about a person."""

    id: int
    by: int | None
    body: str
    at: datetime


class PersonOutput(PersonSummary):
    """A person with identities, tags, attributes, notes, and current scores (those in money only if you may see
    value).
    """

    tags: list[str]
    attributes: dict[str, str]
    identities: list[IdentityOutput]
    notes: list[NoteOutput]
    scores: list[ScoreOutput]


class PresenceInput(RequestBody):
    """Where somebody is known, by the name they have there."""

    source: Slug = Field(description="the short name of a source that is known here, not the portal's")
    kind: Literal["handle", "email", "customer"] = Field(description="what kind of name it is")
    origin_id: OriginId = Field(description="the handle, e-mail address or customer number")
    handle: Name = Field("", description="how they call themselves there")
    url: Address = Field("", description="their page there")


class NewPerson(RequestBody):
    """Whom to hold, and why."""

    name: FullName = Field(description="what we call them")
    reason: Literal["customer", "influence", "request"] = Field(
        description="why they are held: they bought something, are followed for their influence, or asked us to"
    )
    because: Reason = Field(description="the reason in a sentence; they may read it")
    country: Country = Field("", description="two letters of ISO 3166")
    identities: list[PresenceInput] = Field([], max_length=20, description="where they are known")


class NewNote(RequestBody):
    """What to write down."""

    body: Note


@router.reads("", PageOutput[PersonSummary], title="List people", ability="see console")
def list_people(
    request: HttpRequest, *, cursor: Cursor = None, limit: Limit = 50, tag: Slug | None = None, name: Name | None = None
) -> PageOutput[PersonSummary]:
    """People by name, optionally those with a tag, or whose name begins like `name`."""
    people = Person.objects.visible_to(viewer(request))
    if tag:
        people = people.filter(taggings__tag__slug=tag)
    if name:
        people = people.filter(name__istartswith=name)
    items, following = paged(people, _row, by="name", cursor=cursor, limit=limit)
    return PageOutput[PersonSummary](items=items, next=following)


@router.reads("/{id}", PersonOutput, title="Get a person", ability="see console")
def get_person(request: HttpRequest, id: Id) -> PersonOutput:
    """One person, with identities, tags, attributes, notes and current scores."""
    return _person_output(viewer(request), id)


@router.does("", {201: PersonOutput}, title="Hold a person", ability="edit people")
def add_person(request: HttpRequest, payload: NewPerson, key: Key = None) -> PersonOutput:
    """Hold somebody for a stated reason; presences that are known here already become theirs, claimed and not
    verified.
    """
    return once(request, key, PersonOutput, lambda: _introduction(viewer(request), payload))


def _introduction(by: Account, payload: NewPerson) -> PersonOutput:
    presences = [_presence(presence, place, by) for place, presence in enumerate(payload.identities)]
    try:
        person = introducing.introduce(
            name=payload.name,
            reason=payload.reason,
            because=payload.because,
            country=payload.country,
            presences=presences,
            by=by,
        )
    except introducing.CannotHold as problem:
        fault = FieldFault(detail=str(problem), pointer=f"#/identities/{problem.place}")
        raise Refused(409, "Not all of these presences can be theirs.", faults=[fault]) from problem
    return _person_output(by, person.pk)


def _presence(payload: PresenceInput, place: int, by: Account) -> introducing.Presence:
    source = Source.objects.visible_to(by).exclude(kind=PORTAL).filter(slug=payload.source).first()
    if source is None:
        fault = FieldFault(detail=f"There is no source {payload.source}.", pointer=f"#/identities/{place}/source")
        raise Refused(422, "1 value is not what it should be.", faults=[fault])
    return introducing.Presence(source, payload.kind, payload.origin_id, payload.handle, payload.url)


def _person_output(account: Account, id: int) -> PersonOutput:
    identities = Prefetch("identities", Identity.objects.visible_to(account).select_related("source"))
    people = Person.objects.visible_to(account).prefetch_related("tags", "attributes", "notes", identities)
    person = get_object_or_404(people, pk=id)
    return PersonOutput(
        **_row(person).model_dump(),
        tags=[tag.slug for tag in person.tags.all()],
        attributes={attribute.name: attribute.value for attribute in person.attributes.all()},
        identities=[_identity(identity) for identity in person.identities.all()],
        notes=[_note(note) for note in person.notes.all()],
        scores=[score_output(score.row) for score in scores_of(account, kind="person", id=id)],
    )


@router.does("/{id}/notes", {201: NoteOutput}, title="Note something", ability="edit people")
def add_note(request: HttpRequest, id: Id, payload: NewNote, key: Key = None) -> NoteOutput:
    """Write something down about a person, as the owner of the token."""
    by = viewer(request)
    person = get_object_or_404(Person.objects.visible_to(by), pk=id)
    return once(request, key, NoteOutput, lambda: _note(noting.note(person, by=by, body=payload.body)))


def _row(person: Person) -> PersonSummary:
    return PersonSummary(
        id=person.pk,
        name=person.name,
        reason=person.reason,
        because=person.because,
        country=person.country,
        created_at=person.created_at,
    )


def _identity(identity: Identity) -> IdentityOutput:
    return IdentityOutput(
        id=identity.pk,
        source=identity.source.slug,
        kind=identity.kind,
        origin_id=identity.origin_id,
        name=identity.name,
        handle=identity.handle,
        verified=identity.verified,
    )


def _note(note: PersonNote) -> NoteOutput:
    return NoteOutput(id=note.pk, by=note.by_id, body=note.body, at=note.at)
