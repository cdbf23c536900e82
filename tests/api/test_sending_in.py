"""Words and money come in through the same two doors as everything else."""

from __future__ import annotations

import pytest

from agora.commerce.models import Order
from agora.conversations.models import Post
from tests.api import rows
from tests.api.conftest import Caller

pytestmark = pytest.mark.django_db


def test_words_come_in_and_can_be_read(root: Caller) -> None:
    recorded = root.post("words", rows.words())
    assert recorded.status_code == 200, recorded.content
    told = recorded.json()
    assert (len(told["created"]), told["authors"], told["threads"], told["reactions"]) == (2, 2, 1, 1)
    thread = root.get("threads", source="forum").json()["items"][0]
    posts = root.get(f"threads/{thread['id']}").json()["posts"]["items"]
    assert [post["body"] for post in posts] == ["My brake squeals.", "Clean the rim."]
    assert posts[1]["reply_to"] == posts[0]["id"]


def test_the_same_words_again_change_nothing_and_an_edit_changes_the_words(root: Caller) -> None:
    first = root.post("words", rows.words()).json()
    assert root.post("words", rows.words()).json()["created"] == []
    edited = rows.words()
    edited["posts"][1]["body"] = "Clean the rim twice."
    assert root.post("words", edited).json()["edited"] == [first["created"][1]]
    assert Post.objects.get(pk=first["created"][1]).body == "Clean the rim twice."


def test_a_row_that_names_something_unknown_comes_back_as_a_refusal(root: Caller) -> None:
    lost = {"origin_id": "p9", "thread": "nowhere", "body": "Hello?", "said_at": rows.AT}
    told = root.post("words", rows.words(posts=[lost], reactions=[])).json()
    assert told["refusals"] == [{"what": "post", "origin_id": "p9", "reason": "Its thread 'nowhere' is unknown."}]


def test_money_comes_in_exactly(root: Caller) -> None:
    recorded = root.post("money", rows.money())
    assert recorded.status_code == 200, recorded.content
    told = recorded.json()
    order = root.get(f"orders/{told['orders'][0]}").json()
    assert (order["total_minor"], order["lines"][0]["unit_price_minor"]) == (1999, "999.5000")
    assert [back["total_minor"] for back in order["returns"]] == [1000]
    assert root.get("orders", person=order["person"]).json()["items"][0]["id"] == order["id"]
    assert root.post("money", rows.money()).json()["orders"] == []


def test_nobody_speaks_for_the_members_of_the_portal(root: Caller) -> None:
    refused = root.post("words", rows.words("portal"))
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "#/source")
    assert not Post.objects.exists()


def test_a_product_that_does_not_exist_is_named_by_its_place(root: Caller) -> None:
    told = rows.words()
    told["threads"][0]["product"] = 999
    refused = root.post("words", told)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "#/threads/0/product")


def test_a_batch_of_more_than_5000_rows_is_too_large(root: Caller) -> None:
    many = [{"origin_id": str(number), "name": "x"} for number in range(5_001)]
    assert root.post("words", {"source": "forum", "authors": many}).status_code == 413
    line = {"product": "pad", "quantity": 1, "unit_price_minor": 1}
    order = {"origin_id": "o", "at": rows.AT, "currency": "EUR", "lines": [line] * 5_000}
    assert root.post("money", {"source": "shop", "orders": [order]}).status_code == 413
    assert not Order.objects.exists()


def test_links_that_run_scripts_are_refused(root: Caller) -> None:
    told = rows.words(authors=[{"origin_id": "7", "url": "javascript:alert(1)"}])
    refused = root.post("words", told)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "#/authors/0/url")
