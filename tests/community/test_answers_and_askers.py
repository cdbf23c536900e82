"""Questions: who accepts what, what that is worth to whom, who has the question too, and what is open or solved."""

from __future__ import annotations

import pytest
from django.test import Client

from agora.community import asking, questions
from agora.community.models import AcceptedAnswer, MeToo, Question
from agora.community.questions import Acceptance, NotAnAnswer
from agora.conversations import writing
from agora.conversations.batches import Batch, Removal
from agora.conversations.flagging import hold, release
from agora.conversations.models import Channel, Exposure, Post, Thread
from agora.conversations.writing import record
from agora.core import clock
from agora.core.jobs import drain
from agora.people.models import Identity
from tests.cast import NOON, Cast
from tests.conversations.heard import forum, hours_later, met, post, thread

pytestmark = pytest.mark.django_db


@pytest.fixture
def question(cast: Cast) -> Question:
    return asking.ask(author=cast.voice(cast.ada), title="Why do they squeal?", body="When wet.", topics=("Brakes",))


@pytest.fixture
def answer(cast: Cast, question: Question) -> Post:
    return writing.write(thread=question.thread, author=cast.voice(cast.ben), body="Clean the rims.")


def seen(client: Client, address: str, words: str) -> bool:
    return words in client.get(address).content.decode()


def test_asking_opens_a_public_thread_with_topics_and_product(cast: Cast, question: Question) -> None:
    talk = question.thread
    assert (talk.kind, talk.channel.slug, talk.channel.is_public, talk.title) == (
        "question", "questions", True, "Why do they squeal?",
    )  # fmt: skip
    assert [topic.slug for topic in talk.topics.all()] == ["brakes"]
    drain()
    assert Question.objects.get() == question


# Who does it → whether the answer is accepted, and by whom it says it was.
MAY_ACCEPT = {"ada": True, "ben": False, "cleo": False, "ines": True, "ana": False, "max": True, "root": True}


@pytest.mark.parametrize(("who", "may"), MAY_ACCEPT.items())
def test_who_accepts_and_takes_it_back(
    client: Client, cast: Cast, question: Question, answer: Post, who: str, may: bool
) -> None:
    client.force_login(getattr(cast, who))
    assert client.post(f"/posts/{answer.pk}/acceptance/").status_code == (302 if may else 403)
    assert [one.by for one in question.accepted.all()] == ([cast.voice(getattr(cast, who))] if may else [])
    questions.accept(question, answer, by=cast.voice(cast.ada))
    assert client.post(f"/posts/{answer.pk}/acceptance/undo/").status_code == (302 if may else 403)
    assert question.accepted.exists() != may


def test_a_stranger_accepts_nothing(client: Client, question: Question, answer: Post) -> None:
    assert client.post(f"/posts/{answer.pk}/acceptance/").status_code == 302
    assert not question.accepted.exists()


def test_the_asker_of_one_question_accepts_nothing_in_another(client: Client, cast: Cast, answer: Post) -> None:
    asking.ask(author=cast.voice(cast.cleo), title="Which pump?", body="A thin valve.")
    client.force_login(cast.cleo)
    assert client.post(f"/posts/{answer.pk}/acceptance/").status_code == 403


def test_an_answer_in_a_discussion_is_accepted_by_nobody(client: Client, cast: Cast) -> None:
    Channel.objects.create(source=cast.portal, slug="talk", name="Talk", is_public=True)
    opening = writing.open_thread(
        author=cast.voice(cast.ada), kind="discussion", title="Talk", body="Hello.", channel="talk"
    )
    reply = writing.write(thread=opening.thread, author=cast.voice(cast.ben), body="Hello Ada.")
    client.force_login(cast.ada)
    assert client.post(f"/posts/{reply.pk}/acceptance/").status_code == 404


def test_several_answers_may_be_accepted_each_once(cast: Cast, question: Question, answer: Post) -> None:
    other = writing.write(thread=question.thread, author=cast.voice(cast.cleo), body="Or new pads.")
    for words in (answer, other, answer):
        questions.accept(question, words, by=cast.voice(cast.ada))
    assert set(question.accepted.values_list("post", flat=True)) == {answer.pk, other.pk}
    questions.unaccept(question, answer)
    assert question.accepted.get().post == other


