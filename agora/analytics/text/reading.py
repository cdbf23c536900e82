"""Reads many texts at once: what tier 0 can say about each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

MODEL_ID = "tier0-1"


@dataclass(frozen=True, slots=True)
class Trigger:
    """The words that showed something, and where they stand (character offsets)."""

    words: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Intent:
    """A speech act with its confidence (0 to 1) and the words that showed it."""

    kind: str
    confidence: float
    triggers: tuple[Trigger, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """A product's or competitor's name in the text."""

    kind: str
    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Names to look for."""

    products: tuple[str, ...] = ()
    competitors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TextReading:
    """What was read: language code ("und": cannot say), polarity (None: cannot say), intents, mentions."""

    language: str
    language_confidence: float
    polarity: float | None
    intents: tuple[Intent, ...]
    mentions: tuple[Mention, ...]


def read(texts: Sequence[str], *, gazetteer: Gazetteer) -> list[TextReading]:
    """Read each text."""
    return [TextReading("und", 0.0, None, (), ()) for _ in texts]
