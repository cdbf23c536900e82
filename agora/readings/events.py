"""News of this app, told on commit."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PostsRead:
    """What posts mean was read or read again (ids of posts)."""

    posts: list[int]
