"""Finds the thread of each post: the one its source names, its parent's, or one of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from agora.channels.connectors.activitystreams.translating import Said
from agora.conversations.batches import NewPost, NewThread
from agora.conversations.models import Post, Thread
from agora.core.models import Source


def threads_of(source: Source, posts: Iterable[str]) -> dict[str, str]:
    """Return the threads (origin ids) of the posts that are known."""
    known = Post.objects.filter(source=source, kind="post", origin_id__in=set(posts))
    return dict(known.values_list("origin_id", "thread__origin_id"))


def placed(source: Source, said: Sequence[Said]) -> tuple[list[NewThread], list[NewPost]]:
    """Return the posts with their threads, and the threads to open or rename."""
    together = {one.post.origin_id: one for one in said}
    known = threads_of(source, {*together, *(one.above for one in said if one.above)})
    homes = {name: _home(one, together, known) for name, one in together.items()}
    existing = set(
        Thread.objects.filter(source=source, origin_id__in=set(homes.values())).values_list("origin_id", flat=True)
    )
    opened: dict[str, NewThread] = {}
    # A thread is called after its opening, or else after the earliest post that is known of it.
    for one in sorted(
        together.values(),
        key=lambda one: (one.post.origin_id != homes[one.post.origin_id], bool(one.above), one.post.said_at),
    ):
        home = homes[one.post.origin_id]
        if home == one.post.origin_id or home not in existing:
            opened.setdefault(home, _thread(one, home))
    return list(opened.values()), [replace(one.post, thread=homes[one.post.origin_id]) for one in said]


def _home(one: Said, together: Mapping[str, Said], known: Mapping[str, str]) -> str:
    """Follow the replies upwards as far as they are known; a circle ends where it began."""
    seen = set()
    while one.post.origin_id not in seen:
        seen.add(one.post.origin_id)
        if home := known.get(one.post.origin_id) or one.context or known.get(one.above):
            return home
        if one.above not in together:
            break
        one = together[one.above]
    return min(seen) if one.above in seen else one.post.origin_id


def _thread(one: Said, home: str) -> NewThread:
    return NewThread(
        home, one.thread_kind, one.title, one.post.said_at, author=one.post.author, url=one.post.url, topics=one.topics
    )
