"""Reading many texts at once, odd ones included."""

from __future__ import annotations

from time import process_time

import pytest

from agora_analytics.text import Gazetteer, read

NAMES = Gazetteer(products=("Firefly 40", "Firefly 40 front light", "Über-Lock"), competitors=("Nordrad",))

ODD = (
    "", " ", "\x00", "a\x00b?", "😀" * 500, "?" * 10_000, "مرحبا، هل هذا آمن؟", "\u202edesrever\u202c", "﷽" * 100,
    "İ" * 300, "\ud800 broken", "e\u0301" * 400, "not " * 3_000, "a" * 50_000, "\n" * 5_000,
)  # fmt: skip


@pytest.mark.parametrize("text", ODD)
def test_odd_input_is_read_without_harm(text: str) -> None:
    reading = read([text], gazetteer=NAMES)[0]
    assert 0.0 <= reading.language_confidence <= 1.0
    assert (reading.polarity is None) == (reading.polarity_reason is not None)
    assert all(0 <= t.start < t.end <= len(text) for intent in reading.intents for t in intent.triggers)


def test_a_megabyte_is_read_in_less_than_two_seconds() -> None:
    before = process_time()
    reading = read(["The brake squeals and I am disappointed. " * 25_000], gazetteer=NAMES)[0]
    assert process_time() - before < 2.0
    assert reading.language == "en"
    assert len(reading.intents[0].triggers) <= 20


def test_a_post_is_read_whole() -> None:
    text = "I am disappointed: the firefly-40 holder broke. At Nordrad it was better. What now?"
    reading = read([text], gazetteer=NAMES)[0]
    assert reading.language == "en"
    assert reading.polarity is not None and reading.polarity < 0
    assert [intent.kind for intent in reading.intents] == ["question", "complaint", "competitor"]
    assert [(m.kind, m.name, text[m.start : m.end]) for m in reading.mentions] == [
        ("product", "Firefly 40", "firefly-40"), ("competitor", "Nordrad", "Nordrad"),
    ]  # fmt: skip


def test_the_longest_name_wins_and_parts_of_words_do_not_count() -> None:
    text = "My Firefly 40 front light beats every firefly 400, and the ÜBER LOCK."
    assert [m.name for m in NAMES.find(text)] == ["Firefly 40 front light", "Über-Lock"]


def test_reading_keeps_the_order_of_the_texts() -> None:
    readings = read(["I love it.", "Ich bin sehr zufrieden mit dem Rad.", ""])
    assert [reading.language for reading in readings] == ["en", "de", "und"]
    assert readings[1].polarity is None and readings[1].polarity_reason


def test_no_texts_give_no_readings() -> None:
    assert read([]) == []
