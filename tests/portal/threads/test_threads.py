from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from agora.community import questions
from agora.conversations import flagging, writing
from agora.conversations.models import Exposure, Post
from agora.people import consent
from tests.cast import Cast
from tests.portal import spoken


def test_a_stranger_reads_the_question_and_its_answers_but_has_no_buttons(client: Client, cast: Cast) -> None:
    asked = spoken.question(cast)
    spoken.answer(cast, asked)
    page = client.get(f"/threads/{asked.pk}/").content.decode()
    assert "Clean the rims." in page
    assert "<em>when wet</em>" in page
    assert "Accept this answer" not in page
    assert "Sign in to answer" in page


def test_a_member_answers_without_script(client: Client, cast: Cast) -> None:
    asked = spoken.question(cast)
    client.force_login(cast.ben)
    response = client.post(f"/threads/{asked.pk}/replies/", {"body": "Try **new pads**."}, follow=True)
    assert "<strong>new pads</strong>" in response.content.decode()
    written = Post.objects.get(author=cast.voice(cast.ben))
    assert written.thread_id == asked.pk
    assert response.redirect_chain[-1][0].endswith(f"#post-{written.pk}")


def test_looking_first_publishes_nothing(client: Client, cast: Cast) -> None:
    asked = spoken.question(cast)
    client.force_login(cast.ben)
    page = client.post(f"/threads/{asked.pk}/replies/", {"body": "Try **this**.", "preview": "yes"}).content.decode()
    assert "<strong>this</strong>" in page
    assert "Try **this**.</textarea>" in page
    assert not Post.objects.filter(author=cast.voice(cast.ben)).exists()


def test_an_empty_answer_is_told_what_is_missing(client: Client, cast: Cast) -> None:
    asked = spoken.question(cast)
    client.force_login(cast.ben)
    response = client.post(f"/threads/{asked.pk}/replies/", {"body": "  "})
    assert response.status_code == 422
    assert "Write something first." in response.content.decode()


def test_the_asker_accepts_an_answer_and_it_moves_to_the_top_and_back(client: Client, cast: Cast) -> None:
    asked = spoken.question(cast)
    spoken.answer(cast, asked, "First words.")
    best = spoken.answer(cast, asked, "The right words.")
    client.force_login(cast.ada)
    page = client.post(f"/posts/{best.pk}/acceptance/", follow=True).content.decode()
    assert page.index("The right words.") < page.index("First words.")
    assert "accepted answer" in page
    assert f"/posts/{best.pk}/acceptance/undo/" in page
    client.post(f"/posts/{best.pk}/acceptance/undo/")
    assert not asked.accepted.exists()


@pytest.mark.parametrize(("who", "status"), [("ada", 302), ("ines", 302), ("ben", 403), ("cleo", 403), ("ana", 403)])
def test_only_the_asker_and_staff_who_work_cases_accept(client: Client, cast: Cast, who: str, status: int) -> None:
    asked = spoken.question(cast)
    given = spoken.answer(cast, asked)
    client.force_login(getattr(cast, who))
    assert client.post(f"/posts/{given.pk}/acceptance/").status_code == status


def test_the_question_itself_is_no_answer(client: Client, cast: Cast) -> None:
    asked = spoken.question(cast)
    opening = asked.thread.posts.get()
    client.force_login(cast.ada)
    assert client.post(f"/posts/{opening.pk}/acceptance/").status_code == 400


def test_a_comment_stands_under_its_answer_however_it_was_nested(client: Client, cast: Cast) -> None:
    asked = spoken.question(cast)
    given = spoken.answer(cast, asked)
    over = given
    for words in ("first below", "second below", "third below"):
        over = writing.write(thread=asked.thread, author=cast.voice(cast.ada), body=words, reply_to=over)
    page = client.get(f"/threads/{asked.pk}/").content.decode()
    for words in ("first below", "second below", "third below"):
        assert page.count(f"<p>{words}</p>") == 1


def test_a_held_answer_is_seen_by_staff_only_and_a_held_question_is_gone(client: Client, cast: Cast) -> None:
    asked = spoken.question(cast)
    given = spoken.answer(cast, asked, "Something rude.")
    flagging.hold(given, by=cast.ines, because="rude")
    assert "Something rude." not in client.get(f"/threads/{asked.pk}/").content.decode()
    assert client.get(f"/posts/{given.pk}/").status_code == 404
    flagging.hold(asked.thread.posts.order_by("pk").first(), by=cast.ines, because="spam")
    assert client.get(f"/threads/{asked.pk}/").status_code == 404
    client.force_login(cast.ines)
    assert "Something rude." in client.get(f"/threads/{asked.pk}/").content.decode()


def test_a_long_thread_is_paged_and_each_post_has_an_address(client: Client, cast: Cast) -> None:
    asked = spoken.question(cast)
    posts = [spoken.answer(cast, asked, f"answer number {n} of many") for n in range(60)]
    questions.accept(asked, posts[57], by=cast.voice(cast.ada))
    first = client.get(f"/threads/{asked.pk}/").content.decode()
    assert "answer number 57 of many" in first
    assert "answer number 55 of many" not in first
    for post in (posts[0], posts[49], posts[50], posts[57], posts[59]):
        page = client.get(f"/posts/{post.pk}/", follow=True).content.decode()
        assert f'id="post-{post.pk}"' in page


@pytest.mark.parametrize("count", [3, 40])
def test_the_page_needs_the_same_few_queries_for_few_and_many_posts(
    client: Client, cast: Cast, count: int, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    asked = spoken.question(cast)
    for n in range(count):
        spoken.answer(cast, asked, f"answer {n}")
    questions.accept(asked, asked.thread.posts.last(), by=cast.voice(cast.ada))
    client.force_login(cast.cleo)
    cast.voice(cast.cleo)
    with django_assert_max_num_queries(15):
        assert client.get(f"/threads/{asked.pk}/").status_code == 200


def test_a_reader_who_agreed_leaves_readings_of_others_words_and_nobody_else_does(client: Client, cast: Cast) -> None:
    asked = spoken.question(cast)
    given = spoken.answer(cast, asked)
    read = Exposure.objects.filter(kind="read")
    client.get(f"/threads/{asked.pk}/")
    client.force_login(cast.ben)
    client.get(f"/threads/{asked.pk}/")
    assert not read.exists()
    me = cast.voice(cast.ben)
    consent.decide(me.person, purpose="measurement", channel="portal", given=True, how="test")
    client.get(f"/threads/{asked.pk}/")
    client.get(f"/threads/{asked.pk}/")
    assert [(row.reader_id, row.author_id) for row in read] == [(me.pk, cast.voice(cast.ada).pk)]
    assert not read.filter(post=given).exists()


def test_an_expert_on_a_topic_is_marked(client: Client, cast: Cast) -> None:
    asked = spoken.question(cast)
    spoken.answer(cast, asked)
    spoken.score("expertise", "person", cast.voice(cast.ben).person_id, value=2.6, label="brakes")
    assert "expert: brakes" in client.get(f"/threads/{asked.pk}/").content.decode()


def test_staff_are_marked_as_staff(client: Client, cast: Cast) -> None:
    asked = spoken.question(cast)
    writing.write(thread=asked.thread, author=cast.voice(cast.ines), body="We looked into it.")
    assert "data-staff" in client.get(f"/threads/{asked.pk}/").content.decode()
