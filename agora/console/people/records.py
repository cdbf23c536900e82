"""What is held about a person besides words and money, read with the person in one query."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Model, OuterRef
from django.db.models.functions import JSONObject

from agora.accounts.models import Viewer
from agora.people.models import Affiliation, Attribute, Consent, Note, Person, Tagging
from agora.people.models.person import PersonQuerySet

NOTES, DECISIONS = 50, 200


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A note and who wrote it."""

    pk: int
    body: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """A place in an organization."""

    organization: str
    role: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Decision:
    """One line of the consent ledger, in words."""

    purpose: str
    channel: str
    given: bool
    at: datetime
    how: str
    by: str


@dataclass(frozen=True, slots=True)
class PurposeNow:
    """What a person last said about a purpose, per channel; nothing said means no."""

    purpose: str
    decisions: list[Decision]


@dataclass(frozen=True, slots=True)
class Records:
    """Tags as (slug, name), attributes as (name, value), and the rest in lines, newest first."""

    tags: list[tuple[str, str]]
    attributes: list[tuple[str, str]]
    places: list[PlaceLine]
    notes: list[NoteLine]
    decisions: list[Decision]

    @property
    def purposes(self) -> list[PurposeNow]:
        """What holds now, by purpose."""
        return [PurposeNow(str(label), _latest(self.decisions, str(label))) for label in Consent.Purpose.labels]


def with_records(viewer: Viewer) -> PersonQuerySet:
    """Return the persons a viewer may see, each with what is held about them as JSON."""
    people: PersonQuerySet = Person.objects.visible_to(viewer)
    return people.annotate(
        held_tags=_rows_as_json(Tagging, ["tag__name"], slug="tag__slug", name="tag__name"),
        held_attributes=_rows_as_json(Attribute, ["name"], name="name", value="value"),
        held_places=_rows_as_json(
            Affiliation, ["-since"], organization="organization__name", role="role", since="since", until="until"
        ),
        held_notes=_rows_as_json(Note, ["-at", "-pk"], NOTES, pk="pk", body="body", at="at", by="by__name"),
        held_decisions=_rows_as_json(
            Consent,
            ["-at", "-pk"],
            DECISIONS,
            purpose="purpose",
            channel="channel",
            given="given",
            at="at",
            how="how",
            by="by__name",
        ),
    )


def records(person: Person) -> Records:
    """Return what `with_records` read along with the person."""
    annotated: Any = person
    return Records(
        tags=[(tag["slug"], tag["name"]) for tag in annotated.held_tags],
        attributes=[(attribute["name"], attribute["value"]) for attribute in annotated.held_attributes],
        places=[_place(**place) for place in annotated.held_places],
        notes=[_note(**note) for note in annotated.held_notes],
        decisions=[_decision(**line) for line in annotated.held_decisions],
    )


def _rows_as_json(model: type[Model], order: Sequence[str], limit: int = 100, **fields: str) -> ArraySubquery:
    rows = model._default_manager.filter(person=OuterRef("pk")).order_by(*order)
    return ArraySubquery(rows.values(row=JSONObject(**fields))[:limit])


def _place(*, organization: str, role: str, since: str, until: str | None) -> PlaceLine:
    return PlaceLine(organization, role, date.fromisoformat(since), date.fromisoformat(until) if until else None)


def _note(*, pk: int, body: str, at: str, by: str | None) -> NoteLine:
    return NoteLine(pk, body, datetime.fromisoformat(at), by or "")


def _decision(*, purpose: str, channel: str, given: bool, at: str, how: str, by: str | None) -> Decision:
    words = str(Consent.Purpose(purpose).label), str(Consent.Channel(channel).label)
    return Decision(*words, given, datetime.fromisoformat(at), how, by or "")


def _latest(decisions: Iterable[Decision], purpose: str) -> list[Decision]:
    by_channel: dict[str, Decision] = {}
    for decision in decisions:
        if decision.purpose == purpose:
            by_channel.setdefault(decision.channel, decision)
    return list(by_channel.values())
