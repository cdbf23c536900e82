"""Discussions: talk that asks for no answer and judges no product."""

from __future__ import annotations

from django.db import transaction

from agora.commerce.models import Product
from agora.community.places import open_place
from agora.conversations import writing
from agora.conversations.models import Thread
from agora.people.models import Identity


@transaction.atomic
def open(
    *, author: Identity, title: str, body: str, topics: tuple[str, ...] = (), product: Product | None = None
) -> Thread:
    """Start a discussion in the portal and return its thread."""
    post = writing.open_thread(
        author=author,
        kind=Thread.Kind.DISCUSSION,
        title=title,
        body=body,
        channel=open_place("discussions"),
        product=product.pk if product else None,
        topics=topics,
    )
    return post.thread
