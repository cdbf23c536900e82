"""A cursor leads on exactly where a page ended, and one that was made or changed by hand leads nowhere."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import QuerySet

from agora.commerce.models import Order
from agora.core.models.sources import source
from agora.core.pagination import LARGEST, BadCursor, Page, page

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def sealed(content: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")


@pytest.fixture
def orders() -> QuerySet[Order]:
    """Ten orders: days and sums repeat, so that only the id keeps them apart."""
    shop = source("shop", kind="orders", name="Shop")
    other = source("other", kind="orders", name="Other")
    for number in range(10):
        Order.objects.create(
            source=other if number % 2 else shop, origin_id=f"o{number}", at=NOON + (number % 3) * DAY, currency="EUR",
            total_minor=number // 4,
        )  # fmt: skip
    return Order.objects.select_related("source")


def walked(rows: QuerySet[Order], *, by: str, limit: int) -> list[Page[Order]]:
    pages = [page(rows, by=by, limit=limit)]
    while pages[-1].following:
        pages.append(page(rows, by=by, cursor=pages[-1].following, limit=limit))
    return pages


@pytest.mark.parametrize("limit", [1, 2, 3, 5, 9, 10, 11])
@pytest.mark.parametrize("by", ["at", "-at", "total_minor", "-total_minor", "origin_id", "-id"])
def test_pages_together_are_the_whole_list_in_order(orders: QuerySet[Order], by: str, limit: int) -> None:
    pages = walked(orders, by=by, limit=limit)
    sign = "-" if by.startswith("-") else ""
    whole = list(orders.order_by(by, f"{sign}pk"))
    assert [row for part in pages for row in part.rows] == whole
    assert [len(part.rows) for part in pages[:-1]] == [limit] * (len(pages) - 1)
    assert len(pages) == -(-10 // limit)
    assert pages[-1].following is None


def test_a_row_that_comes_in_before_the_cursor_moves_nothing(orders: QuerySet[Order]) -> None:
    first = page(orders, by="-at", limit=4)
    rest = list(orders.order_by("-at", "-pk"))[4:]
    Order.objects.create(source=first.rows[0].source, origin_id="new", at=NOON + 9 * DAY, currency="EUR", total_minor=1)
    assert page(orders, by="-at", cursor=first.following, limit=50).rows == rest


def test_a_cursor_whose_row_is_gone_still_leads_on(orders: QuerySet[Order]) -> None:
    first = page(orders, by="at", limit=4)
    rest = list(orders.order_by("at", "pk"))[4:]
    first.rows[-1].delete()
    assert page(orders, by="at", cursor=first.following, limit=50).rows == rest


def test_a_cursor_does_not_lead_out_of_the_list_it_is_used_with(orders: QuerySet[Order]) -> None:
    cursor = page(orders, by="at", limit=2).following
    narrow = orders.filter(source__slug="other")
    assert {row.source.slug for row in page(narrow, by="at", cursor=cursor, limit=50).rows} == {"other"}


@pytest.mark.parametrize("limit", [-5, 0, 1])
def test_a_page_has_at_least_one_row(orders: QuerySet[Order], limit: int) -> None:
    part = page(orders, by="at", limit=limit)
    assert len(part.rows) == 1
    assert part.following


def test_a_page_has_at_most_the_largest_number_of_rows() -> None:
    shop = source("shop", kind="orders", name="Shop")
    Order.objects.bulk_create(
        Order(source=shop, origin_id=str(n), at=NOON, currency="EUR", total_minor=n) for n in range(LARGEST + 1)
    )
    part = page(Order.objects.all(), by="at", limit=10**9)
    assert len(part.rows) == LARGEST == 200
    assert part.following
    assert len(page(Order.objects.all(), by="at").rows) == 50


def test_an_empty_list_has_one_empty_page() -> None:
    assert page(Order.objects.all(), by="at") == Page([], None)
    assert page(Order.objects.all(), by="at", cursor="").rows == []


@pytest.mark.parametrize(
    "content",
    [
        [], {}, 1, None, "text", [NOON.isoformat()], [NOON.isoformat(), 1, 2], [NOON.isoformat(), "1"], [NOON.isoformat(), None],
        [NOON.isoformat(), 1.5], [NOON.isoformat(), [1]], [NOON.isoformat(), 2**63], [NOON.isoformat(), -(2**63)],
        [None, 1], ["yesterday", 1], ["2026-13-01", 1], [[], 1], [{}, 1], ["", 1], ["9" * 400, 1],
    ],
)  # fmt: skip
def test_a_cursor_made_by_hand_is_refused(orders: QuerySet[Order], content: object) -> None:
    with pytest.raises(BadCursor, match="not made by this list; begin again without one"):
        page(orders, by="at", cursor=sealed(content))


@pytest.mark.parametrize("change", [lambda c: c[1:], lambda c: "*" + c, lambda c: c + "é"])
def test_a_cursor_that_was_damaged_is_refused(orders: QuerySet[Order], change: object) -> None:
    cursor = page(orders, by="at", limit=2).following or ""
    with pytest.raises(BadCursor):
        page(orders, by="at", cursor=change(cursor))  # type: ignore[operator]


@pytest.mark.parametrize("pk", [2**63 - 1, -(2**63) + 1, 0, -1])
def test_any_id_that_the_database_can_hold_is_a_place_in_the_list(orders: QuerySet[Order], pk: int) -> None:
    beyond = page(orders, by="at", cursor=sealed([NOON.isoformat(), pk]), limit=50).rows
    assert len(beyond) == (6 if pk > 0 else 10)


def test_a_cursor_without_a_zone_is_read_as_utc_and_unstorable_characters_are_dropped(orders: QuerySet[Order]) -> None:
    plain = page(orders, by="at", cursor=sealed(["2026-06-01T12:00:00", 2**60]), limit=50).rows
    assert len(plain) == 6
    assert len(page(orders, by="origin_id", cursor=sealed(["o\x004", 0]), limit=50).rows) == 6
