"""Finds names of products and competitors in texts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

_WORD = re.compile(r"\w+")
PRODUCT, COMPETITOR = "product", "competitor"


@dataclass(frozen=True, slots=True)
class Mention:
    """A product's or competitor's name in the text: `text[start:end]` is how it was written."""

    kind: str
    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Names to look for; case, spaces and hyphens between words do not matter."""

    products: tuple[str, ...] = ()
    competitors: tuple[str, ...] = ()
    _index: dict[str, list[tuple[tuple[str, ...], str, str]]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        index: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
        for kind, name in self._names():
            words = tuple(match.group().casefold() for match in _WORD.finditer(name))
            if words:
                index.setdefault(words[0], []).append((words, kind, name))
        for entries in index.values():
            entries.sort(key=lambda entry: -len(entry[0]))
        object.__setattr__(self, "_index", index)

    def _names(self) -> Iterable[tuple[str, str]]:
        yield from ((PRODUCT, name) for name in self.products)
        yield from ((COMPETITOR, name) for name in self.competitors)

    def find(self, text: str) -> tuple[Mention, ...]:
        """Every name in the text, the longest at each place, from left to right without overlap."""
        if not self._index:
            return ()
        spans = [match.span() for match in _WORD.finditer(text)]
        words = [text[start:end].casefold() for start, end in spans]
        found: list[Mention] = []
        place = 0
        while place < len(words):
            entry = self._match(words, place)
            if entry is None:
                place += 1
                continue
            length, kind, name = entry
            found.append(Mention(kind, name, spans[place][0], spans[place + length - 1][1]))
            place += length
        return tuple(found)

    def _match(self, words: list[str], place: int) -> tuple[int, str, str] | None:
        for wanted, kind, name in self._index.get(words[place], ()):
            if tuple(words[place : place + len(wanted)]) == wanted:
                return len(wanted), kind, name
        return None
