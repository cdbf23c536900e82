"""Rows as a shop and a forum send them."""

from __future__ import annotations

from typing import Any

AT = "2026-03-01T09:30:00Z"


def words(source: str = "forum", **more: Any) -> dict[str, Any]:
    """A question with an answer that somebody voted for."""
    return {
        "source": source,
        "authors": [{"origin_id": "7", "name": "Gil"}],
        "threads": [{"origin_id": "t1", "kind": "question", "title": "Squeal?", "opened_at": AT, "author": "7"}],
        "posts": [
            {"origin_id": "p1", "thread": "t1", "body": "My brake squeals.", "said_at": AT, "author": "7"},
            {
                "origin_id": "p2",
                "thread": "t1",
                "body": "Clean the rim.",
                "said_at": AT,
                "author": "8",
                "reply_to": "p1",
            },
        ],
        "reactions": [{"origin_id": "v1", "post": "p2", "kind": "up", "at": AT, "actor": "7"}],
    } | more


def money(source: str = "webshop", **more: Any) -> dict[str, Any]:
    """A product, and an order of two of it by a customer, one of which came back."""
    line = {"product": "pad", "quantity": 2, "unit_price_minor": "999.5"}
    return {
        "source": source,
        "buyers": [{"origin_id": "c1", "name": "Hana", "country": "DE"}],
        "products": [{"origin_id": "pad", "name": "Brake pad", "currency": "EUR", "price_minor": 1000}],
        "orders": [{"origin_id": "o1", "at": AT, "currency": "EUR", "buyer": "c1", "lines": [line]}],
        "returns": [
            {
                "origin_id": "r1",
                "at": AT,
                "currency": "EUR",
                "buyer": "c1",
                "order": "o1",
                "lines": [line | {"quantity": 1}],
            }
        ],
    } | more
