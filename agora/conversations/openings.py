"""The post that opened a thread, whatever became of it: faces decide by it what of the thread is shown."""

from __future__ import annotations

from agora.conversations.models import Post, Thread


def opening_of(thread: Thread) -> Post | None:
    """Return the post that opened the thread, held or removed as it may be, with author and source."""
    posts = thread.posts.select_related("author", "source", "hold", "tombstone")
    return posts.order_by("said_at", "pk").first()
