"""Standing is earned by others: not by one's own second account, nor by many posts under one question."""

from __future__ import annotations

import pytest

from agora.conversations import flagging, writing
from agora.conversations.models import Post
from agora.measures.panels import answers, snapshot
from agora.measures.panels.words import votes_of
from agora.people.models import Identity
from tests.cast import Cast
from tests.portal import spoken

pytestmark = pytest.mark.django_db(transaction=True)


def counted() -> int:
    """How many answers count towards expertise."""
    with snapshot() as reader:
        return int(answers(reader).subject.size)


def test_many_posts_under_one_question_are_one_answer(cast: Cast) -> None:
    asked = spoken.question(cast)
    for n in range(5):
        spoken.answer(cast, asked, body=f"Me again, {n}.")
    assert counted() == 1


def test_an_answer_that_is_held_shows_no_knowledge(cast: Cast) -> None:
    asked = spoken.question(cast)
    held = spoken.answer(cast, asked)
    assert counted() == 1
    flagging.hold(held, by=cast.ines, because="spam")
    assert counted() == 0


def test_answering_oneself_from_a_second_account_counts_nothing(cast: Cast) -> None:
    asked = spoken.question(cast)
    answered = spoken.answer(cast, asked)
    writing.react(answered, actor=cast.voice(cast.ada), kind="helpful")
    writing.react(answered, actor=cast.voice(cast.cleo), kind="helpful")
    assert (counted(), _votes(answered)) == (1, 2)
    Identity.objects.filter(pk=cast.voice(cast.ada).pk).update(person=cast.voice(cast.ben).person)
    assert (counted(), _votes(answered)) == (0, 1)


def _votes(post: Post) -> int:
    return int(votes_of([post.pk]).votes[0])
