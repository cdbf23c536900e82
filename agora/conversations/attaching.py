"""Replies that came in before what they answer: each opened a thread of its own, and joins its parent's when that is known."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from agora.conversations.counting import recount
from agora.conversations.events import PostsWritten
from agora.conversations.models import Hold, Post, Thread, ThreadTopic
from agora.core.copying import run
from agora.core.events import publish
from agora.core.models import Source
from agora.people.unused import unreferenced

EXPOSE = """
INSERT INTO conversations_exposure (reader_id, post_id, author_id, kind, at, day)
SELECT p.author_id, q.id, q.author_id, 'reply', p.said_at, (p.said_at AT TIME ZONE 'UTC')::date
FROM conversations_post p JOIN conversations_post q ON q.id = p.reply_to_id
WHERE p.id = %s AND p.author_id <> q.author_id ON CONFLICT DO NOTHING"""


@transaction.atomic
def attach(source: Source, replies: Iterable[tuple[str, str]]) -> int:
    """Attach replies to what they answer, (reply, parent) by origin id, with everything said in the reply's own thread.

    Pairs whose parent is unknown, or that are in one thread already, stay as they are, and so does a thread that somebody
    works with (a case, a question). Returns how many were attached.
    """
    return sum(_attach(source, reply=reply, parent=parent) for reply, parent in replies)


def _attach(source: Source, *, reply: str, parent: str) -> bool:
    known = Post.objects.filter(source=source, kind="post").select_related("thread")
    child = known.filter(origin_id=reply, thread__origin_id=reply).first()
    above = known.filter(origin_id=parent).first()
    if not child or not above or child.thread_id == above.thread_id:
        return False
    if not unreferenced(Thread.objects.filter(pk=child.thread_id), besides=[Post, Hold, ThreadTopic]).exists():
        return False
    _move(child.thread, into=above.thread)
    Post.objects.filter(pk=child.pk).update(reply_to=above)
    run(EXPOSE, [child.pk])
    return True


def _move(own: Thread, *, into: Thread) -> None:
    moved = list(own.posts.values_list("pk", flat=True))
    own.posts.update(thread=into)
    # A held opening stays held, as a post.
    Hold.objects.filter(thread=own).update(thread=None)
    own.delete()
    recount([into.pk])
    publish(PostsWritten(source_id=into.source_id, created=[], edited=moved))
