"""A profile: what somebody said in public, what was made of it, what they know about. Never money."""

from __future__ import annotations

from django.test import Client

from agora.community import questions
from agora.conversations import flagging, writing
from agora.people.models import Identity
from tests.cast import Cast
from tests.portal import spoken


def profile(client: Client, of: Identity) -> object:
    return client.get(f"/people/{of.pk}/").context["profile"]


def numbers(client: Client, of: Identity) -> tuple[int, int, int, int]:
    """Posts, accepted answers, times found helpful, reviews."""
    shown = profile(client, of)
    return shown.posts, shown.accepted, shown.helpful, shown.reviews  # type: ignore[attr-defined]


def test_posts_acceptances_votes_and_reviews_are_counted(client: Client, cast: Cast) -> None:
    ben, asked = cast.voice(cast.ben), spoken.question(cast)
    answer = spoken.answer(cast, asked)
    questions.accept(asked, answer, by=cast.voice(cast.ada))
    for reader in (cast.ada, cast.cleo):
        writing.react(answer, actor=cast.voice(reader), kind="helpful")
    writing.react(spoken.review(cast, spoken.product(cast)).post, actor=cast.voice(cast.ada), kind="unhelpful")
    assert numbers(client, ben) == (2, 1, 2, 1)


def test_words_that_were_held_count_for_nobody_but_staff(client: Client, cast: Cast) -> None:
    ben, asked = cast.voice(cast.ben), spoken.question(cast)
    answer = spoken.answer(cast, asked)
    questions.accept(asked, answer, by=cast.voice(cast.ada))
    writing.react(answer, actor=cast.voice(cast.ada), kind="helpful")
    spoken.review(cast, spoken.product(cast))
    flagging.hold(answer, by=cast.ines, because="Rude")
    assert numbers(client, ben) == (1, 0, 0, 1)
    client.force_login(cast.ines)
    assert numbers(client, ben) == (2, 1, 1, 1)


def test_who_has_said_nothing_in_public_has_no_page_but_their_own(client: Client, cast: Cast) -> None:
    ben = cast.voice(cast.ben)
    assert client.get(f"/people/{ben.pk}/").status_code == 404
    client.force_login(cast.ben)
    page = client.get(f"/people/{ben.pk}/").content.decode()
    assert "Nothing said yet" in page
    client.force_login(cast.ada)
    assert client.get(f"/people/{ben.pk}/").status_code == 404


def test_what_was_said_says_how_it_was_said_the_latest_first(client: Client, cast: Cast) -> None:
    asked = spoken.question(cast)
    spoken.answer(cast, asked)
    spoken.review(cast, spoken.product(cast), by="ben")
    rows = profile(client, cast.voice(cast.ben)).rows  # type: ignore[attr-defined]
    assert [(row.meta[0], row.title) for row in rows] == [("reviewed", "Good value"), ("answered", asked.thread.title)]
    (opening,) = profile(client, cast.voice(cast.ada)).rows  # type: ignore[attr-defined]
    assert (opening.meta[0], opening.href) == ("asked", f"/threads/{asked.pk}/")


def test_expertise_is_shown_with_what_it_rests_on_and_money_never(client: Client, cast: Cast) -> None:
    asked = spoken.question(cast)
    spoken.answer(cast, asked)
    ben = cast.voice(cast.ben)
    spoken.score("expertise", "person", ben.person_id or 0, value=3.1, label="brakes")
    spoken.score("csv", "person", ben.person_id or 0, value=386_700.0)
    page = client.get(f"/people/{ben.pk}/").content.decode()
    assert "expert: brakes" in page
    assert "z = 3.1" in page
    assert "3,867" not in page
    assert "€" not in page


def test_little_expertise_is_none(client: Client, cast: Cast) -> None:
    spoken.answer(cast, spoken.question(cast))
    ben = cast.voice(cast.ben)
    spoken.score("expertise", "person", ben.person_id or 0, value=1.9, label="brakes")
    assert "expert: brakes" not in client.get(f"/people/{ben.pk}/").content.decode()


def test_a_forged_cursor_is_told_in_plain_words(client: Client, cast: Cast) -> None:
    spoken.question(cast)
    assert client.get(f"/people/{cast.voice(cast.ada).pk}/?after=rubbish").status_code == 400
