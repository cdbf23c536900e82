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
class ConversationRow:
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
class Outline:
    """A page of conversations before meanings and weights are known, so that others can be read with them."""

    rows: list[ConversationRow]
    following: str | None

    @property
    def posts(self) -> list[Post]:
        """The posts shown."""
        return [row.post for row in self.rows if row.post]


def read_outline(inbox_filter: InboxFilter, *, viewer: Viewer, cursor: str | None, limit: int = ROWS) -> Outline:
    """Return a page of conversations, latest words first; BadCursor."""
    threads = inbox_filter.threads().select_related("source", "channel")
    threads_page = page(threads, by="-last_post_at", cursor=cursor, limit=limit)
    posts = _latest(threads_page.rows, inbox_filter)
    waiting = _waiting(threads_page.rows, viewer)
    cases = _cases(threads_page.rows, viewer)
    rows = [
        _row(thread, posts.get(thread.pk), waiting.get(thread.pk), cases.get(thread.pk)) for thread in threads_page.rows
    ]
    return Outline(rows, threads_page.following)


def filled(
    outline: Outline, meaning_by_post: dict[int, Meaning], weights: dict[Subject, Weight]
) -> list[ConversationRow]:
    """Return the rows with what was meant and how much it matters."""
    rows = []
    for row in outline.rows:
        meaning = meaning_by_post.get(row.post.pk, Meaning()) if row.post else Meaning()
        weight = weight_of(row.post.author if row.post else None, weights)
        rows.append(replace(row, meaning=meaning, weight=weight))
    return rows


def read(outline: Outline, *, viewer: Viewer) -> list[ConversationRow]:
    """Return the rows of a page that shows nothing else."""
    meaning_by_post = meanings((post.pk for post in outline.posts), viewer=viewer)
    return filled(outline, meaning_by_post, weigh((post.author for post in outline.posts), viewer=viewer))


def _row(thread: Thread, post: Post | None, since: datetime | None, case: Case | None) -> ConversationRow:
    words = excerpt(post.words, length=200) if post else ""
    return ConversationRow(thread, post, voice(post.author if post else None), words, since, case, Meaning(), Weight())


def _latest(threads: Sequence[Thread], inbox_filter: InboxFilter) -> dict[int, Post]:
    posts = inbox_filter.posts().filter(thread__in=threads).select_related("author")
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
    case_by_thread: dict[int, Case] = {}
    for case in cases.order_by("opened_at"):
        earlier = case_by_thread.get(case.thread_id)
        if earlier is None or hasattr(earlier, "closure") or not hasattr(case, "closure"):
            case_by_thread[case.thread_id] = case
    return case_by_thread
