"""Reading texts by tier 0: language, polarity, speech acts by rule, names from a gazetteer."""

from agora_analytics.text.gazetteer import Gazetteer, Mention
from agora_analytics.text.intents import KINDS, Intent, Trigger
from agora_analytics.text.language import LanguageGuess, detect
from agora_analytics.text.polarity import Polarity, PolarityReading, polarity
from agora_analytics.text.reading import MODEL_ID, TextReading, read

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
