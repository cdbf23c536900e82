from __future__ import annotations

from django.test import Client

from agora.community.models import MeToo, Question
from agora.core.jobs import drain
from tests.cast import Cast
from tests.portal import spoken

ASKED = {
    "title": "Which pump fits a road tyre?",
    "body": "It has a thin valve.",
    "product": "",
    "topics": "pumps, tyres",
}


def test_asking_meets_what_is_known_first(client: Client, cast: Cast) -> None:
    spoken.question(cast)
    drain()
    page = client.get("/questions/ask/", {"title": "brakes squeal"}).content.decode()
    assert "Is the answer here already?" in page
    assert "Why do my brakes squeal?" in page
    assert "Sign in and ask" in page
    assert (
        "Why do my brakes squeal?" in client.get("/questions/ask/known/", {"title": "brakes squeal"}).content.decode()
    )


def test_a_member_asks_in_two_steps_without_script(client: Client, cast: Cast) -> None:
    bicycle = spoken.product(cast)
    client.force_login(cast.ada)
    page = client.get("/questions/ask/", {"title": ASKED["title"], "product": bicycle.slug}).content.decode()
    assert f'value="{bicycle.slug}" selected' in page
    client.post("/questions/ask/", {**ASKED, "product": bicycle.slug})
    asked = Question.objects.get()
    assert asked.thread.product == bicycle
    assert sorted(asked.thread.topics.values_list("slug", flat=True)) == ["pumps", "tyres"]
    assert ASKED["title"] in client.get("/questions/").content.decode()


def test_a_stranger_cannot_ask(client: Client, cast: Cast) -> None:
    assert client.post("/questions/ask/", ASKED).status_code == 302
    assert not Question.objects.exists()


def test_a_question_without_details_is_told_what_is_missing_and_keeps_its_words(client: Client, cast: Cast) -> None:
    client.force_login(cast.ada)
    response = client.post("/questions/ask/", {**ASKED, "body": "", "topics": "a,b,c,d,e,f", "product": "unknown"})
    page = response.content.decode()
    assert response.status_code == 422
    assert ASKED["title"] in page
    for problem in ("what you expected", "at most five topics", "This product is not known"):
        assert problem in page


def test_me_too_counts_each_person_once_and_can_be_taken_back(client: Client, cast: Cast) -> None:
    asked = spoken.question(cast)
    client.force_login(cast.cleo)
    for _ in range(2):
        page = client.post(f"/questions/{asked.pk}/me-too/", follow=True).content.decode()
    assert "1 other person has this question" in page
    assert MeToo.objects.count() == 1
    client.post(f"/questions/{asked.pk}/me-too/undo/")
    assert not MeToo.objects.exists()


def test_the_asker_is_not_counted_among_the_others(client: Client, cast: Cast) -> None:
    asked = spoken.question(cast)
    client.force_login(cast.ada)
    assert client.post(f"/questions/{asked.pk}/me-too/").status_code == 400


def test_the_tabs_divide_open_from_solved(client: Client, cast: Cast) -> None:
    spoken.question(cast, "Still open, who knows?")
    solved = spoken.question(cast, "Solved, thank you")
    given = spoken.answer(cast, solved)
    client.force_login(cast.ada)
    client.post(f"/posts/{given.pk}/acceptance/")
    unanswered = client.get("/questions/?show=unanswered").content.decode()
    done = client.get("/questions/?show=solved").content.decode()
    assert "Still open" in unanswered
    assert "Solved, thank you" not in unanswered
    assert "Solved, thank you" in done
    assert "Still open" not in done


def test_older_questions_are_a_page_away(client: Client, cast: Cast) -> None:
    for n in range(31):
        spoken.question(cast, f"Question number {n:02d}?")
    page = client.get("/questions/").content.decode()
    assert "Question number 00?" not in page
    after = page.split("after=")[1].split('"')[0]
    assert "Question number 00?" in client.get(f"/questions/?show=newest&after={after}").content.decode()


def test_a_discussion_is_started_and_listed(client: Client, cast: Cast) -> None:
    client.force_login(cast.ben)
    client.post("/discussions/start/", {"title": "A winter on the bicycle", "body": "Cold hands.", "topics": ""})
    assert "A winter on the bicycle" in client.get("/discussions/").content.decode()
