"""Turns templates into sentences: slots are filled once per post, and bodies are kept from repeating."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np

from agora.demo.bicycles.timeline import Timeline
from agora.demo.words import CONNECTIVES

T = TypeVar("T")

_TAIL_CHANCE = 0.22
_MATES = ("brother", "sister", "neighbour", "colleague", "best friend", "mother", "father", "cousin")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
_PARTS = ("calliper", "rear wheel", "display", "lever", "chain", "hub", "label")
_BIKES = (
    "Lumen City 7", "Tarn Trail 29", "Meridian Tour", "Meridian Gravel", "Glow Commuter", "Glow Step", "Glow Trek",
    "Hauler Long", "Hauler Family", "Lumen City 3 Step",
)  # fmt: skip
_RANGES = {
    "km": (4, 39), "n": (12, 96), "n1": (2, 10), "weeks": (2, 10), "days": (3, 15), "months": (3, 27),
    "years": (2, 16), "price": (25, 180),
}  # fmt: skip
_CHOICES = {"mate": _MATES, "day": _DAYS, "part": _PARTS, "bike": _BIKES, "kids": ("two", "three")}


class Slots(dict[str, str]):
    """Values for the slots of one post, drawn when first asked for and the same within the post."""

    def __init__(self, words: dict[str, str], *, day: float, timeline: Timeline, rng: np.random.Generator) -> None:
        super().__init__(words)
        self._day = day
        self._timeline = timeline
        self._rng = rng

    def __missing__(self, slot: str) -> str:
        self[slot] = value = self._draw(slot)
        return value

    def _draw(self, slot: str) -> str:
        if slot == "month":
            return self._timeline.month(self._day - 20 - 60 * self._rng.random() ** 2)
        if slot in _RANGES:
            low, high = _RANGES[slot]
            return str(low + int(self._rng.random() * (high - low)))
        options = _CHOICES[slot]
        return options[int(self._rng.random() * len(options))]


class Phrases:
    """Draws texts; `fresh` tries again while a body has been used before."""

    def __init__(self, *, timeline: Timeline, rng: np.random.Generator) -> None:
        self._timeline = timeline
        self._rng = rng
        self._used: set[str] = set()

    def one(self, options: Sequence[T]) -> T:
        """One of the options."""
        return options[int(self._rng.random() * len(options))]

    def chance(self, probability: float) -> bool:
        """True with the stated probability."""
        return bool(self._rng.random() < probability)

    def slots(self, day: float, **words: str) -> Slots:
        """Fresh slots for one post written on that day."""
        return Slots(words, day=day, timeline=self._timeline, rng=self._rng)

    def fresh(self, draw: Callable[[], str], *, tries: int = 6) -> str:
        """A text that has not been used yet, or the last one drawn if all tries repeat."""
        text = draw()
        for _ in range(tries):
            if text not in self._used:
                break
            text = draw()
        self._used.add(text)
        return text

    def remark(self, draw: Callable[[], str], *, slots: Callable[[], Slots]) -> str:
        """A short text as people write them: now and then with a second sentence, always if it repeats."""
        text = draw()
        if self.chance(_TAIL_CHANCE) or text in self._used:
            stem = text
            tails = CONNECTIVES.tails_after_questions if stem.endswith("?") else CONNECTIVES.tails
            text = self.fresh(lambda: f"{stem} {self.one(tails).format_map(slots())}")
        self._used.add(text)
        return text


def joined(*parts: str, sep: str = " ") -> str:
    """The parts that are not empty, with a separator between them."""
    return sep.join(part for part in parts if part)
