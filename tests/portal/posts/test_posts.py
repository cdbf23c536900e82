from __future__ import annotations

import pytest
from django.test import Client

from agora.conversations import writing
from agora.conversations.models import Flag, Reaction
from agora.core import jobs, limits
from agora.measures.models import Run, Score
from tests.cast import Cast
from tests.portal import spoken


def test_a_vote_counts_once_and_another_word_replaces_it(client: Client, cast: Cast) -> None:
    given = spoken.answer(cast, spoken.question(cast))
    client.force_login(cast.cleo)
    for word in ("yes", "yes", "no"):
        client.post(f"/posts/{given.pk}/vote/", {"helpful": word})
    assert [vote.kind for vote in Reaction.objects.filter(post=given)] == ["unhelpful"]
    page = client.get(f"/threads/{given.thread_id}/").content.decode()
    assert "0 of 1 found this helpful" in page


def test_a_pressed_vote_is_taken_back_and_the_ranking_hears_of_it(client: Client, cast: Cast) -> None:
    given = spoken.answer(cast, spoken.question(cast))
    outcome = {"priors": {kind: {"a": 1.0, "b": 1.0, "mean": 0.5} for kind in ("review", "answer", "other")}}
    Run.objects.create(measure="helpfulness", state="done", is_current=True, outcome=outcome)
    client.force_login(cast.cleo)
    client.post(f"/posts/{given.pk}/vote/", {"helpful": "yes"})
    jobs.drain()
    assert Score.objects.get(subject_id=given.pk).basis["votes"] == 1
    undo = f"/posts/{given.pk}/vote/undo/"
    assert f'formaction="{undo}"' in client.get(f"/threads/{given.thread_id}/").content.decode()
    page = client.post(undo, {"helpful": "yes"}, follow=True).content.decode()
    jobs.drain()
    assert "Your vote is taken back" in page
    assert f'formaction="{undo}"' not in page
    assert not Reaction.objects.exists()
    assert not Score.objects.filter(subject_id=given.pk, value__gt=0.5).exists()


def test_nobody_takes_back_the_vote_of_another(client: Client, cast: Cast) -> None:
    given = spoken.answer(cast, spoken.question(cast))
    writing.react(given, actor=cast.voice(cast.cleo), kind="helpful")
    client.force_login(cast.ada)
    page = client.post(f"/posts/{given.pk}/vote/undo/", follow=True).content.decode()
    assert "taken back" not in page
    assert Reaction.objects.count() == 1


def test_nobody_votes_on_their_own_words(client: Client, cast: Cast) -> None:
    given = spoken.answer(cast, spoken.question(cast))
    client.force_login(cast.ben)
    assert client.post(f"/posts/{given.pk}/vote/", {"helpful": "yes"}).status_code == 403
    assert not Reaction.objects.exists()


@pytest.mark.parametrize("word", ["", "maybe", "yes\r\nno"])
def test_a_vote_that_is_neither_yes_nor_no_is_refused(client: Client, cast: Cast, word: str) -> None:
    given = spoken.answer(cast, spoken.question(cast))
    client.force_login(cast.cleo)
    assert client.post(f"/posts/{given.pk}/vote/", {"helpful": word}).status_code == 400


def test_a_vote_leads_back_only_to_our_own_pages(client: Client, cast: Cast) -> None:
    given = spoken.answer(cast, spoken.question(cast))
    client.force_login(cast.cleo)
    voted = client.post(f"/posts/{given.pk}/vote/", {"helpful": "yes", "next": "https://evil.example/"})
    assert voted.headers["Location"] == f"/posts/{given.pk}/"


def test_authors_change_their_own_words_and_only_those(client: Client, cast: Cast) -> None:
    given = spoken.answer(cast, spoken.question(cast))
    for other in (cast.ada, cast.ines, cast.root):
        client.force_login(other)
        assert client.get(f"/posts/{given.pk}/edit/").status_code == 403
        assert client.post(f"/posts/{given.pk}/edit/", {"body": "Nonsense."}).status_code == 403
    client.force_login(cast.ben)
    page = client.post(f"/posts/{given.pk}/edit/", {"body": "Clean the *discs*."}, follow=True).content.decode()
    assert "Clean the <em>discs</em>." in page
    assert "edited" in page


def test_a_flag_says_why_and_comes_back_with_thanks(client: Client, cast: Cast) -> None:
    given = spoken.answer(cast, spoken.question(cast))
    client.force_login(cast.cleo)
    assert client.post(f"/posts/{given.pk}/flag/", {"reason": ""}).status_code == 422
    page = client.post(f"/posts/{given.pk}/flag/", {"reason": "wrong", "detail": "Rims?"}, follow=True)
    assert "Somebody who works here will look at it." in page.content.decode()
    assert Flag.objects.get().reason == "wrong"


def test_too_many_votes_in_an_hour_are_slowed_down(client: Client, cast: Cast) -> None:
    given = spoken.answer(cast, spoken.question(cast))
    client.force_login(cast.cleo)
    limits.spend(f"vote:{cast.cleo.pk}", limit=300, seconds=3600, cost=299)
    votes = [client.post(f"/posts/{given.pk}/vote/", {"helpful": "yes"}) for _ in range(2)]
    assert [vote.status_code for vote in votes] == [302, 429]
    assert int(votes[1].headers["Retry-After"]) > 0
    assert "Try again in" in votes[1].content.decode()


def test_script_in_words_never_reaches_a_page(client: Client, cast: Cast) -> None:
    asked = spoken.question(cast, title="<script>alert(1)</script> brakes")
    spoken.answer(
        cast, asked, "<img src=x onerror=alert(1)> [x](javascript:alert(1)) </script><script>alert(2)</script>"
    )
    page = client.get(f"/threads/{asked.pk}/").content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert 'href="javascript' not in page
