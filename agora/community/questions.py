"""Questions and the answers that were accepted, one by one at a page or a whole history at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from agora.accounts.models import Account, Viewer
from agora.community.models import AcceptedAnswer, Question
from agora.conversations.models import Post, Thread
from agora.core import clock
from agora.core.copying import fetch, run, stage
from agora.core.models import Source
from agora.people.models import Identity

ESTABLISH = """
INSERT INTO community_question (thread_id) SELECT t.id FROM conversations_thread t
LEFT JOIN community_question q ON q.thread_id = t.id
WHERE t.source_id = %(source)s AND t.kind = 'question' AND q.thread_id IS NULL
AND (%(posts)s::bigint[] IS NULL OR t.id IN (SELECT thread_id FROM conversations_post WHERE id = ANY(%(posts)s)))
ON CONFLICT DO NOTHING"""
# Who accepts is the asker; an acceptance is never earlier than the words it accepts (sources tell the day only).
ACCEPT = """
INSERT INTO community_acceptedanswer (question_id, post_id, by_id, at)
SELECT q.thread_id, p.id, t.opened_by_id, greatest(coalesce(w.at, p.said_at), p.said_at) FROM w_acceptance w
JOIN conversations_thread t ON t.source_id = %(source)s AND t.origin_id = w.question
JOIN community_question q ON q.thread_id = t.id
JOIN conversations_post p ON p.source_id = %(source)s AND p.kind = 'post' AND p.origin_id = w.post AND p.thread_id = t.id
ON CONFLICT DO NOTHING RETURNING post_id"""
LOST = """
SELECT w.question, w.post FROM w_acceptance w WHERE NOT EXISTS (
 SELECT FROM conversations_post p JOIN conversations_thread t ON t.id = p.thread_id
 WHERE p.source_id = %(source)s AND p.kind = 'post' AND p.origin_id = w.post AND t.origin_id = w.question)"""
EXPOSE = """
INSERT INTO conversations_exposure (reader_id, post_id, author_id, kind, at, day)
SELECT t.opened_by_id, p.id, p.author_id, 'answer', a.at, (a.at AT TIME ZONE 'UTC')::date
FROM community_acceptedanswer a
JOIN conversations_post p ON p.id = a.post_id JOIN conversations_thread t ON t.id = a.question_id
WHERE a.post_id = ANY(%(posts)s) AND p.author_id <> t.opened_by_id ON CONFLICT DO NOTHING"""


class NotAnAnswer(ValueError):
    """The post cannot be accepted: it is elsewhere, opened the thread, or was removed."""


@dataclass(frozen=True, slots=True)
class Acceptance:
    """An answer a source knows as accepted: origin ids of question thread and post, and when, if it says so."""

    question: str
    post: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Accepted:
    """How many acceptances are new, and those whose question or answer is unknown."""

    created: int
    lost: tuple[Acceptance, ...]


def establish(source: Source, *, posts: Collection[int] | None = None) -> int:
    """Make the Question rows of a source's threads of kind question, or of those with these posts; returns how many."""
    return run(ESTABLISH, {"source": source.pk, "posts": None if posts is None else list(posts)})


@transaction.atomic
def accept(question: Question, post: Post, *, by: Identity | None = None, at: datetime | None = None) -> AcceptedAnswer:
    """Accept `post` as an answer to `question`; again changes nothing. Raises NotAnAnswer."""
    if post.thread_id != question.pk:
        raise NotAnAnswer("This post belongs to another thread.")
    if not Post.objects.before(post).exists():
        raise NotAnAnswer("This post is the question itself.")
    accepted, created = AcceptedAnswer.objects.get_or_create(
        post=post, defaults={"question": question, "by": by, "at": at or clock.now()}
    )
    if created:
        run(EXPOSE, {"posts": [post.pk]})
    return accepted


def unaccept(question: Question, post: Post) -> None:
    """Take an acceptance back; that the asker met the answer stays true."""
    AcceptedAnswer.objects.filter(question=question, post=post).delete()


@transaction.atomic
def accept_many(source: Source, acceptances: Iterable[Acceptance]) -> Accepted:
    """Accept a history of answers at once; known ones stay as they are, and no news is told of them."""
    rows = [(one.question, one.post, one.at) for one in acceptances]
    if not rows:
        return Accepted(0, ())
    stage("w_acceptance", "question text, post text, at timestamptz", rows)
    values = {"source": source.pk}
    created = [post for (post,) in fetch(ACCEPT, values)]
    if created:
        run(EXPOSE, {"posts": created})
    lost = fetch(LOST, values) if len(created) < len(rows) else []
    return Accepted(len(created), tuple(Acceptance(question, post) for question, post in lost))


def may_accept(thread: Thread, viewer: Viewer, speaker: Identity | None) -> bool:
    """Whether this viewer accepts answers here: the asker, and staff who work cases."""
    if isinstance(viewer, Account) and viewer.may("work cases"):
        return True
    return bool(speaker and thread.opened_by_id == speaker.pk)
