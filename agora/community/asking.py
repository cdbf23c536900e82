"""Asking: a question opens a thread in the portal, and others say that they have it too."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from agora.commerce.models import Product
from agora.community import questions
from agora.community.models import MeToo, Question
from agora.community.places import open_place
from agora.conversations import writing
from agora.conversations.models import Thread
from agora.people.models import Identity


class OwnQuestion(ValueError):
    """Who asked is counted already."""


@transaction.atomic
def ask(
    *, author: Identity, title: str, body: str, topics: tuple[str, ...] = (), product: Product | None = None
) -> Question:
    """Open a question in the portal and return it."""
    post = writing.open_thread(
        author=author,
        kind=Thread.Kind.QUESTION,
        title=title,
        body=body,
        channel=open_place("questions"),
        product=product.pk if product else None,
        topics=topics,
    )
    # At once, not by the event's job: who has just asked is led to the question.
    questions.establish(post.source, posts=[post.pk])
    return Question.objects.get(thread=post.thread)


def join(question: Question, *, identity: Identity) -> None:
    """Note that somebody else has the same question; once each. Raises OwnQuestion."""
    if question.thread.opened_by_id == identity.pk:
        raise OwnQuestion(_("You asked this question; it counts you already."))
    MeToo.objects.get_or_create(question=question, identity=identity)


def leave(question: Question, *, identity: Identity) -> None:
    """Take "me too" back."""
    MeToo.objects.filter(question=question, identity=identity).delete()
