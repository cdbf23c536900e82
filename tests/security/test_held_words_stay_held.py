"""What staff hold back is nowhere to be found by others, at once and on every way."""

from __future__ import annotations

import pytest
from django.test import Client

from agora.conversations import flagging
from agora.conversations.models import Post
from agora.core.jobs import drain
from tests.cast import Cast
from tests.portal import spoken

pytestmark = pytest.mark.django_db


def pages(*, thread: int, posts: list[int], people: list[int]) -> list[str]:
    return [
        "/", "/questions/", "/sitemap.xml", "/search/?q=zirkon", "/questions/ask/known/?title=zirkon+quarz", f"/threads/{thread}/",
        *(f"/posts/{pk}/{part}" for pk in posts for part in ("", "flag/", "edit/")),
        *(f"/people/{pk}/" for pk in people),
    ]  # fmt: skip


def seen(client: Client, addresses: list[str]) -> list[str]:
    """The addresses whose page tells a stranger something of the held words."""
    told = [(address, client.get(address, follow=True).content.decode()) for address in addresses]
    return [address for address, page in told if "Quarz" in page or "Malachit" in page]


def test_a_held_opening_hides_its_thread_and_all_replies_at_once(client: Client, cast: Cast) -> None:
    asked = spoken.question(cast, title="Zirkon and Quarz?")
    answered = spoken.answer(cast, asked, body="Zirkon Malachit.")
    drain()
    opening = Post.objects.exclude(pk=answered.pk).get()
    everywhere = pages(
        thread=asked.pk, posts=[opening.pk, answered.pk], people=[cast.voice(cast.ada).pk, cast.voice(cast.ben).pk]
    )
    assert "/search/?q=zirkon" in seen(client, everywhere)
    flagging.hold(opening, by=cast.ines, because="being looked at")
    assert seen(client, everywhere) == []
    client.force_login(cast.cleo)
    assert seen(client, everywhere) == []


def test_a_held_reply_is_not_found_even_before_the_index_follows(client: Client, cast: Cast) -> None:
    asked = spoken.question(cast)
    answered = spoken.answer(cast, asked, body="Zirkon Malachit.")
    drain()
    everywhere = pages(thread=asked.pk, posts=[answered.pk], people=[cast.voice(cast.ben).pk])
    assert "/search/?q=zirkon" in seen(client, everywhere)
    flagging.hold(answered, by=cast.ines, because="being looked at")
    assert seen(client, everywhere) == []
    client.force_login(cast.cleo)
    assert seen(client, everywhere) == []
