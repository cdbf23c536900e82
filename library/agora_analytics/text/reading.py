"""Reads many texts at once: what tier 0 can say about each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agora_analytics.text.gazetteer import Gazetteer, Mention
from agora_analytics.text.intents import LONGEST, Intent, intents
from agora_analytics.text.language import UNDETERMINED, LanguageGuess, detect
from agora_analytics.text.polarity import polarity

MODEL_ID = "tier0-1"


@dataclass(frozen=True, slots=True)
class TextReading:
    """What was read of one text.

    language: code or "und" (cannot say); polarity: VADER's compound score (-1 to 1) or None (cannot say), then
    `polarity_reason` says why; intents and mentions carry character offsets into the text.
    """

    language: str
    language_confidence: float
    polarity: float | None
    intents: tuple[Intent, ...]
    mentions: tuple[Mention, ...]
    polarity_reason: str | None = None


def read(texts: Sequence[str], *, gazetteer: Gazetteer | None = None) -> list[TextReading]:
    """Read each text: its language, its tone, what it does (asks, praises ...) and what it names.

    texts (n,): the words, of very long ones the first 20,000 characters; gazetteer: the names to look for, None for none.
    Returns one TextReading each, with offsets into the text.
    Raises nothing: what cannot be told is None, with the reason.
    Assumes: rules in English and the languages whose cues are listed; others get language and names only.
    Misleads when: one text is read as proof; rules miss irony and what is left unsaid.
    Source: the sources of `detect` and `polarity`; the rules are ours.

    >>> made = read(["How do I mend a flat tyre?"])[0]
    >>> made.language, made.intents[0].kind
    ('en', 'question')
    """
    names = gazetteer or Gazetteer()
    return [
        _read(text, guess=guess, gazetteer=names) for text, guess in zip(texts, detect(texts), strict=True)
    ]  # fmt: skip


def _read(text: str, *, guess: LanguageGuess, gazetteer: Gazetteer) -> TextReading:
    text = text[:LONGEST]
    mentions = gazetteer.find(text)
    tone = polarity(text, language=guess)
    spoken = guess.code if guess.code != UNDETERMINED else guess.leaning
    return TextReading(
        language=guess.code, language_confidence=guess.confidence,
        polarity=None if tone.value is None else tone.value.compound,
        intents=intents(text, language=spoken, mentions=mentions), mentions=mentions, polarity_reason=tone.reason,
    )  # fmt: skip
