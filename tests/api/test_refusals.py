"""Whatever is wrong with a request, the answer is a problem in plain words, never a 5xx."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.api import rows
from tests.api.conftest import Caller
from tests.cast import Cast

pytestmark = pytest.mark.django_db
MANY = b'{"source": "forum", "authors": [' + b" " * 10_000_000 + b"]}"


def problem(response: Any, status: int) -> dict[str, Any]:
    told: dict[str, Any] = response.json()
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json"), told
    assert {"type", "title", "status", "detail", "instance"} <= told.keys()
    assert told["status"] == status
    assert "RateLimit-Remaining" in response
    return told


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (b"", 422),
        (b"{", 400),
        (b"null", 422),
        (b"[]", 422),
        (b'{"source": "forum", "source": NaN}', 400),
        (b'{"source": "\xff\xfe"}', 400),
        (b'{"source": "a\x00b"}', 400),
        (b'{"source": "a\\u0000b"}', 422),
        (b'{"source": "forum", "source_name": "\\ud800"}', 422),
        (b"[" * 100_000 + b"]" * 100_000, 400),
        (b'{"source": ' + b"9" * 10_000 + b"}", 400),
        (MANY, 413),
    ],
    ids=["empty", "cut", "null", "array", "nan", "utf8", "nul", "escaped nul", "surrogate", "deep", "huge", "10 MB"],
)
def test_a_body_that_cannot_be_read_is_a_clear_4xx(root: Caller, raw: bytes, status: int) -> None:
    problem(root.send("words", raw), status)


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]
)
def test_a_body_that_is_not_json_is_refused(root: Caller, content_type: str) -> None:
    problem(root.send("words", b"source=forum", content_type=content_type), 415)


def test_a_limit_of_ten_to_the_22_is_named(root: Caller) -> None:
    told = problem(root.get("people", limit=10**22), 422)
    assert told["errors"] == [{"detail": "Input should be less than or equal to 200", "parameter": "limit"}]


@pytest.mark.parametrize("limit", ["0", "-1", "201", "1e3", "x", "", "9" * 5000])
def test_a_limit_that_is_none_is_refused(root: Caller, limit: str) -> None:
    problem(root.get("people", limit=limit), 422)


@pytest.mark.parametrize("pk", ["0", "-1", str(2**63), "9" * 5000, "x", "1.5"])
def test_an_id_that_cannot_be_one_is_refused(root: Caller, pk: str) -> None:
    problem(root.get(f"people/{pk}"), 422)


@pytest.mark.parametrize("noun", ["people", "orders", "products", "threads", "posts", "scores", "cases", "runs"])
def test_what_is_not_there_is_404(root: Caller, noun: str) -> None:
    problem(root.get(f"{noun}/{2**63 - 1}"), 404)


@pytest.mark.parametrize(
    "cursor", ["x", "W10", "IiI", "WyJcdTAwMDAiLDFd", "WyJcdWQ4MDAiLDFd", "WyIwMDAxLTAxLTAxVDAwOjAwOjAwKzE0OjAwIiwxXQ"]
)
@pytest.mark.parametrize("noun", ["people", "orders", "scores"])
def test_a_forged_cursor_is_refused(root: Caller, noun: str, cursor: str) -> None:
    refused = root.get(noun, cursor=cursor)
    assert refused.status_code in {200, 400}
    if refused.status_code == 400:
        assert "begin again" in problem(refused, 400)["detail"]


@pytest.mark.parametrize(
    "moment",
    [
        "2026-03-01T09:30:00",
        "2026-03-01",
        "1700000000",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "now",
    ],
)
def test_a_moment_needs_its_day_time_and_zone(root: Caller, moment: str) -> None:
    problem(root.get("orders", since=moment), 422)


@pytest.mark.parametrize(
    ("noun", "field", "value"),
    [
        ("posts", "said_at", 1_700_000_000),
        ("posts", "body", "x" * 100_001),
        ("posts", "origin_id", ""),
        ("posts", "form", "rtf"),
        ("posts", "words", "a misspelt name"),
        ("threads", "kind", "idea"),
        ("threads", "channel", "no spaces"),
        ("threads", "product", 2**63),
        ("threads", "product", "1"),
    ],
)
def test_a_wrong_value_is_named_by_its_place(root: Caller, noun: str, field: str, value: object) -> None:
    told = rows.words()
    told[noun][0][field] = value
    errors = problem(root.post("words", told), 422)["errors"]
    assert errors[0]["pointer"] == f"#/{noun}/0/{field}"


@pytest.mark.parametrize("price", ["1e400", "NaN", 10**15, "0.00001", "1.5 EUR", True])
def test_a_price_that_is_none_is_refused(root: Caller, price: object) -> None:
    told = rows.money()
    told["orders"][0]["lines"][0]["unit_price_minor"] = price
    assert problem(root.post("money", told), 422)["errors"][0]["pointer"].startswith(
        "#/orders/0/lines/0/unit_price_minor"
    )


def test_an_address_that_is_none_and_a_method_that_is_not_known(root: Caller, cast: Cast) -> None:
    problem(root.get("nothing/here"), 404)
    refused = Client().delete("/api/people", headers=root.headers)
    problem(refused, 405)
    assert "GET" in refused["Allow"]


def test_a_nul_in_the_address_is_refused(root: Caller) -> None:
    assert Client().get("/api/people?name=%00", headers=root.headers).status_code == 400
    assert Client().get("/api/people?name=%ff", headers=root.headers).status_code == 400
