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
    words = [word for word in name.replace("@", " ").split() if word[0].isalnum()]
    first = words[0][0] if words else "?"
    last = words[-1][0] if len(words) > 1 else ""
    return Face(name, (first + last).upper(), key % TONES)
