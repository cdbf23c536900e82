"""A person in a line: name, initials and the tone of the circle they stand in."""

from __future__ import annotations

from dataclasses import dataclass

TONES = 6


@dataclass(frozen=True, slots=True)
class Face:
    """What components/person_chip.html and avatar.html draw of somebody."""

    name: str
    initials: str
    tone: int


def face(name: str, *, key: int) -> Face:
    """Return the face of `name`; the same key always has the same tone."""
    return Face(name, initials(name), key % TONES)


def initials(name: str) -> str:
    """Return the first letters of the first and the last word of a name."""
    words = name.lstrip("@").split()
    if not words:
        return "?"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()
