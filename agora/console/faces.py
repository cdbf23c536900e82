"""A person in a line: name, initials and the tone of the circle they stand in."""

from __future__ import annotations

from dataclasses import dataclass

from agora.console.weights import initials

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
