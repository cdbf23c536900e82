"""Where a form leads back to, and the faces of people with odd names."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from agora.pages.faces import TONES, face, initials
from agora.pages.requests import way_back

ELSEWHERE = ["https://evil.example/x", "//evil.example/x", "/\\evil.example", "javascript:alert(1)", "http:///evil", ""]


@pytest.mark.parametrize("address", ELSEWHERE)
def test_no_form_leads_to_another_site(address: str, rf: RequestFactory) -> None:
    assert way_back(rf.post("/", {"next": address}), "/home/") == "/home/"


def test_a_form_leads_back_to_the_page_of_ours_that_it_names(rf: RequestFactory) -> None:
    assert way_back(rf.post("/", {"next": "/desk/people/?page=2"}), "/home/") == "/desk/people/?page=2"


def test_only_a_form_and_never_the_address_says_where_to(rf: RequestFactory) -> None:
    assert way_back(rf.get("/", {"next": "/desk/"}), "/home/") == "/home/"


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Ada", "A"),
        ("ada lovelace", "AL"),
        ("Ada B. de Cleo", "AC"),
        ("@ben", "B"),
        ("", "?"),
        ("   ", "?"),
        ("@", "?"),
        ("Émile  Zola", "ÉZ"),
    ],
)
def test_every_name_however_odd_has_initials(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_the_same_person_always_has_the_same_tone() -> None:
    assert face("Ada", key=7) == face("Ada", key=7)
    assert {face("Ada", key=key).tone for key in range(50)} == set(range(TONES))
