"""One page of the inbox: who, where, what was meant, how much it matters, waiting since; in few queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import F, Max, Min, OuterRef, Q, Subquery

from agora.accounts.models import Viewer
from agora.console.conversations.filter import InboxFilter
from agora.console.parts.meanings import Meaning, meanings
from agora.console.parts.weights import Subject, Voice, Weight, voice, weigh, weight_of
from agora.conversations.models import Post, Thread
from agora.core.pagination import page
from agora.core.text import excerpt
from agora.desk.models import Case

ROWS = 25


@dataclass(frozen=True, slots=True)
class Row:
    """One conversation: the latest words of somebody else that the filter speaks of, and since when they wait."""

    thread: Thread
    post: Post | None
    voice: Voice
    excerpt: str
    waiting_since: datetime | None
    case: Case | None
    meaning: Meaning
    weight: Weight


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A page of conversations before meanings and weights are known, so that others can be read with them."""

    rows: list[Row]
    following: str | None

    @property
    def posts(self) -> list[Post]:
        """The posts shown."""
        return [row.post for row in self.rows if row.post]


def skeleton(wanted: InboxFilter, *, viewer: Viewer, cursor: str | None, limit: int = ROWS) -> Skeleton:
    """Return a page of conversations, latest words first; BadCursor."""
    threads = wanted.threads().select_related("source", "channel")
    found = page(threads, by="-last_post_at", cursor=cursor, limit=limit)
    posts = _latest(found.rows, wanted)
    waiting = _waiting(found.rows, viewer)
    cases = _cases(found.rows, viewer)
    rows = [_row(thread, posts.get(thread.pk), waiting.get(thread.pk), cases.get(thread.pk)) for thread in found.rows]
    return Skeleton(rows, found.following)


def filled(bare: Skeleton, known: dict[int, Meaning], weights: dict[Subject, Weight]) -> list[Row]:
    """Return the rows with what was meant and how much it matters."""
    rows = []
    for row in bare.rows:
        meaning = known.get(row.post.pk, Meaning()) if row.post else Meaning()
        weight = weight_of(row.post.author if row.post else None, weights)
        rows.append(replace(row, meaning=meaning, weight=weight))
    return rows


def read(bare: Skeleton, *, viewer: Viewer) -> list[Row]:
    """Return the rows of a page that shows nothing else."""
    known = meanings((post.pk for post in bare.posts), viewer=viewer)
    return filled(bare, known, weigh((post.author for post in bare.posts), viewer=viewer))


def _row(thread: Thread, post: Post | None, since: datetime | None, case: Case | None) -> Row:
    words = excerpt(post.words, length=200) if post else ""
    return Row(thread, post, voice(post.author if post else None), words, since, case, Meaning(), Weight())


def _latest(threads: Sequence[Thread], wanted: InboxFilter) -> dict[int, Post]:
    posts = wanted.posts().filter(thread__in=threads).select_related("author")
    posts = posts.order_by("thread_id", "-said_at", "-pk").distinct("thread_id")
    return {post.thread_id: post for post in posts}


def _waiting(threads: Sequence[Thread], viewer: Viewer) -> dict[int, datetime]:
    """Thread id → when somebody spoke first after our last word there; nothing where the last word is ours."""
    posts = Post.objects.visible_to(viewer).order_by()
    ours = posts.filter(thread=OuterRef("thread"), author__is_ours=True).values("thread").annotate(last=Max("said_at"))
    theirs = posts.by_others().filter(thread__in=threads).annotate(ours=Subquery(ours.values("last")))
    since = theirs.filter(Q(ours=None) | Q(said_at__gt=F("ours"))).values_list("thread").annotate(Min("said_at"))
    return dict(since)


def _cases(threads: Sequence[Thread], viewer: Viewer) -> dict[int, Case]:
    """Thread id → its open case, or else its latest closed one."""
    cases = Case.objects.visible_to(viewer).filter(thread__in=threads).select_related("closure", "team")
    found: dict[int, Case] = {}
    for case in cases.order_by("opened_at"):
        known = found.get(case.thread_id)
        if known is None or hasattr(known, "closure") or not hasattr(case, "closure"):
            found[case.thread_id] = case
    return found
