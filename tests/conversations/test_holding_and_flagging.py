"""A flag asks for a look, a hold hides until it is decided, a release shows again; who, when and why stay."""

from __future__ import annotations

import pytest
from django.test import Client

from agora.accounts.models import AuditEntry
from agora.community import asking
from agora.community.models import Question
from agora.conversations import writing
from agora.conversations.batches import Batch
from agora.conversations.flagging import flag, hold, release
from agora.conversations.models import Flag, Hold, Post
from agora.conversations.writing import record
from agora.core.jobs import drain
from agora.desk.models import Case, Route
from tests.cast import Cast
from tests.conversations.heard import forum, post, thread

pytestmark = pytest.mark.django_db
# Who may hold and release a post: the people who work cases.
MAY_HOLD = {"ada": False, "ben": False, "ines": True, "ana": False, "max": True, "root": True}


@pytest.fixture
def question(cast: Cast) -> Question:
    return asking.ask(author=cast.voice(cast.ada), title="Why do they squeal?", body="When wet.")


@pytest.fixture
def answer(cast: Cast, question: Question) -> Post:
    return writing.write(thread=question.thread, author=cast.voice(cast.ben), body="Buy cheap pills.")


def test_flagging_again_changes_the_reason_and_not_the_count(cast: Cast, answer: Post) -> None:
    flag(answer, by=cast.voice(cast.cleo), reason="spam", detail="pills")
    flag(answer, by=cast.voice(cast.cleo), reason="abuse", detail="worse")
    flag(answer, by=cast.voice(cast.ada), reason="spam")
    reasons = Flag.objects.order_by("pk").values_list("by__name", "reason", "detail")
    assert list(reasons) == [("Cleo", "abuse", "worse"), ("Ada", "spam", "")]


def test_a_long_detail_is_cut_and_kept(cast: Cast, answer: Post) -> None:
    assert len(flag(answer, by=cast.voice(cast.cleo), reason="other", detail="x" * 900).detail) == 500


def test_a_flag_hides_nothing_by_itself(client: Client, cast: Cast, answer: Post) -> None:
    flag(answer, by=cast.voice(cast.cleo), reason="spam")
    assert "Buy cheap pills." in client.get(f"/threads/{answer.thread_id}/").content.decode()


def test_the_first_flag_is_news_and_the_same_hand_again_is_none(cast: Cast, answer: Post) -> None:
    Route.objects.create(name="Flags", on="flag", team=cast.service)
    flag(answer, by=cast.voice(cast.cleo), reason="spam")
    drain()
    Case.objects.all().delete()
    flag(answer, by=cast.voice(cast.cleo), reason="abuse")
    drain()
    assert not Case.objects.exists()
    flag(answer, by=cast.voice(cast.ada), reason="abuse")
    drain()
    assert Case.objects.get().reason == "Flagged: insults or threats"


@pytest.mark.parametrize(("who", "allowed"), MAY_HOLD.items())
def test_who_may_hold_and_release_at_the_console(
    client: Client, cast: Cast, answer: Post, who: str, allowed: bool
) -> None:
    client.force_login(getattr(cast, who))
    shown = client.post(f"/console/posts/{answer.pk}/hold/", {"because": "advertising"})
    assert (shown.status_code, Hold.objects.exists()) == (302 if allowed else 403, allowed)
    held = Hold.objects.first() or hold(answer, by=cast.root, because="advertising")
    assert held.because == "advertising"
    shown = client.post(f"/console/posts/{answer.pk}/release/")
    assert (shown.status_code, Hold.objects.exists()) == (302 if allowed else 403, not allowed)


def test_a_hold_and_a_release_are_written_down_with_who_and_why(cast: Cast, answer: Post) -> None:
    held = hold(answer, by=cast.ines, because="advertising")
    assert (held.by, held.because) == (cast.ines, "advertising")
    release(held, by=cast.max)
    steps = AuditEntry.objects.order_by("pk").values_list("action", "by__name", "subject", "detail")
    assert list(steps) == [
        ("hold post", "Ines", f"post {answer.pk}", {"because": "advertising"}),
        ("release post", "Max", f"post {answer.pk}", {}),
    ]


