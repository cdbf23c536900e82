"""Words about a post or a thread that stand beside it as a badge."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """A word about a post: its tone and drawing as in components/badge.html, and the sentence behind it."""

    text: str
    tone: str = ""
    icon: str = ""
    title: str = ""
