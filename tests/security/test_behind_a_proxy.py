"""Behind a proxy the caller's address is the one the proxy wrote down: limits and metrics go by it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from agora.core.requests import RealAddress

pytestmark = pytest.mark.django_db
METRICS = "/health/metrics"


def address(rf: Any, forwarded: str) -> str:
    request = rf.get("/", headers={"x-forwarded-for": forwarded} if forwarded else {})
    RealAddress(lambda _: None)(request)  # type: ignore[arg-type,return-value]
    return str(request.META["REMOTE_ADDR"])


def test_metrics_are_for_this_machine(client: Client) -> None:
    assert client.get(METRICS).status_code == 200
    assert client.get(METRICS, REMOTE_ADDR="203.0.113.9").status_code == 403


@pytest.mark.parametrize("field", ["x-forwarded-for", "x-forwarded-proto", "forwarded", "via", "x-real-ip"])
def test_metrics_are_not_given_to_the_world_by_way_of_a_proxy_here(client: Client, field: str) -> None:
    assert client.get(METRICS, headers={field: "203.0.113.9"}).status_code == 403


def test_metrics_are_refused_where_the_address_says_nothing(client: Client) -> None:
    assert client.get(METRICS, REMOTE_ADDR="").status_code == 403


def test_the_header_is_not_believed_without_a_proxy(rf: Any, settings: Any) -> None:
    settings.PROXIES = 0
    assert address(rf, "203.0.113.9") == "127.0.0.1"


def test_the_last_hop_is_the_caller_whatever_they_wrote_before_it(rf: Any, settings: Any) -> None:
    settings.PROXIES = 1
    assert address(rf, "198.51.100.1, 127.0.0.1, 203.0.113.9") == "203.0.113.9"
    settings.PROXIES = 2
    assert address(rf, "198.51.100.1, 203.0.113.9, 10.0.0.2") == "203.0.113.9"


@pytest.mark.parametrize("forged", ["", "unknown", "203.0.113.9:443", "<script>"])
def test_what_is_no_address_is_not_taken_for_one(rf: Any, settings: Any, forged: str) -> None:
    settings.PROXIES = 1
    assert address(rf, forged) == "127.0.0.1"


def test_one_guesser_does_not_shut_everybody_out(client: Client, settings: Any) -> None:
    settings.PROXIES = 1
    wrong = {"login": "ada@example.org", "password": "wrong wrong wrong"}
    attempts = [
        client.post(
            "/account/login/", {**wrong, "login": f"n{n}@example.org"}, headers={"x-forwarded-for": "203.0.113.9"}
        )
        for n in range(11)
    ]
    assert "Too many failed login attempts" in attempts[-1].content.decode()
    other = client.post("/account/login/", wrong, headers={"x-forwarded-for": "203.0.113.10"})
    assert "Too many failed login attempts" not in other.content.decode()
