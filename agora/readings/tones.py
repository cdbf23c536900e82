"""The tone of a post in three words: the one place that says from which polarity on a tone is clear."""

from __future__ import annotations

from typing import Literal

from django.db.models import Q

Tone = Literal["negative", "neutral", "positive"]
# Models give polarities around nothing to plain sentences; a quarter is what people, too, call good or bad.
CLEAR = 0.25
# The same three words for queries of readings; a reading without a polarity has none of them.
TONES: dict[Tone, Q] = {
    "negative": Q(polarity__lte=-CLEAR),
    "neutral": Q(polarity__gt=-CLEAR, polarity__lt=CLEAR),
    "positive": Q(polarity__gte=CLEAR),
}


def tone_of(polarity: float) -> Tone:
    """Return the tone of a polarity (-1 to 1)."""
    if polarity >= CLEAR:
        return "positive"
    return "negative" if polarity <= -CLEAR else "neutral"
