from __future__ import annotations

import pytest

from agora.accounts.models import Account
from agora.core.pagination import BadCursor, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def seven() -> None:
    for number, name in enumerate("bbbaacc"):
        Account.objects.create_user(f"{number}@example.org", name=name)


@pytest.mark.usefixtures("seven")
@pytest.mark.parametrize("by", ["name", "-name", "created_at"])
def test_pages_show_every_row_once_in_order(by: str) -> None:
    seen: list[Account] = []
    cursor = None
    while True:
        part = page(Account.objects.all(), by=by, cursor=cursor, limit=2)
        seen += part.rows
        cursor = part.following
        if cursor is None:
            break
    values = [getattr(account, by.lstrip("-")) for account in seen]
    assert values == sorted(values, reverse=by.startswith("-"))
    assert len({account.pk for account in seen}) == 7


@pytest.mark.usefixtures("seven")
@pytest.mark.parametrize(
    "cursor", ["x", "bm9wZQ", "WyJiIiwgMTAwMDAwMDAwMDAwMDAwMDAwMDAwMDBd", "\x00", "é", "e30", "W10"]
)
def test_a_cursor_of_another_list_is_refused(cursor: str) -> None:
    with pytest.raises(BadCursor):
        page(Account.objects.all(), by="created_at", cursor=cursor)


@pytest.mark.usefixtures("seven")
def test_a_limit_is_kept_within_bounds() -> None:
    assert len(page(Account.objects.all(), by="name", limit=0).rows) == 1
    assert len(page(Account.objects.all(), by="name", limit=10**22).rows) == 7
