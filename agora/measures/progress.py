"""How far a run is, for whoever waits for it."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Hears each step in words and how many of `total` rows of it are done; 0 of 0 where that cannot be said."""

    def __call__(self, step: str, done: int = 0, total: int = 0) -> None: ...


def silent(step: str, done: int = 0, total: int = 0) -> None:
    """Tell nobody."""
