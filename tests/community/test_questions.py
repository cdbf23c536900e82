from __future__ import annotations

from datetime import timedelta

import pytest

from agora.community import questions
from agora.community.models import AcceptedAnswer, Question
from agora.community.questions import Acceptance, NotAnAnswer
from agora.conversations.batches import Batch, NewPost, NewThread
from agora.conversations.models import Exposure, Post
from agora.conversations.writing import record
from agora.core.jobs import drain
from agora.core.models import Source
from agora.core.models.sources import source
from tests.cast import NOON

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def forum() -> Source:
    forum = source("forum", kind="activitystreams", name="Forum")
    record(
        Batch(
            source=forum,
            threads=[
                NewThread("t", "question", "Squeal", NOON, author="ada"),
                NewThread("d", "discussion", "Talk", NOON),
            ],
            posts=[
                NewPost("q", "t", "Why?", NOON, author="ada"),
                NewPost("a", "t", "Clean it.", LATER, author="ben", reply_to="q"),
                NewPost("x", "d", "Hello.", NOON, author="cleo"),
            ],
        )
    )
    return forum


@pytest.fixture
def question(forum: Source) -> Question:
    questions.establish(forum)
    return Question.objects.get()


def post(name: str) -> Post:
    return Post.objects.get(origin_id=name)


def test_threads_of_kind_question_become_questions_once(forum: Source) -> None:
    assert (questions.establish(forum), questions.establish(forum)) == (1, 0)
    assert Question.objects.get().thread.origin_id == "t"


def test_a_question_that_came_in_by_any_way_is_established_on_the_news_of_it(forum: Source) -> None:
    drain()
    assert Question.objects.get().thread.origin_id == "t"


def test_accepting_an_answer_exposes_the_asker_to_the_answerer(question: Question) -> None:
    accepted = questions.accept(question, post("a"), by=question.thread.opened_by, at=LATER)
    met = Exposure.objects.get(kind="answer")
    assert (met.reader.origin_id, met.author.origin_id, met.at) == ("ada", "ben", LATER)
    assert (accepted.by.origin_id, list(Question.objects.answered())) == ("ada", [question])


def test_accepting_twice_is_accepting_once_and_can_be_taken_back(question: Question) -> None:
    questions.accept(question, post("a"))
    questions.accept(question, post("a"))
    assert AcceptedAnswer.objects.count() == 1
    questions.unaccept(question, post("a"))
    assert not AcceptedAnswer.objects.exists()


@pytest.mark.parametrize("name", ["q", "x"])
def test_neither_the_question_itself_nor_a_post_from_elsewhere_is_an_answer(question: Question, name: str) -> None:
    with pytest.raises(NotAnAnswer):
        questions.accept(question, post(name))


def test_a_history_of_acceptances_comes_in_at_once_and_says_what_is_lost(forum: Source, question: Question) -> None:
    history = [Acceptance("t", "a", NOON), Acceptance("t", "gone"), Acceptance("d", "a")]
    first, again = questions.accept_many(forum, history), questions.accept_many(forum, history)
    assert (first.created, again.created) == (1, 0)
    assert {(lost.question, lost.post) for lost in first.lost} == {("t", "gone"), ("d", "a")}


def test_an_answer_is_never_accepted_before_it_was_given(forum: Source, question: Question) -> None:
    questions.accept_many(forum, [Acceptance("t", "a", NOON - timedelta(days=1))])
    assert AcceptedAnswer.objects.get().at == LATER
