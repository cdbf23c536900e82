"""Polarity: the published outputs of VADER, and an honest silence in other languages."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import pytest

from agora_analytics.text import detect, polarity
from agora_analytics.text.polarity import score

TWEETS = Path(__file__).parents[4] / "shared/data/social/airline_tweets.csv.gz"
LABELS = ("negative", "neutral", "positive")

# vaderSentiment 3.3.2, the sentences of its own demonstration
PUBLISHED = (
    ("VADER is smart, handsome, and funny.", 0.8316),
    ("VADER is smart, handsome, and funny!", 0.8439),
    ("VADER is very smart, handsome, and funny.", 0.8545),
    ("VADER is VERY SMART, handsome, and FUNNY!!!", 0.9342),
    ("VADER is not smart, handsome, nor funny.", -0.7424),
    ("At least it isn't a horrible book.", 0.4310),
    ("Today SUX!", -0.5461),
    ("Today only kinda sux! But I'll get by, lol", 0.5249),
    ("Not bad at all", 0.4310),
)


@pytest.mark.parametrize(("text", "compound"), PUBLISHED)
def test_the_published_sentences_score_as_published(text: str, compound: float) -> None:
    assert score(text).compound == compound


def test_the_shares_of_words_are_those_published() -> None:
    shares = score("VADER is smart, handsome, and funny.")
    assert (shares.negative, shares.neutral, shares.positive) == (0.0, 0.254, 0.746)


@pytest.mark.parametrize(
    "text",
    [
        "Ich bin sehr enttäuscht von diesem Licht, es ist kaputt gegangen.",
        "Estoy muy contenta con la bicicleta, la recomiendo.",
        "Le frein grince et le service ne répond pas, je suis déçu.",
        "מאוד אהבתי את האופניים",
    ],
)
def test_another_language_gets_no_polarity_and_a_reason(text: str) -> None:
    reading = polarity(text, language=detect([text])[0])
    assert reading.value is None
    assert reading.reason is not None and "language" in reading.reason


def test_a_short_english_exclamation_is_scored_although_its_language_is_unsure() -> None:
    guess = detect(["Great!!!"])[0]
    reading = polarity("Great!!!", language=guess)
    assert guess.code == "und"
    assert reading.value is not None and reading.value.label == "positive"


@pytest.mark.parametrize("text", ["", "12 345", "...", "\x00"])
def test_a_text_without_words_has_no_polarity(text: str) -> None:
    reading = polarity(text, language=detect([text])[0])
    assert (reading.value, reading.reason) == (None, "no words")


def test_an_emoji_alone_speaks() -> None:
    reading = polarity("😍😍", language=detect(["😍😍"])[0])
    assert reading.value is not None and reading.value.label == "positive"


def test_on_airline_tweets_it_is_as_good_as_measured() -> None:
    """VADER alone reaches a macro-F1 of about .46 there: enough for a cold start, not for decisions."""
    if not TWEETS.exists():
        pytest.skip(f"NOT RUN: the airline tweets are not at {TWEETS}")
    with gzip.open(TWEETS, "rt", encoding="utf-8", newline="") as lines:
        rows = [row for n, row in enumerate(csv.DictReader(lines)) if n % 5 == 0]
    pairs = [(row["airline_sentiment"], score(row["text"]).label) for row in rows]
    assert sum(f1(pairs, label) for label in LABELS) / len(LABELS) >= 0.45


def f1(pairs: list[tuple[str, str]], label: str) -> float:
    hits = sum(true == label == said for true, said in pairs)
    return 2 * hits / (sum(true == label for true, _ in pairs) + sum(said == label for _, said in pairs))
