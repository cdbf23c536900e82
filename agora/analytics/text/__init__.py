"""Reading texts by tier 0: language, polarity, speech acts by rule, names from a gazetteer."""

from agora.analytics.text.gazetteer import Gazetteer, Mention
from agora.analytics.text.intents import KINDS, Intent, Trigger
from agora.analytics.text.language import LanguageGuess, detect
from agora.analytics.text.polarity import Polarity, PolarityReading, polarity
from agora.analytics.text.reading import MODEL_ID, TextReading, read

__all__ = [
    "KINDS",
    "MODEL_ID",
    "Gazetteer",
    "Intent",
    "LanguageGuess",
    "Mention",
    "Polarity",
    "PolarityReading",
    "TextReading",
    "Trigger",
    "detect",
    "polarity",
    "read",
]
