"""Polarity of English texts by VADER; for other languages it says that it cannot say."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from agora_analytics.text.language import UNDETERMINED, LanguageGuess

LONGEST = 3_000  # characters; VADER's time grows with the square of the length
POSITIVE, NEGATIVE = 0.05, -0.05  # the thresholds of the compound score given by its authors


@dataclass(frozen=True, slots=True)
class Polarity:
    """Compound score (-1 to 1) and the shares of positive, neutral and negative words (sum 1)."""

    compound: float
    positive: float
    neutral: float
    negative: float

    @property
    def label(self) -> str:
        """ "positive", "neutral" or "negative"."""
        if self.compound >= POSITIVE:
            return "positive"
        return "negative" if self.compound <= NEGATIVE else "neutral"


@dataclass(frozen=True, slots=True)
class PolarityReading:
    """A polarity, or the reason why none can be given; exactly one of the two is None."""

    value: Polarity | None
    reason: str | None


def score(text: str) -> Polarity:
    """Score a text as English, whatever it is.

    Source: Hutto and Gilbert, VADER (ICWSM 2014), vaderSentiment 3.3.2.
    """
    scores = _analyzer().polarity_scores(text[:LONGEST])
    return Polarity(
        compound=float(scores["compound"]), positive=float(scores["pos"]), neutral=float(scores["neu"]),
        negative=float(scores["neg"]),
    )  # fmt: skip


def polarity(text: str, *, language: LanguageGuess) -> PolarityReading:
    """Score a text if it is English, or short and more likely English than anything else.

    text: the words; language: as `detect` guesses. Returns a PolarityReading: the scores, or the reason why it cannot say.
    Raises nothing: a text without a language gets a reason.
    Assumes: the words mean what they mean on average.
    Misleads when: a text is ironic, quotes others, or names faults of another product; average many texts.
    Source: Hutto and Gilbert, VADER (ICWSM 2014).

    >>> from agora_analytics.text import detect
    >>> said = "This is a great light and I love it"
    >>> polarity(said, language=detect([said])[0]).value.compound > 0.5
    True
    """
    if language.code == "en" or (language.code == UNDETERMINED and language.leaning == "en"):
        return PolarityReading(score(text), None)
    if language.leaning == UNDETERMINED:
        return _without_words(text)
    if language.code == UNDETERMINED:
        return PolarityReading(None, "the language cannot be told")
    return PolarityReading(None, f"no word list for language {language.code!r}")


def _without_words(text: str) -> PolarityReading:
    """Emoji speak for themselves in any language; digits and punctuation do not speak."""
    value = score(text)
    return PolarityReading(value, None) if value.compound else PolarityReading(None, "no words")


@cache
def _analyzer() -> Any:
    return SentimentIntensityAnalyzer()
