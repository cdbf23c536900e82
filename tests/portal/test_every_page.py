"""Every page of the portal opens for a stranger and for a member, with nothing there and with odd addresses."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast

OPEN = ("home", "search", "questions", "ask", "ask_known", "discussions", "products", "robots", "sitemap")
FOR_MEMBERS = ("discuss", "me", "me_export")


@pytest.mark.parametrize("name", OPEN)
def test_a_stranger_opens_it_while_nothing_is_there(client: Client, db: None, name: str) -> None:
    assert client.get(reverse(f"portal:{name}")).status_code == 200


@pytest.mark.parametrize("name", FOR_MEMBERS)
def test_it_asks_a_stranger_to_sign_in_and_opens_for_a_member(client: Client, cast: Cast, name: str) -> None:
    address = reverse(f"portal:{name}")
    assert client.get(address).headers["Location"].startswith(reverse("account_login"))
    client.force_login(cast.ada)
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/threads/99999999999999999999999/",
        "/posts/0/",
        "/people/99999999999999999999999/",
        "/products/nothing/",
        "/products/?category=nothing",
        "/questions/?after=not-a-cursor",
        "/questions/?after=" + "W" * 5000,
        "/discussions/?after=WyJ4IiwxXQ",
    ],
)
def test_an_address_that_leads_nowhere_is_refused_in_plain_words(client: Client, db: None, address: str) -> None:
    assert 400 <= client.get(address).status_code < 500


@pytest.mark.parametrize("words", ["'", "((", "a & | !b:*", "\\", "%25", "🚲", "x" * 5000, "<script>alert(1)</script>"])
def test_any_words_are_a_search(client: Client, db: None, words: str) -> None:
    response = client.get("/search/", {"q": words})
    assert response.status_code == 200
    assert b"<script>alert" not in response.content


def test_a_method_that_makes_no_sense_is_refused(client: Client, db: None) -> None:
    assert client.post("/").status_code == 405
    assert client.get("/posts/1/vote/").status_code == 405


def test_machines_are_told_which_rooms_are_closed(client: Client, db: None) -> None:
    said = client.get("/robots.txt").content.decode()
    assert "Disallow: /console/" in said
    assert "/sitemap.xml" in said
