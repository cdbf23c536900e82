"""A tone is one of three words, on a page and in a query alike."""

from __future__ import annotations

import pytest

from agora.community import asking
from agora.readings.models import Reading
from agora.readings.tones import TONES, Tone, tone_of
from tests.cast import Cast

POLARITIES: list[tuple[float, Tone]] = [
    (-1.0, "negative"),
    (-0.25, "negative"),
    (-0.24, "neutral"),
    (0.24, "neutral"),
    (0.25, "positive"),
    (1.0, "positive"),
]


@pytest.mark.parametrize(("polarity", "tone"), POLARITIES)
def test_a_quarter_is_a_clear_tone(polarity: float, tone: Tone) -> None:
    assert tone_of(polarity) == tone


@pytest.mark.django_db
def test_a_query_by_tone_finds_what_a_page_calls_so(cast: Cast) -> None:
    question = asking.ask(author=cast.voice(cast.ada), title="Is it any good?", body="Tell me.")
    post = question.thread.posts.get()
    reading, _new = Reading.objects.update_or_create(
        post=post, defaults={"language": "en", "language_confidence": 1.0, "model_id": "test"}
    )
    for polarity, tone in POLARITIES:
        Reading.objects.filter(pk=reading.pk).update(polarity=polarity)
        assert [name for name, rows in TONES.items() if Reading.objects.filter(rows).exists()] == [tone]
    Reading.objects.filter(pk=reading.pk).update(polarity=None)
    assert not any(Reading.objects.filter(rows).exists() for rows in TONES.values())