def test_taking_back_what_was_not_accepted_changes_nothing(cast: Cast, question: Question, answer: Post) -> None:
    other = writing.write(thread=question.thread, author=cast.voice(cast.cleo), body="Or new pads.")
    questions.accept(question, answer)
    questions.unaccept(question, other)
    assert question.accepted.get().post == answer


def test_an_acceptance_is_taken_back_in_its_own_question_only(cast: Cast, question: Question, answer: Post) -> None:
    other = asking.ask(author=cast.voice(cast.cleo), title="Which pump?", body="A thin valve.")
    questions.accept(question, answer)
    questions.unaccept(other, answer)
    assert question.accepted.exists()


def test_the_opening_of_an_archive_is_no_answer_even_when_all_was_said_at_one_moment() -> None:
    place = forum()
    record(Batch(source=place, threads=[thread(kind="question")], posts=[post("q"), post("a", "ben")]))
    drain()
    question = Question.objects.get()
    questions.accept(question, Post.objects.get(origin_id="a"))
    with pytest.raises(NotAnAnswer):
        questions.accept(question, Post.objects.get(origin_id="q"))


def test_accepting_twice_says_once_that_the_asker_met_the_answer(cast: Cast, question: Question, answer: Post) -> None:
    for _ in range(2):
        questions.accept(question, answer, by=cast.voice(cast.ada), at=NOON)
    rows = Exposure.objects.values_list("reader", "author", "post", "kind", "at")
    assert list(rows) == [(cast.voice(cast.ada).pk, cast.voice(cast.ben).pk, answer.pk, "answer", NOON)]


def test_that_staff_accepted_still_means_the_asker_met_the_answer(cast: Cast, question: Question, answer: Post) -> None:
    questions.accept(question, answer, by=cast.voice(cast.ines))
    assert Exposure.objects.get().reader == cast.voice(cast.ada)


def test_an_answer_to_oneself_may_be_accepted_and_ties_nobody(cast: Cast, question: Question) -> None:
    own = writing.write(thread=question.thread, author=cast.voice(cast.ada), body="Solved it: new pads.")
    questions.accept(question, own, by=cast.voice(cast.ada))
    assert question.accepted.exists()
    assert not Exposure.objects.exists()


def test_a_history_accepts_by_the_asker_at_the_moment_told_and_never_before_the_words() -> None:
    place = forum()
    posts = [post("q", thread="q"), *(post(name, "ben", thread="q", hours=5) for name in "abc")]
    record(Batch(source=place, threads=[thread("q", kind="question")], posts=posts))
    drain()
    told = [Acceptance("q", "a", hours_later(9)), Acceptance("q", "b", hours_later(1)), Acceptance("q", "c")]
    assert questions.accept_many(place, told).created == 3
    rows = AcceptedAnswer.objects.order_by("post__origin_id").values_list("post__origin_id", "by__origin_id", "at")
    assert list(rows) == [("a", "ada", hours_later(9)), ("b", "ada", hours_later(5)), ("c", "ada", hours_later(5))]
    assert met("answer") == {("ada", "ben", "answer")}


def test_a_history_of_another_place_accepts_nothing_here() -> None:
    place, other = forum(), forum(slug="board")
    for each in (place, other):
        record(Batch(source=each, threads=[thread(kind="question")], posts=[post("q"), post("a", "ben", hours=1)]))
    drain()
    questions.accept_many(other, [Acceptance("t", "a")])
    assert AcceptedAnswer.objects.get().post.source == other
    assert questions.accept_many(place, []).created == 0


def test_only_threads_of_kind_question_become_questions_and_only_where_the_news_was(cast: Cast) -> None:
    place = forum()
    record(Batch(source=place, threads=[thread("q", kind="question"), thread("d")], posts=[post("1", thread="d")]))
    record(Batch(source=place, threads=[thread("r", kind="review")], posts=[post("2", thread="q")]))
    known = Post.objects.get(origin_id="1").pk
    assert questions.establish(place, posts=[known]) == 0
    assert questions.establish(place, posts=[Post.objects.get(origin_id="2").pk]) == 1
    assert Question.objects.get().thread.origin_id == "q"


