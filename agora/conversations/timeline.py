"""What conversations tell the person's timeline: what they said."""

from __future__ import annotations

from datetime import datetime

from agora.conversations.models import Post
from agora.core.text import excerpt
from agora.people.models import Person
from agora.people.timeline import Moment, teller


@teller
def posts(person: Person, before: datetime | None, limit: int) -> list[Moment]:
    """The posts of all the person's identities."""
    said = Post.objects.filter(author__in=person.identities.values("pk")).select_related("thread")
    if before:
        said = said.filter(said_at__lt=before)
    return [
        Moment(post.said_at, "said", post.thread.title, excerpt(post.words), post.get_absolute_url())
        for post in said.order_by("-said_at")[:limit]
    ]
