from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from agora.accounts.models import Account
from agora.commerce.models import Product
from agora.conversations import writing
from agora.conversations.flagging import hold, release
from agora.conversations.models import Channel, Post
from agora.core import jobs
from agora.people.holding import identity_of
from agora.search.finding import find
from agora.search.indexing import mend
from tests.cast import Cast

pytestmark = pytest.mark.django_db
PUBLIC = AnonymousUser()


def said(cast: Cast, title: str, body: str, *, public: bool = True) -> Post:
    slug = "questions" if public else "listening"
    Channel.objects.get_or_create(source=cast.portal, slug=slug, defaults={"name": slug, "is_public": public})
    post = writing.open_thread(author=cast.voice(cast.ada), kind="question", title=title, body=body, channel=slug)
    jobs.drain()
    return post


def titles(words: str, viewer: object = PUBLIC, **kwargs: object) -> list[str]:
    return [hit.title for hit in find(words, viewer=viewer, **kwargs)]  # type: ignore[arg-type]


@pytest.mark.parametrize("words", ["squealing brakes", "squeal", "brak", "BRAKE squeals", "brakes  ...  squeal!"])
def test_words_are_found_by_stem_and_prefix(cast: Cast, words: str) -> None:
    said(cast, "My brakes are squealing", "It is loud on wet days.")
    assert titles(words) == ["My brakes are squealing"]


def test_accents_make_no_difference(cast: Cast) -> None:
    said(cast, "Un vélo électrique pour la côte", "Lequel est le plus léger pour monter la côte ?")
    assert titles("velo cote") == titles("vélo côte") != []


def test_a_typo_is_forgiven(cast: Cast) -> None:
    said(cast, "Derailleur does not shift", "It stays in one gear.")
    assert titles("deraileur") == ["Derailleur does not shift"]


def test_what_is_held_or_not_public_is_found_by_staff_only(cast: Cast) -> None:
    said(cast, "Heard elsewhere about saddles", "x", public=False)
    post = said(cast, "A saddle advertisement", "Buy cheap saddles")
    held = hold(post, by=cast.ines, because="advertising")
    jobs.drain()
    assert titles("saddle") == []
    assert len(titles("saddle", cast.ines)) == 2
    release(held, by=cast.ines)
    jobs.drain()
    assert titles("saddle") == ["A saddle advertisement"]


def test_people_are_found_by_staff_only(cast: Cast) -> None:
    cast.voice(cast.ben)
    jobs.drain()
    assert titles("Ben") == titles("Ben", cast.ada) == []
    assert titles("Ben", cast.ines) == ["Ben"]


def test_products_are_found_by_name_and_number(cast: Cast) -> None:
    Product.objects.create(source=cast.shop, origin_id="TR29", slug="trail-29", name="Trail 29 bicycle", currency="EUR")
    mend()
    assert titles("trail") == titles("tr29") == ["Trail 29 bicycle"]


def test_matching_words_are_marked_and_the_rest_is_safe(cast: Cast) -> None:
    said(cast, "Bell", "The <script>alert(1)</script> bell & its spring")
    (hit,) = find("spring", viewer=PUBLIC)
    assert "<mark>spring</mark>" in hit.excerpt
    assert "<script" not in hit.excerpt


def test_edited_words_are_found_and_the_old_ones_are_not(cast: Cast) -> None:
    post = said(cast, "Lights", "Which dynamo?")
    writing.edit(post, body="Which battery?")
    jobs.drain()
    assert titles("battery") == ["Lights"]
    assert titles("dynamo") == []


class OddInput(TestCase):
    @given(st.text(max_size=300))
    @settings(max_examples=60, deadline=None)
    def test_any_input_is_safe(self, words: str) -> None:
        ada = Account.objects.filter(email="odd@example.org").first() or Account.objects.create_user(
            "odd@example.org", name="Odd"
        )
        identity_of(ada)
        find(words, viewer=PUBLIC)