def test_a_question_is_open_until_something_is_accepted_and_again_when_it_is_taken_back(
    client: Client, cast: Cast, question: Question, answer: Post
) -> None:
    title = question.thread.title
    for accepted in (False, True, False):
        if accepted:
            questions.accept(question, answer, by=cast.voice(cast.ada))
        else:
            questions.unaccept(question, answer)
        assert (question in Question.objects.answered()) == accepted
        assert seen(client, "/questions/?show=solved", title) == accepted
    assert not seen(client, "/questions/?show=unanswered", title)


def test_a_question_with_two_accepted_answers_is_solved_once(cast: Cast, question: Question, answer: Post) -> None:
    other = writing.write(thread=question.thread, author=cast.voice(cast.cleo), body="Or new pads.")
    for words in (answer, other):
        questions.accept(question, words)
    assert list(Question.objects.answered()) == [question]


@pytest.mark.parametrize("how", ["held", "removed"])
def test_an_accepted_answer_that_is_hidden_is_shown_to_staff_only(
    client: Client, cast: Cast, question: Question, answer: Post, how: str
) -> None:
    questions.accept(question, answer, by=cast.voice(cast.ada))
    if how == "held":
        hold(answer, by=cast.ines, because="rude")
    else:
        record(Batch(source=cast.portal, removals=[Removal(answer.origin_id, clock.now(), "a slip")]))
    assert not seen(client, f"/threads/{question.pk}/", f'id="post-{answer.pk}"')
    client.force_login(cast.ines)
    assert seen(client, f"/threads/{question.pk}/", f'id="post-{answer.pk}"')


def test_a_held_answer_is_accepted_by_staff_and_not_by_the_asker(
    client: Client, cast: Cast, question: Question, answer: Post
) -> None:
    held = hold(answer, by=cast.ines, because="rude")
    client.force_login(cast.ada)
    assert client.post(f"/posts/{answer.pk}/acceptance/").status_code == 404
    assert not question.accepted.exists()
    release(held, by=cast.ines)
    assert client.post(f"/posts/{answer.pk}/acceptance/").status_code == 302


def test_others_say_me_too_once_each_and_are_counted(client: Client, cast: Cast, question: Question) -> None:
    for name, others in (("ben", 1), ("cleo", 2), ("ben", 2), ("ines", 3)):
        asking.join(question, identity=cast.voice(getattr(cast, name)))
        assert MeToo.objects.filter(question=question).count() == others
    assert seen(client, f"/threads/{question.pk}/", "3 other people have this question")
    asking.leave(question, identity=cast.voice(cast.cleo))
    asking.leave(question, identity=cast.voice(cast.cleo))
    assert set(MeToo.objects.values_list("identity__name", flat=True)) == {"Ben", "Ines"}


def test_me_too_of_one_question_says_nothing_of_another(cast: Cast, question: Question) -> None:
    other = asking.ask(author=cast.voice(cast.ada), title="Which pump?", body="A thin valve.")
    for one in (question, other):
        asking.join(one, identity=cast.voice(cast.ben))
    asking.leave(other, identity=cast.voice(cast.ben))
    assert MeToo.objects.get().question == question


@pytest.mark.parametrize("address", ["me-too/", "me-too/undo/"])
def test_me_too_is_for_those_who_see_the_question(client: Client, cast: Cast, question: Question, address: str) -> None:
    assert client.post(f"/questions/{question.pk}/{address}").status_code == 302
    hold(question.thread.posts.get(), by=cast.ines, because="rude")
    client.force_login(cast.ben)
    assert client.post(f"/questions/{question.pk}/{address}").status_code == 404
    assert not MeToo.objects.exists()


def test_a_thread_that_becomes_a_question_at_its_source_becomes_one_here() -> None:
    place = forum()
    record(Batch(source=place, threads=[thread()], posts=[post("1")]))
    drain()
    assert not Question.objects.exists()
    record(Batch(source=place, threads=[thread(kind="question")], posts=[post("2", "ben", hours=1)]))
    drain()
    assert Question.objects.get().thread == Thread.objects.get()
    assert Identity.objects.count() == 2
