"""Speech acts by rule: what somebody does by saying it, and the words that show it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from agora.analytics.text.cues import ENGLISH
from agora.analytics.text.cues_abroad import FRENCH, GERMAN, SPANISH
from agora.analytics.text.gazetteer import COMPETITOR, Mention

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
    found = [_intent(kind, hits) for kind in KINDS if (hits := _hits(text, kind, language=language, mentions=mentions))]
    return tuple(found)


def _hits(
    text: str, kind: str, *, language: str, mentions: tuple[Mention, ...]
) -> list[tuple[float, Trigger]]:  # fmt: skip
    rules = _rules(language)
    hits: list[tuple[float, Trigger]] = []
    for confidence, pattern in rules.get(kind, ()):
        hits.extend((confidence, _trigger(match)) for match in pattern.finditer(text))
    if kind == "question" and not rules:
        hits.extend((_MARK_CONFIDENCE, _trigger(match)) for match in _MARK.finditer(text))
    if kind == "competitor":
        named = [mention for mention in mentions if mention.kind == COMPETITOR and mention.end <= len(text)]
        hits.extend((_NAME_CONFIDENCE, Trigger(text[m.start : m.end], m.start, m.end)) for m in named)
    return hits


def _trigger(match: re.Match[str]) -> Trigger:
    """The match without the spaces around it."""
    words = match.group()
    start = match.start() + len(words) - len(words.lstrip())
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
        kind: tuple((confidence, _compile(cue)) for confidence, cue in cues)
        for kind, cues in _CUES.get(language, {}).items()
    }


def _compile(cue: str) -> re.Pattern[str]:
    return re.compile(cue.replace("n't", "n['’]t").replace("i'", "i['’]").replace("'d", "['’]d"), re.IGNORECASE)
