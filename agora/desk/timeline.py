"""What the desk tells the person's timeline."""

from __future__ import annotations

from datetime import datetime

from agora.desk.models import Case
from agora.people.models import Person
from agora.people.timeline import Moment, teller


@teller
def cases(person: Person, before: datetime | None, limit: int) -> list[Moment]:
    """The cases that the person's words opened, and how they ended."""
    theirs = Case.objects.filter(post__author__person=person).select_related("closure", "team")
    if before:
        theirs = theirs.filter(opened_at__lt=before)
    return [
        Moment(case.opened_at, "did", f"Case #{case.pk} for {case.team}", _state(case), case.get_absolute_url())
        for case in theirs.order_by("-opened_at")[:limit]
    ]


def _state(case: Case) -> str:
    closure = getattr(case, "closure", None)
    return f"{case.reason} → {closure.get_outcome_display() if closure else 'open'}"