def test_holding_again_keeps_the_first_hand_and_reason(cast: Cast, answer: Post) -> None:
    hold(answer, by=cast.ines, because="advertising")
    assert hold(answer, by=cast.max, because="other").by == cast.ines
    assert AuditEntry.objects.filter(action="hold post").count() == 1


def test_the_opening_holds_its_thread_and_an_answer_itself_only(cast: Cast, question: Question, answer: Post) -> None:
    assert hold(answer, by=cast.ines, because="rude").thread is None
    opening = question.thread.posts.order_by("pk").first()
    assert hold(opening, by=cast.ines, because="rude").thread == question.thread


def test_of_posts_of_one_moment_the_first_that_came_opens_the_thread(cast: Cast) -> None:
    place = forum()
    record(Batch(source=place, threads=[thread()], posts=[post("1"), post("2", "ben"), post("3", "cleo")]))
    first, second, third = Post.objects.order_by("pk")
    assert [hold(one, by=cast.ines, because="x").thread for one in (third, second, first)] == [None, None, first.thread]


def test_a_comment_said_before_the_question_of_an_archive_opens_its_thread(cast: Cast) -> None:
    place = forum()
    record(Batch(source=place, threads=[thread()], posts=[post("late", hours=2), post("early", "ben", hours=1)]))
    assert hold(Post.objects.get(origin_id="late"), by=cast.ines, because="x").thread is None
    assert hold(Post.objects.get(origin_id="early"), by=cast.ines, because="x").thread is not None


def test_a_released_thread_comes_back_with_all_its_words_but_those_held_themselves(
    client: Client, cast: Cast, question: Question, answer: Post
) -> None:
    second = writing.write(thread=question.thread, author=cast.voice(cast.cleo), body="Clean the rims.")
    opening = question.thread.posts.order_by("pk").first()
    held = [hold(one, by=cast.ines, because="rude") for one in (opening, answer)]
    assert client.get(f"/threads/{question.pk}/").status_code == 404
    release(held[0], by=cast.ines)
    page = client.get(f"/threads/{question.pk}/").content.decode()
    assert ("When wet." in page, second.body in page, answer.body in page) == (True, True, False)
    release(held[1], by=cast.ines)
    assert answer.body in client.get(f"/threads/{question.pk}/").content.decode()


def test_what_is_said_in_a_held_thread_is_held_with_it(client: Client, cast: Cast, question: Question) -> None:
    hold(question.thread.posts.get(), by=cast.ines, because="rude")
    written = writing.write(thread=question.thread, author=cast.voice(cast.ines), body="We look into it.")
    drain()
    assert client.get(f"/posts/{written.pk}/").status_code == 404
    assert "We look into it" not in client.get("/search/", {"q": "look into it"}).content.decode()
    client.force_login(cast.ben)
    assert client.post(f"/threads/{question.pk}/replies/", {"body": "Hello?"}).status_code == 404


def test_a_held_post_is_answered_by_nobody_outside(client: Client, cast: Cast, answer: Post) -> None:
    hold(answer, by=cast.ines, because="rude")
    client.force_login(cast.cleo)
    shown = client.post(f"/threads/{answer.thread_id}/replies/", {"body": "Ha!", "reply_to": answer.pk})
    assert shown.status_code == 404
    assert Post.objects.count() == 2


@pytest.mark.parametrize("address", ["flag", "edit"])
def test_a_held_post_cannot_be_touched_by_its_author_or_others(
    client: Client, cast: Cast, answer: Post, address: str
) -> None:
    hold(answer, by=cast.ines, because="rude")
    for account in (cast.ben, cast.cleo):
        client.force_login(account)
        assert client.post(f"/posts/{answer.pk}/{address}/", {"reason": "spam", "body": "Mended."}).status_code == 404
    answer.refresh_from_db()
    assert (answer.body, Flag.objects.exists()) == ("Buy cheap pills.", False)
