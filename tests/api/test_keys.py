"""Who may call: tokens by scope and role, staff by session; limits count per token."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.test import Client

from agora.accounts.models import Token
from agora.core import clock
from tests.api.conftest import Caller
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_without_a_token_the_answer_says_how_to_send_one(cast: Cast) -> None:
    refused = Caller(None).get("products")
    assert (refused.status_code, refused["WWW-Authenticate"]) == (401, 'Bearer realm="agora"')
    assert "Authorization: Bearer" in refused.json()["detail"]


@pytest.mark.parametrize("value", ["Bearer nonsense", "Bearer ", "Basic YTpi", "Bearer é", "x"])
def test_a_token_that_opens_nothing_is_401(cast: Cast, value: str) -> None:
    assert Client().get("/api/products", headers={"Authorization": value}).status_code == 401


def test_a_token_that_ended_or_was_revoked_opens_nothing(cast: Cast) -> None:
    for change in ({"expires_at": clock.now() - timedelta(seconds=1)}, {"revoked_at": clock.now()}):
        caller = Caller(cast.root)
        Token.objects.filter(account=cast.root).update(**change)
        assert caller.get("products").status_code == 401


def test_a_token_never_reaches_beyond_its_scopes(cast: Cast) -> None:
    refused = Caller(cast.root, scopes=["ingest"]).get("products")
    assert (refused.status_code, refused.json()["detail"]) == (
        403,
        "This token is for ingest; this operation needs the scope read.",
    )


def test_a_token_never_reaches_beyond_the_role_of_its_owner(member: Caller) -> None:
    assert member.get("people").status_code == 403
    assert member.get("products").status_code == 200


def test_a_bad_token_is_not_forgiven_because_of_a_session(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.root)
    assert client.get("/api/products", headers={"Authorization": "Bearer wrong"}).status_code == 401


def test_signed_in_staff_need_no_token_to_read_but_the_csrf_token_to_write(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.root)
    assert client.get("/api/people").status_code == 200
    refused = client.post("/api/words", "{}", content_type="application/json")
    assert (refused.status_code, refused.json()["detail"]) == (
        403,
        "The request came without the CSRF token of this site.",
    )


def test_a_session_of_a_member_does_not_open_the_api(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.ada)
    assert client.get("/api/products").status_code == 403


def test_staff_without_their_second_factor_are_refused_where_it_is_required(cast: Cast, settings: LazySettings) -> None:
    settings.STAFF_SECOND_FACTOR = True
    client = Client()
    client.force_login(cast.root)
    assert client.get("/api/products").status_code == 403


def test_every_answer_tells_what_is_left_and_the_last_when_to_come_back(root: Caller, settings: LazySettings) -> None:
    settings.API_REQUESTS_A_MINUTE = 2
    told = [root.get("products") for _ in range(4)]
    refused = [answer for answer in told if answer.status_code == 429]
    # A minute may end between two requests, but not three times.
    assert refused
    assert int(refused[0]["Retry-After"]) <= 60
    assert [answer["RateLimit-Limit"] for answer in told] == ["2"] * 4


def test_those_without_a_token_are_counted_by_address(cast: Cast, settings: LazySettings) -> None:
    settings.API_REQUESTS_A_MINUTE = 2
    assert 429 in [Caller(None).get("products").status_code for _ in range(5)]
    assert Caller(cast.root).get("products").status_code == 200
