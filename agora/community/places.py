"""The places of our portal where people speak: public from the start, so that what is said there is seen."""

from __future__ import annotations

from agora.conversations.models import Channel
from agora.core.models.sources import portal

PLACES = {"questions": "Questions", "discussions": "Discussions", "reviews": "Reviews"}


def open_place(slug: str) -> str:
    """Make the portal's public channel `slug` (a key of PLACES) if it is not there yet, and return its slug."""
    Channel.objects.get_or_create(source=portal(), slug=slug, defaults={"name": PLACES[slug], "is_public": True})
    return slug
