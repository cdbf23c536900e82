"""Somebody is an expert in what their answers outweigh their questions on, beyond what chance gives."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from agora.measures.expertise import EXPERT_FROM, expertise, expertise_of
from tests.cast import Cast
from tests.portal.spoken import score

pytestmark = pytest.mark.django_db


def topics(cast: Cast, **choice: object) -> list[str]:
    ben = cast.voice(cast.ben)
    return [row.label for row in expertise_of(ben, expertise([ben], viewer=AnonymousUser(), **choice))]  # type: ignore[arg-type]


def test_an_expert_is_one_from_two_standard_deviations_on_strongest_topic_first(cast: Cast) -> None:
    person = cast.voice(cast.ben).person_id or 0
    score("expertise", "person", person, label="tents", value=EXPERT_FROM)
    score("expertise", "person", person, label="brakes", value=EXPERT_FROM + 1)
    score("expertise", "person", person, label="lights", value=EXPERT_FROM - 0.01)
    assert topics(cast) == ["brakes", "tents"]


def test_only_the_topics_asked_about_count(cast: Cast) -> None:
    person = cast.voice(cast.ben).person_id or 0
    for topic in ("tents", "brakes"):
        score("expertise", "person", person, label=topic, value=3.0)
    assert topics(cast, topics={"tents"}) == ["tents"]
    assert topics(cast, topics=()) == []


def test_a_voice_nobody_holds_is_an_expert_by_itself_and_others_are_left_alone(cast: Cast) -> None:
    ben, cleo = cast.voice(cast.ben), cast.voice(cast.cleo)
    score("expertise", "identity", ben.pk, label="brakes", value=3.0)
    score("expertise", "person", cleo.person_id or 0, label="tents", value=3.0)
    by_subject = expertise([ben, cleo], viewer=AnonymousUser())
    assert [row.label for row in expertise_of(ben, by_subject)] == ["brakes"]
    assert [row.label for row in expertise_of(cleo, by_subject)] == ["tents"]
