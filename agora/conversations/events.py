"""News of this app, told on commit."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PostsWritten:
    """Posts were recorded or their words changed (ids)."""

    source_id: int
    created: list[int]
    edited: list[int]


@dataclass(frozen=True, slots=True)
class ThreadsRenamed:
    """Threads bear another title (ids)."""

    threads: list[int]


@dataclass(frozen=True, slots=True)
class ChannelOpened:
    """A channel that only staff listened to is public now (id)."""

    channel_id: int


@dataclass(frozen=True, slots=True)
class ReactionsGiven:
    """Posts got votes or lost them (ids of posts)."""

    posts: list[int]


@dataclass(frozen=True, slots=True)
class PostFlagged:
    """Somebody says a post needs a look."""

    flag_id: int


@dataclass(frozen=True, slots=True)
class PostsHidden:
    """Posts were held, released or removed (ids)."""

    posts: list[int]


@dataclass(frozen=True, slots=True)
class ImportUndone:
    """An import of words was taken back (id)."""

    import_id: int
