"""A later no to every channel ends an earlier yes to one, also where readings are measured."""

from __future__ import annotations

from datetime import timedelta

import pytest

from agora.conversations import batches, meeting, writing
from agora.conversations.models import Exposure
from agora.people.consent import decide, permits
from agora.people.models import Identity
from tests.cast import NOON, Cast
from tests.portal import spoken

pytestmark = pytest.mark.django_db
WORDS = [
    ([], False),
    ([("portal", True)], True),
    ([("any", True)], True),
    ([("any", True), ("portal", False)], False),
    ([("portal", False), ("any", True)], False),
    ([("portal", True), ("any", False)], False),
    ([("portal", True), ("any", False), ("portal", True)], True),
    ([("portal", True), ("any", False), ("any", True)], True),
    ([("any", False), ("portal", True)], True),
]


@pytest.fixture
def reader(cast: Cast) -> Identity:
    return cast.voice(cast.cleo)


@pytest.mark.parametrize(("words", "allowed"), WORDS)
def test_the_words_said_allow_or_forbid_alike_in_python_and_in_sql(
    cast: Cast, reader: Identity, words: list[tuple[str, bool]], allowed: bool
) -> None:
    assert reader.person is not None
    for place, (channel, given) in enumerate(words):
        decide(
            reader.person,
            purpose="measurement",
            channel=channel,
            given=given,
            how="said so",
            at=NOON + timedelta(days=place),
        )
    assert permits(reader.person, purpose="measurement", channel="portal") is allowed
    post = spoken.answer(cast, spoken.question(cast))
    assert meeting.met(reader, [post]) == allowed
    Exposure.objects.all().delete()
    told = batches.NewExposure(reader=reader.origin_id, post=post.origin_id, at=NOON)
    batch = batches.Batch(source=post.source, exposures=[told], author_kind=reader.kind)
    assert writing.record(batch).exposures == allowed


def test_no_mail_leaves_after_a_no_to_everything(reader: Identity) -> None:
    assert reader.person is not None
    decide(reader.person, purpose="news", channel="email", given=True, how="form", at=NOON)
    decide(reader.person, purpose="news", channel="any", given=False, how="call", at=NOON + timedelta(days=1))
    assert not permits(reader.person, purpose="news", channel="email")
