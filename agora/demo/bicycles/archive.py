"""What has been written so far: threads and posts as drafts, and arrays to choose readings from."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from agora.demo.bicycles.world import Channel, ThreadKind

STAFF_HANDLES = ("ines", "marek", "yuki")


@dataclass(slots=True)
class ThreadSketch:
    """A thread in the making; `opener` and `accepted` are post numbers, `accepted_at` a day."""

    kind: ThreadKind
    channel: Channel
    title: str
    sku: str | None
    category: str | None
    topics: tuple[str, ...]
    community: int | None = None
    rating: int | None = None
    accepted: int | None = None
    accepted_at: float | None = None
    posts: list[int] = field(default_factory=list)


@dataclass(slots=True)
class PostSketch:
    """A post in the making; `author` is a person's number, or -1, -2, -3 for staff."""

    thread: int
    author: int
    at: float
    body: str
    reply_to: int | None
    quality: float
    appeal: float
    acts: tuple[str, ...]


class Archive:
    """Threads and posts by number, in the order they were written down (not in the order of time)."""

    def __init__(self, *, until: float) -> None:
        self.threads: list[ThreadSketch] = []
        self.posts: list[PostSketch] = []
        self.by_author: dict[int, list[int]] = {}
        self._until = until

    def open(self, thread: ThreadSketch) -> int:
        """Add a thread and return its number."""
        self.threads.append(thread)
        return len(self.threads) - 1

    def write(
        self, thread: int, *, author: int, at: float, body: str, quality: float, appeal: float,
        reply_to: int | None = None, acts: tuple[str, ...] = (),
    ) -> int | None:  # fmt: skip
        """Add a post and return its number, or None if the world ends before it is written."""
        if at >= self._until:
            return None
        number = len(self.posts)
        self.posts.append(PostSketch(thread, author, at, body, reply_to, quality, appeal, acts))
        self.threads[thread].posts.append(number)
        self.by_author.setdefault(author, []).append(number)
        return number

    def column(self, name: str, *, start: int) -> NDArray[np.float64]:
        """One numeric field of the posts from number `start` on."""
        return np.asarray([getattr(post, name) for post in self.posts[start:]], dtype=np.float64)


def staff(handle: str) -> int:
    """The author number of an employee."""
    return -1 - STAFF_HANDLES.index(handle)


def staff_key(number: int) -> str:
    """The author key of an employee's number."""
    return f"staff:{STAFF_HANDLES[-1 - number]}"
