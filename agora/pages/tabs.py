"""The views of a list, side by side."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tab:
    """One view of a list, as components/tabs.html draws it."""

    label: str
    href: str
    current: bool = False
    count: int | None = None
