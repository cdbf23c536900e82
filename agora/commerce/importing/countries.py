"""Country names as files write them, as ISO 3166 codes."""

from __future__ import annotations

from functools import cache

from babel import Locale

# What the English names of the Unicode locale data do not cover.
_ALSO = {
    "eire": "IE", "rsa": "ZA", "usa": "US", "uk": "GB", "england": "GB", "scotland": "GB", "wales": "GB",
    "great britain": "GB", "czech republic": "CZ", "holland": "NL", "the netherlands": "NL", "uae": "AE",
    "united states of america": "US", "korea": "KR", "viet nam": "VN", "turkey": "TR", "hong kong": "HK",
}  # fmt: skip


@cache
def code(name: str) -> str:
    """Return the two letters of a country, or the name as it is where nobody knows them (a union, `Unspecified`)."""
    word = " ".join(name.split())
    if len(word) == 2 and word.isalpha():
        return "GB" if word.upper() == "UK" else word.upper()
    return _codes().get(word.lower(), word[:60])


@cache
def _codes() -> dict[str, str]:
    names = {}
    for language in ("fr", "es", "de", "en"):
        for territory, name in Locale(language).territories.items():
            if len(territory) == 2 and territory.isalpha():
                names[name.lower()] = territory
    return names | _ALSO
