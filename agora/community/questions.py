"""Questions and their answers: who accepts one says that it solved the question."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from agora.community.models import AcceptedAnswer, Question
from agora.conversations.models import Exposure, Post
from agora.core import clock
from agora.people.models import Identity


@transaction.atomic
def accept(question: Question, post: Post, *, by: Identity, at: datetime | None = None) -> AcceptedAnswer:
    """Accept `post` as an answer: the asker has met its words. Raises ValueError for a post of another thread."""
    if post.thread_id != question.pk:
        raise ValueError("Only a post of its own thread answers a question.")
    at = at or clock.now()
    accepted = AcceptedAnswer.objects.get_or_create(post=post, defaults={"question": question, "by": by, "at": at})[0]
    asker = question.thread.opened_by_id
    if asker and post.author_id and asker != post.author_id:
        Exposure.objects.get_or_create(
            reader_id=asker,
            post=post,
            kind=Exposure.Kind.ANSWER,
            day=at.date(),
            defaults={"author_id": post.author_id, "at": at},
        )
    return accepted


def unaccept(question: Question, post: Post) -> None:
    """Take the acceptance of `post` back; that the asker met its words stays true."""
    question.accepted.filter(post=post).delete()
