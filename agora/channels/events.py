"""News of this app, told on commit."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BadgesSeen:
    """A source says who was given which badge: rows of award id, author (origin id), badge, class, moment (ISO 8601).

    `import_id` names the import that brought them, so that they can be taken back with it.
    """

    source_id: int
    awards: list[list[str]]
    import_id: int | None = None
