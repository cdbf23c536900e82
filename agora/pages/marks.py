"""Words about a post, a thread or a case that stand beside it as a badge."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """A word beside something: its tone and drawing as in components/badge.html, and the sentence behind it.

    kind: of which kind the mark is, where a page has a form for each kind.
    """

    text: str
    tone: str = ""
    icon: str = ""
    title: str = ""
    kind: str = ""
