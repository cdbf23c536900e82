"""Which language a text is written in, and when that cannot be said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from py3langid.langid import MODEL_FILE, LanguageIdentifier

UNDETERMINED = "und"
LONGEST = 2_000  # characters; more does not change the answer
_LEAST_CONFIDENCE = 0.5
_LEAST_LETTERS = 4

# Widely written languages. Small neighbours (Luxembourgish, Nigerian Pidgin, Extremaduran...) are left out because
# on short texts they take the place of the large ones far more often than they are right.
LANGUAGES = (
    "ar", "bg", "bn", "ca", "cs", "da", "de", "el", "en", "es", "et", "eu", "fa", "fi", "fr", "gl",
    "he", "hi", "hr", "hu", "id", "it", "ja", "ka", "ko", "lt", "lv", "ms", "nl", "no", "pl", "pt",
    "ro", "ru", "sk", "sl", "sq", "sr", "sv", "ta", "th", "tr", "uk", "ur", "vi", "zh",
)  # fmt: skip

_NOT_PROSE = re.compile(r"https?://\S+|www\.\S+|\S+@\S+|[@#]\w+|`[^`\n]*`|[\x00-\x1f]+")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class LanguageGuess:
    """A language code (ISO 639-1, or "und"), how sure (0 to 1), and what it would be if one had to say."""

    code: str
    confidence: float
    leaning: str


def detect(texts: Sequence[str]) -> list[LanguageGuess]:
    """Guess the language of each text.

    texts (n,): the words; addresses, mentions and code are not counted. Returns one LanguageGuess each; short or mixed
    texts give "und" with the low confidence they deserve.
    Raises nothing: a text without words is "und" with confidence 0.
    Assumes: one language per text, of those the company serves.
    Misleads when: a text is a few words, names or another language's loan words; `leaning` is then a guess.
    Source: py3langid (multinomial naive Bayes over byte n-grams, Lui and Baldwin 2012).

    >>> [guess.code for guess in detect(["This light is bright and easy to fit", "12 :-)"])]
    ['en', 'und']
    """
    identifier = _identifier()
    return [_guess(text, identifier) for text in texts]


def _guess(text: str, identifier: Any) -> LanguageGuess:
    prose = _NOT_PROSE.sub(" ", text[:LONGEST]).strip()
    letters = len(_LETTER.findall(prose[:200]))
    if not letters:
        return LanguageGuess(UNDETERMINED, 0.0, UNDETERMINED)
    code, confidence = identifier.classify(prose)
    confidence = round(float(confidence), 4)
    sure = confidence >= _LEAST_CONFIDENCE and letters >= _LEAST_LETTERS
    return LanguageGuess(code if sure else UNDETERMINED, confidence, code)


@cache
def _identifier() -> Any:
    """The model, loaded at the first use (about half a second) and kept."""
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(LANGUAGES)
    return identifier
