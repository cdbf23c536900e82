"""What is read of a post, kept when staff know better, taken back, and read again when the words change."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from agora.accounts.models import AuditEntry
from agora.commerce.models import Product
from agora.community import discussions
from agora.conversations import writing
from agora.conversations.batches import Batch, Removal
from agora.conversations.models import Post
from agora.conversations.writing import record
from agora.core.jobs import drain
from agora.readings.correcting import NotAReading, correct, undo
from agora.readings.events import PostsRead
from agora.readings.models import Correction, Intent, Reading
from agora.readings.reading import read
from agora_analytics.text import MODEL_ID, Gazetteer
from agora_analytics.text import read as read_texts
from tests.cast import NOON, Cast
from tests.conversations.heard import forum, post, say, thread
from tests.conversations.hearing import hearing

pytestmark = pytest.mark.django_db
ANGRY = "I am very disappointed: the brake broke after two days and nobody answers. This is terrible."
HAPPY = "I love this bell, it is excellent. I recommend it to everybody."
TEXTS = {
    "angry": ANGRY,
    "happy": HAPPY,
    "asking": "Does anybody know how to change the chain? Which tool do I need?",
    "german": "Ich bin sehr enttäuscht, die Bremse ist nach zwei Tagen kaputt und niemand antwortet.",
    "french": "Je suis très déçu, le frein est cassé et personne ne répond. C'est terrible.",
    "leaving": "I will cancel my subscription and switch to another shop.",
    "danger": "Careful, the frame cracked while riding and my child was injured.",
    "short": "ok",
    "emoji": "🔔🔔🔔",
}


def kept(written: Post) -> tuple[str, float | None, set[str]]:
    """Language, tone and intents as they are stored."""
    reading = Reading.objects.get(post=written)
    return reading.language, reading.polarity, set(reading.intents.values_list("kind", flat=True))


@pytest.mark.parametrize("name", TEXTS)
def test_what_the_library_reads_is_what_is_stored(name: str) -> None:
    written = say(forum(), post("1", body=TEXTS[name]))
    assert read([written.pk]) == 1
    (expected,) = read_texts([TEXTS[name]], gazetteer=Gazetteer())
    assert kept(written) == (expected.language, expected.polarity, {intent.kind for intent in expected.intents})
    reading = Reading.objects.get()
    assert (reading.model_id, reading.language_confidence) == (MODEL_ID, expected.language_confidence)
    stored = {row.kind: (row.confidence, row.triggers, row.by_staff) for row in reading.intents.all()}
    assert stored == {
        intent.kind: (intent.confidence, [trigger.words[:120] for trigger in intent.triggers[:8]], False)
        for intent in expected.intents
    }


def test_the_texts_above_say_something() -> None:
    tones = {name: reading.polarity for name, reading in zip(TEXTS, read_texts(list(TEXTS.values())), strict=True)}
    assert (tones["angry"] or 0) < -0.25 < 0.25 < (tones["happy"] or 0)


def test_marks_are_not_words_and_a_long_post_is_read_to_a_bound() -> None:
    html = say(forum(), post("1", body="<p>I love this <b>bell</b>, it is excellent.</p>", form="html"))
    long = say(forum(), post("2", body=("Word. " * 4_000) + ANGRY))
    assert read([html.pk, long.pk]) == 2
    assert (kept(html)[1] or 0) > 0.25
    assert "complaint" not in kept(long)[2]


def test_posts_that_are_gone_removed_or_unknown_are_not_read() -> None:
    written = say(forum(), post("1", body=ANGRY), post("2", body=HAPPY))
    record(Batch(source=forum(), removals=[Removal("2", NOON, "a slip")]))
    assert read([written.pk, written.pk + 999]) == 0
    assert read([]) == 0
    assert not Reading.objects.exists()


def test_news_names_what_was_read_and_only_that() -> None:
    place = forum()
    record(Batch(source=place, threads=[thread()], posts=[post("1", body=ANGRY), post("2", body=HAPPY)]))
    drain()
    first = Post.objects.get(origin_id="1")
    with hearing(PostsRead) as news:
        read([first.pk])
    assert news == [PostsRead(posts=[first.pk])]


def test_an_edited_post_is_read_again_and_the_old_reading_is_gone(cast: Cast) -> None:
    written = say(forum(), post("1", body=ANGRY))
    drain()
    assert "complaint" in kept(written)[2]
    record(Batch(source=forum(), posts=[post("1", body=HAPPY)]))
    drain()
    language, polarity, intents = kept(written)
    assert (language, (polarity or 0) > 0.25, "complaint" in intents, "praise" in intents) == ("en", True, False, True)
    assert Reading.objects.count() == 1


def test_reading_again_adds_nothing_twice() -> None:
    written = say(forum(), post("1", body=ANGRY))
    read([written.pk])
    before = list(Intent.objects.values("kind", "confidence", "triggers"))
    read([written.pk])
    assert list(Intent.objects.values("kind", "confidence", "triggers")) == before
    assert Reading.objects.count() == 1


CORRECTIONS = [("absent", "complaint"), ("present", "praise"), ("polarity", "0.75")]


@pytest.mark.parametrize("order", list(permutations(CORRECTIONS)))
def test_corrections_in_any_order_win_over_every_later_reading_and_an_edit(
    cast: Cast, order: tuple[tuple[str, str], ...]
) -> None:
    written = say(forum(), post("1", body=ANGRY))
    drain()
    for aspect, value in order:
        correct(written, by=cast.ines, aspect=aspect, value=value)
    for body in (ANGRY, ANGRY + " Awful.", HAPPY, ANGRY):
        record(Batch(source=forum(), posts=[post("1", body=body)]))
        drain()
        _, polarity, intents = kept(written)
        assert (polarity, "complaint" in intents, "praise" in intents) == (0.75, False, True)
    assert Intent.objects.get(kind="praise").by_staff


def test_the_last_word_on_an_intent_counts(cast: Cast) -> None:
    written = say(forum(), post("1", body=ANGRY))
    drain()
    for aspect, present in (("absent", False), ("present", True), ("absent", False), ("present", True)):
        correct(written, by=cast.ines, aspect=aspect, value="complaint")
        read([written.pk])
        assert ("complaint" in kept(written)[2]) == present


def test_a_correction_of_one_post_says_nothing_of_another(cast: Cast) -> None:
    place = forum()
    record(Batch(source=place, threads=[thread()], posts=[post("1", body=ANGRY), post("2", body=ANGRY)]))
    drain()
    first, second = Post.objects.order_by("origin_id")
    correct(first, by=cast.ines, aspect="absent", value="complaint")
    read([first.pk, second.pk])
    assert ("complaint" in kept(first)[2], "complaint" in kept(second)[2]) == (False, True)


def test_a_post_that_was_never_read_is_read_by_its_first_correction(cast: Cast) -> None:
    written = say(forum(), post("1", body=ANGRY))
    correct(written, by=cast.ines, aspect="present", value="safety")
    assert {"complaint", "safety"} <= kept(written)[2]


def test_a_removed_post_cannot_be_corrected(cast: Cast) -> None:
    written = say(forum(), post("1", body=ANGRY))
    record(Batch(source=forum(), removals=[Removal("1", NOON, "a slip")]))
    with pytest.raises(NotAReading, match="was removed"):
        correct(written, by=cast.ines, aspect="present", value="safety")
    assert not Correction.objects.exists()


@pytest.mark.parametrize(("value", "polarity"), [("-1", -1.0), ("1", 1.0), ("0", 0.0), (" 0.25 ", 0.25)])
def test_a_tone_is_any_number_from_minus_one_to_one(cast: Cast, value: str, polarity: float) -> None:
    written = say(forum(), post("1", body=ANGRY))
    correct(written, by=cast.ines, aspect="polarity", value=value)
    assert kept(written)[1] == polarity


@pytest.mark.parametrize("value", ["-1.01", "1.01", "nan", "inf", "-inf", "", "very"])
def test_no_other_tone_is_taken_and_nothing_is_left_of_trying(cast: Cast, value: str) -> None:
    written = say(forum(), post("1", body=ANGRY))
    drain()
    before = kept(written)
    with pytest.raises(NotAReading):
        correct(written, by=cast.ines, aspect="polarity", value=value)
    assert (kept(written), Correction.objects.exists(), AuditEntry.objects.exists()) == (before, False, False)


def test_who_corrected_what_and_who_took_it_back_is_written_down(cast: Cast) -> None:
    written = say(forum(), post("1", body=ANGRY))
    correction = correct(written, by=cast.ines, aspect="present", value="safety")
    undo(correction, by=cast.max)
    steps = AuditEntry.objects.order_by("pk").values_list("action", "by__name", "subject", "detail")
    detail = {"aspect": "present", "value": "safety"}
    assert list(steps) == [
        ("correct reading", "Ines", f"post {written.pk}", detail),
        ("undo correction", "Max", f"post {written.pk}", detail),
    ]


def test_a_correction_is_news_for_those_who_act_on_readings(cast: Cast) -> None:
    written = say(forum(), post("1", body=ANGRY))
    drain()
    with hearing(PostsRead) as news:
        correction = correct(written, by=cast.ines, aspect="present", value="safety")
        undo(correction, by=cast.ines)
    assert news == [PostsRead(posts=[written.pk])] * 2


def test_products_and_rivals_by_name_are_found_in_the_words(cast: Cast, settings: object) -> None:
    settings.COMPETITORS = ["Pedalia"]  # type: ignore[attr-defined]
    Product.objects.create(source=cast.shop, origin_id="x", slug="x", name="Trail 29", currency="EUR")
    written = say(forum(), post("1", body="Better than anything from Pedalia."))
    read([written.pk])
    assert "competitor" in kept(written)[2]


def test_an_employee_who_is_gone_leaves_the_correction(cast: Cast) -> None:
    written = say(forum(), post("1", body=ANGRY))
    correct(written, by=cast.ines, aspect="present", value="safety")
    cast.ines.delete()
    assert Correction.objects.get().by is None


WORDS = st.tuples(st.sampled_from(["present", "absent"]), st.sampled_from(["complaint", "praise", "safety"]))


class Histories(TestCase):
    @given(st.lists(st.tuples(WORDS, st.booleans(), st.booleans()), max_size=6))
    @settings(max_examples=25, deadline=None, derandomize=True)
    def test_after_any_corrections_undone_or_not_the_last_that_stands_counts_for_each_intent(
        self, history: list[tuple[tuple[str, str], bool, bool]]
    ) -> None:
        ines = Cast().ines
        written = say(forum(), post("1", body=ANGRY))
        read([written.pk])
        _, polarity, intents = kept(written)
        stands: list[tuple[Correction, tuple[str, str]]] = []
        for word, undone, again in history:
            stands.append((correct(written, by=ines, aspect=word[0], value=word[1]), word))
            if undone:
                undo(stands.pop(len(stands) // 2)[0], by=ines)
            if again:
                read([written.pk])
        for _, (aspect, value) in stands:
            intents = intents | {value} if aspect == "present" else intents - {value}
        assert kept(written) == ("en", polarity, intents)
        read([written.pk])
        assert kept(written) == ("en", polarity, intents)


def test_words_written_here_are_read_by_a_job(cast: Cast) -> None:
    talk = discussions.open(author=cast.voice(cast.ada), title="Bells", body=HAPPY)
    answer = writing.write(thread=talk, author=cast.voice(cast.ben), body=ANGRY)
    drain()
    assert Reading.objects.count() == 2
    assert "complaint" in kept(answer)[2]
