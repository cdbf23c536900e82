"""Staff write down when they spoke with somebody."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from agora.accounts import audit
from agora.accounts.models import Account
from agora.commerce.models import Touch
from agora.core import clock
from agora.core.models.sources import portal
from agora.core.text import storable
from agora.people.models import Person


@transaction.atomic
def note(person: Person, *, medium: str, summary: str, by: Account, at: datetime | None = None) -> Touch:
    """Write down a call, meeting, mail or letter (a Touch.Medium) with `person`.

    Raises ValueError for an unknown medium, an empty summary, a moment to come, or a person without any identity.
    """
    at, summary = at or clock.now(), storable(summary).strip()
    identity = person.identities.order_by("pk").first()
    if medium not in Touch.Medium.values:
        raise ValueError(f"{medium!r} is no medium; choose one of {', '.join(Touch.Medium.values)}.")
    if not summary or len(summary) > 5000:
        raise ValueError("Say in a few words, at most 5,000 characters, what it was about.")
    if at > clock.now():
        raise ValueError("It has not happened yet.")
    if identity is None:
        raise ValueError(f"{person} has no identity to write it down for.")
    touch = Touch.objects.create(
        source=portal(), origin_id=uuid.uuid4().hex, identity=identity, medium=medium, at=at, summary=summary, by=by
    )
    audit.record("note touch", by=by, subject=touch, person=person.pk, medium=medium)
    return touch
