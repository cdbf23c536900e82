"""Requests that no browser makes: each is refused in plain words, none breaks a page."""

from __future__ import annotations

import base64
import json

import pytest
from django.test import Client

from tests.cast import Cast

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"


def cursor(*parts: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def test_a_cookie_that_spells_nul_is_refused(client: Client) -> None:
    page = client.get("/", headers={"cookie": 'session="\\000\\000\\000\\000aaaaaaaaaaaaaaaa"'})
    assert page.status_code == 400
    assert "NUL" in page.content.decode()


def test_an_address_with_a_thousand_fields_is_refused_by_a_page(client: Client) -> None:
    page = client.get("/search/?" + "&".join(f"f{n}=1" for n in range(1000)))
    assert page.status_code == 400
    assert "more fields" in page.content.decode()


def test_a_form_with_a_hundred_thousand_fields_is_refused_by_a_page(client: Client) -> None:
    body = "&".join(f"f{n}=1" for n in range(100_000))
    page = client.post("/account/login/", body, content_type=FORM)
    assert page.status_code == 400


def test_a_form_larger_than_memory_allows_is_refused_as_too_large(client: Client) -> None:
    assert client.post("/account/login/", "a" * 3_000_000, content_type=FORM).status_code == 413


def test_an_upload_that_would_fill_the_disk_is_refused_unread(client: Client) -> None:
    body = "multipart/form-data; boundary=x"
    page = client.generic("POST", "/account/login/", b"", body, CONTENT_LENGTH="9000000000")
    assert page.status_code == 413


def test_a_length_that_is_no_number_breaks_nothing(client: Client) -> None:
    page = client.generic("POST", "/account/login/", b"", FORM, CONTENT_LENGTH="many")
    assert page.status_code < 500


@pytest.mark.parametrize("noun", ["threads", "posts", "people"])
@pytest.mark.parametrize("number", ["9" * 20, "9" * 5000])
def test_a_number_beyond_every_id_is_not_found(client: Client, noun: str, number: str) -> None:
    assert client.get(f"/{noun}/{number}/").status_code == 404


@pytest.mark.parametrize("forged", [["\x00", 1], [[1], 1], [float("inf"), 1], ["a", 2**70], {"a": 1}])
def test_a_forged_cursor_never_breaks_a_list(client: Client, cast: Cast, forged: object) -> None:
    parts = forged if isinstance(forged, list) else [forged]
    client.force_login(cast.root)
    for page in ("/questions/", "/console/people/?sort=name", "/console/cases/", "/console/settings/audit/"):
        mark = "&" if "?" in page else "?"
        answer = client.get(f"{page}{mark}after={cursor(*parts)}&cursor={cursor(*parts)}")
        assert answer.status_code in {200, 400}, page
