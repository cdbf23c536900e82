"""What recognition tells the person's timeline: badges they were given."""

from __future__ import annotations

from datetime import datetime

from agora.people.models import Person
from agora.people.timeline import Moment, teller
from agora.recognition.models import Award


@teller
def awards(person: Person, before: datetime | None, limit: int) -> list[Moment]:
    """The badges given to any of the person's identities."""
    given = Award.objects.filter(identity__in=person.identities.values("pk")).select_related("badge__source")
    if before:
        given = given.filter(at__lt=before)
    return [
        Moment(award.at, "did", f"Given the badge {award.badge}", f"at {award.badge.source.name}")
        for award in given.order_by("-at")[:limit]
    ]
