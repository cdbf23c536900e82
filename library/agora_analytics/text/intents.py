"""Speech acts by rule: what somebody does by saying it, and the words that show it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from agora_analytics.text.cues import ENGLISH
from agora_analytics.text.cues_abroad import FRENCH, GERMAN, SPANISH
from agora_analytics.text.gazetteer import COMPETITOR, Mention

LONGEST = 20_000  # characters of a text that are read

IntentKind = Literal[
    "question", "complaint", "praise", "suggestion", "purchase_intent", "threat_to_leave", "recommendation",
    "competitor", "safety", "privacy",
]  # fmt: skip
KINDS: tuple[str, ...] = tuple(ENGLISH)
_CUES: Mapping[str, Mapping[str, tuple[tuple[float, str], ...]]] = {
    "en": ENGLISH, "de": GERMAN, "es": SPANISH, "fr": FRENCH,
}  # fmt: skip
_MARK = re.compile(r"[?？؟]+(?![\w/=&])")
_MARK_CONFIDENCE = 0.7
_NAME_CONFIDENCE = 0.95
_MOST_TRIGGERS = 20


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


def intents(text: str, *, language: str, mentions: tuple[Mention, ...] = ()) -> tuple[Intent, ...]:
    """Every speech act that the text shows by rule, in the order of `KINDS`.

    The confidence of one with several different cues is 1 - prod(1 - c), that of independent evidence, at most 0.99.
    Languages without rules only show questions (by their mark) and competitors (by name).
    """
    text = text[:LONGEST]
    rules, folded = _rules(language), _fold(text)
    hits: dict[str, list[tuple[float, Trigger]]] = {}
    for kind, cues in rules.items():
        for confidence, pattern in cues:
            for match in pattern.finditer(folded):
                hits.setdefault(kind, []).append((confidence, _trigger(text, match)))
    if not rules:
        marks = [(_MARK_CONFIDENCE, _trigger(text, match)) for match in _MARK.finditer(text)]
        hits.update({"question": marks} if marks else {})
    for m in mentions:
        if m.kind == COMPETITOR and m.end <= len(text):
            named = Trigger(text[m.start : m.end], m.start, m.end)
            hits.setdefault(COMPETITOR, []).append((_NAME_CONFIDENCE, named))
    return tuple(_intent(kind, hits[kind]) for kind in KINDS if kind in hits)


def _fold(text: str) -> str:
    """Small letters and straight apostrophes, character by character, so that offsets stay what they are."""
    folded = text.lower()
    if len(folded) != len(text):
        folded = "".join(small if len(small := c.lower()) == 1 else c for c in text)
    return folded.replace("’", "'")


def _trigger(text: str, match: re.Match[str]) -> Trigger:
    """The words of the match as they were written, without the spaces around them."""
    start, end = match.span()
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    words = words.strip()
    return Trigger(words, start, start + len(words))


def _intent(kind: str, hits: list[tuple[float, Trigger]]) -> Intent:
    doubt = 1.0
    for confidence in {trigger.words.lower(): confidence for confidence, trigger in hits}.values():
        doubt *= 1.0 - confidence
    triggers = sorted({trigger for _, trigger in hits}, key=lambda trigger: (trigger.start, trigger.end))
    return Intent(kind, round(min(0.99, 1.0 - doubt), 3), tuple(triggers[:_MOST_TRIGGERS]))


@cache
def _rules(language: str) -> Mapping[str, tuple[tuple[float, re.Pattern[str]], ...]]:
    """The compiled cues of a language; none if it has none."""
    return {
        kind: tuple((confidence, re.compile(cue)) for confidence, cue in cues)
        for kind, cues in _CUES.get(language, {}).items()
    }
