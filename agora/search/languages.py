"""Which text search configuration stems which language."""

from __future__ import annotations

_STEMMED = {
    "en": "english", "de": "german", "es": "spanish", "fr": "french", "nl": "dutch", "it": "italian", "pt": "portuguese",
}  # fmt: skip
CONFIGURATIONS = tuple(f"agora_{name}" for name in dict.fromkeys([*_STEMMED.values(), "simple"]))
# The same choice in SQL, for set-based indexing: readings_reading.language → regconfig.
CASES = " ".join(f"WHEN '{code}' THEN 'agora_{name}'" for code, name in _STEMMED.items())
SQL = f"CASE r.language {CASES} ELSE 'agora_english' END"
