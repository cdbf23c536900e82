from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.test import Client

from agora.community import questions
from agora.core.jobs import drain
from tests.cast import Cast
from tests.portal import spoken


def test_the_first_page_shows_what_goes_on(
    client: Client, cast: Cast, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    spoken.answer(cast, spoken.question(cast, "Still being answered?"))
    solved = spoken.question(cast, "Solved already?")
    questions.accept(solved, spoken.answer(cast, solved), by=cast.voice(cast.ada))
    review = spoken.review(cast, spoken.product(cast))
    spoken.score("helpfulness", "post", review.post_id, value=0.8, low=0.6, high=0.9)
    with django_assert_max_num_queries(15):
        page = client.get("/").content.decode()
    order = [
        page.index(words) for words in ("Still being answered?", "Solved already?", "Ridden for a year.", "Trail 29")
    ]
    assert page.count("Solved already?") == 1
    assert order[:3] == sorted(order[:3])


def test_search_groups_what_it_finds_and_marks_the_words(client: Client, cast: Cast) -> None:
    spoken.question(cast)
    spoken.review(cast, spoken.product(cast))
    drain()
    page = client.get("/search/", {"q": "squeal"}).content.decode()
    assert "Questions and answers" in page
    assert "<mark>" in page
    assert "Nothing found" in client.get("/search/", {"q": "zeppelin"}).content.decode()
