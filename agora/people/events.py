"""News of this app, told on commit."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PeopleChanged:
    """Persons (ids) came to be held or are gone, or they or their identities bear other names."""

    persons: list[int]
