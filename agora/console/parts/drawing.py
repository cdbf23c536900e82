"""Words and dots at places of a drawing that the server makes as SVG."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Label:
    """A word or a dot at a place; `detail` gives way where it is narrow, `anchor` is start, middle or end."""

    x: str
    y: str
    text: str = ""
    detail: str = ""
    anchor: str = "middle"
    href: str = ""
