"""Reading texts by tier 0: language, polarity, speech acts by rule, names from a gazetteer."""

from agora.analytics.text.reading import MODEL_ID, Gazetteer, Intent, Mention, TextReading, Trigger, read

__all__ = ["MODEL_ID", "Gazetteer", "Intent", "Mention", "TextReading", "Trigger", "read"]
