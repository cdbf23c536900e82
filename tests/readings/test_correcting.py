from __future__ import annotations

import pytest

from agora.conversations import writing
from agora.conversations.models import Channel, Post
from agora.core import jobs
from agora.readings.correcting import NotAReading, correct, undo
from agora.readings.models import Correction, Intent, Reading
from agora.readings.reading import read
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def complaint(cast: Cast) -> Post:
    Channel.objects.create(source=cast.portal, slug="talk", name="Talk", is_public=True)
    post = writing.open_thread(
        author=cast.voice(cast.ada),
        kind="discussion",
        title="Disappointed",
        body="I am very disappointed: the brake broke after two days and nobody answers. This is terrible.",
        channel="talk",
    )
    jobs.drain()
    return post


def kinds(post: Post) -> set[str]:
    return set(Intent.objects.filter(reading__post=post).values_list("kind", flat=True))


def test_a_post_is_read_with_the_words_that_showed_it(complaint: Post) -> None:
    reading = Reading.objects.get(post=complaint)
    assert (reading.language, reading.model_id) == ("en", "tier0-1")
    assert reading.polarity is not None
    assert reading.polarity < -0.3
    intent = Intent.objects.get(reading=reading, kind="complaint")
    assert intent.triggers
    assert all(word.lower() in complaint.body.lower() for word in intent.triggers)


def test_a_correction_counts_at_once_and_outlives_the_next_reading(cast: Cast, complaint: Post) -> None:
    correct(complaint, by=cast.ines, aspect="absent", value="complaint")
    correct(complaint, by=cast.ines, aspect="present", value="safety")
    correct(complaint, by=cast.ines, aspect="polarity", value="0.5")
    read([complaint.pk])
    assert "complaint" not in kinds(complaint)
    assert "safety" in kinds(complaint)
    assert Reading.objects.get(post=complaint).polarity == 0.5


def test_a_correction_can_be_undone(cast: Cast, complaint: Post) -> None:
    before = kinds(complaint), Reading.objects.get(post=complaint).polarity
    for aspect, value in (("absent", "complaint"), ("present", "privacy"), ("polarity", "1")):
        undo(correct(complaint, by=cast.ines, aspect=aspect, value=value), by=cast.ines)
    assert (kinds(complaint), Reading.objects.get(post=complaint).polarity) == before
    assert not Correction.objects.exists()


@pytest.mark.parametrize(
    ("aspect", "value"), [("present", "anger"), ("polarity", "sad"), ("polarity", "2"), ("maybe", "complaint")]
)
def test_a_correction_that_says_nothing_is_refused(cast: Cast, complaint: Post, aspect: str, value: str) -> None:
    with pytest.raises(NotAReading):
        correct(complaint, by=cast.ines, aspect=aspect, value=value)


def test_a_rival_is_recognised_by_the_names_in_the_settings(cast: Cast, complaint: Post, settings: object) -> None:
    settings.COMPETITORS = ["Pedalia"]  # type: ignore[attr-defined]
    post = writing.write(
        thread=complaint.thread, author=cast.voice(cast.ben), body="The one from Pedalia shifts better."
    )
    jobs.drain()
    assert "competitor" in kinds(post)
    assert "competitor" not in kinds(complaint)
