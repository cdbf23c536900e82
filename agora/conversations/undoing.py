"""Taking an import of words back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from agora.accounts import audit
from agora.accounts.models import Account
from agora.conversations.counting import recount
from agora.conversations.events import ImportUndone, PostsHidden, ReactionsGiven
from agora.conversations.models import Exposure, Post, Reaction, Thread
from agora.core import clock
from agora.core.alone import alone
from agora.core.copying import run
from agora.core.events import publish
from agora.core.models import Import
from agora.people import unused
from agora.people.models import Identity

ROWS_AT_ONCE = 2_000
# Who voted on or answered the same words again on that day has met them still. A vote that changed since left a meeting on
# each of its days: they go with it where no other vote stays.
FORGET_VOTES = """
DELETE FROM conversations_exposure e USING conversations_reaction r
WHERE r.id = ANY(%(ids)s) AND e.reader_id = r.actor_id AND e.post_id = r.post_id AND e.kind = 'vote' AND NOT EXISTS (
 SELECT FROM conversations_reaction o WHERE o.post_id = r.post_id AND o.actor_id = r.actor_id AND o.id <> ALL(%(ids)s)
 AND (e.day = (o.at AT TIME ZONE 'UTC')::date OR e.day <> (r.at AT TIME ZONE 'UTC')::date))"""
FORGET_REPLIES = """
DELETE FROM conversations_exposure e USING conversations_post p
WHERE p.id = ANY(%(ids)s) AND e.reader_id = p.author_id AND e.post_id = p.reply_to_id AND e.kind = 'reply'
AND e.day = (p.said_at AT TIME ZONE 'UTC')::date AND NOT EXISTS (
 SELECT FROM conversations_post o WHERE o.reply_to_id = p.reply_to_id AND o.author_id = p.author_id
 AND o.id <> ALL(%(ids)s) AND (o.said_at AT TIME ZONE 'UTC')::date = e.day)"""


def undo(of: Import, *, by: Account | None = None) -> dict[str, int]:
    """Delete what the import created, in one transaction; returns how much of each went.

    Threads that others have written in since stay, without the import's words; identities that something else names stay;
    words that an earlier import brought and this one only edited stay as edited. Raises IllegalStep for an import already
    undone, AlreadyRunning for a live one.
    """
    with alone(of.source, what="words"), transaction.atomic():
        of.refresh_from_db()
        if of.state == "running":
            of.fail("It was killed.")
        ended = of.finished_at or clock.now()
        of.step("undone")
        gone = {
            "reactions": _reactions(of), "posts": _posts(of), "threads": _threads(of), "identities": _identities(of, ended),
        }  # fmt: skip
        publish(ImportUndone(import_id=of.pk))
        if by:
            audit.record("undo import", by=by, subject=of, **gone)
    return gone


def _reactions(of: Import) -> int:
    gone = 0
    for ids in _pieces(Reaction.objects.filter(of_import=of)):
        run(FORGET_VOTES, {"ids": ids})
        votes = Reaction.objects.filter(pk__in=ids)
        moved = votes.exclude(post__of_import=of)
        if posts := sorted(set(moved.values_list("post_id", flat=True))):
            publish(ReactionsGiven(posts=posts))
        votes.delete()
        gone += len(ids)
    return gone


def _posts(of: Import) -> int:
    gone = 0
    for ids in _pieces(Post.objects.filter(of_import=of)):
        threads = sorted(set(Post.objects.filter(pk__in=ids).values_list("thread_id", flat=True)))
        run(FORGET_REPLIES, {"ids": ids})
        # Through the models, so that what hangs on a post in any storey goes or lets go.
        Post.objects.filter(pk__in=ids).delete()
        recount(threads)
        publish(PostsHidden(posts=ids))
        gone += len(ids)
    return gone


def _threads(of: Import) -> int:
    gone = 0
    for ids in _pieces(Thread.objects.filter(of_import=of, posts=None)):
        Thread.objects.filter(pk__in=ids).delete()
        gone += len(ids)
    return gone


def _identities(of: Import, ended: Any) -> int:
    made = Identity.objects.filter(source=of.source, first_seen_at__range=(of.started_at, ended), account=None)
    # Exposures carry no constraint, so what forgets the unused does not see that somebody met the words of others.
    met = Exposure.objects.filter(reader=OuterRef("pk"))
    ids = list(made.exclude(Exists(met)).values_list("pk", flat=True))
    pieces = (ids[first : first + ROWS_AT_ONCE] for first in range(0, len(ids), ROWS_AT_ONCE))
    return sum(len(unused.forget(piece, source=of.source, since=of.started_at)[0]) for piece in pieces)


def _pieces(rows: QuerySet[Any]) -> Iterator[list[int]]:
    """The ids of rows that are deleted piece by piece, so that what is left shrinks to nothing."""
    while ids := list(rows.order_by("pk").values_list("pk", flat=True)[:ROWS_AT_ONCE]):
        yield ids
