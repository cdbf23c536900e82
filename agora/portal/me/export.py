"""Leaving with one's data: everything kept about a member, as JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Model

from agora.accounts.models import Account
from agora.commerce.models import Order, Return
from agora.conversations.models import Post
from agora.core import clock
from agora.people.holding import identity_of
from agora.people.models import Person
from agora.portal.me.page import ledger, own_orders, own_posts

MOST_ROWS = 50_000


def of(account: Account) -> dict[str, Any]:
    """Return what is kept about the member behind `account`, in JSON values."""
    person = identity_of(account).person
    about = {
        "made_at": clock.now().isoformat(),
        "account": _fields(account, "email", "name", "time_zone", "created_at"),
    }
    if person is None:
        return about
    return {
        **about,
        "person": _fields(person, "name", "reason", "because", "country", "created_at"),
        "identities": [
            {
                "source": row.source.name,
                **_fields(row, "kind", "origin_id", "handle", "name", "url", "about", "verified_at"),
            }
            for row in person.identities.visible_to(account).select_related("source")
        ],
        "attributes": [_fields(row, "name", "value") for row in person.attributes.all()],
        "tags": [tag.name for tag in person.tags.all()],
        "notes_by_staff": [_fields(row, "body", "at") for row in person.notes.all()],
        "consents": [_fields(row, "purpose", "channel", "given", "at", "how") for row in ledger(person)],
        "orders": _orders(account, person),
        "returns": [
            _fields(row, "origin_id", "at", "currency", "total_minor", "reason")
            for row in Return.objects.visible_to(account).filter(buyer__person=person).distinct()[:MOST_ROWS]
        ],
        "posts": _posts(account, person),
        "votes": _votes(account, person),
        "met": _met(account, person),
    }


def _fields(row: Model, *names: str) -> dict[str, Any]:
    return {name: _value(getattr(row, name)) for name in names}


def _value(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _orders(account: Account, person: Person) -> list[dict[str, Any]]:
    orders = own_orders(account, person).prefetch_related("lines__product")[:MOST_ROWS]
    return [
        {**_fields(order, "origin_id", "at", "currency", "total_minor"), "lines": _lines(order)} for order in orders
    ]


def _lines(order: Order) -> list[dict[str, Any]]:
    lines = order.lines.all()
    return [{"product": line.product.name, **_fields(line, "quantity", "amount_minor")} for line in lines]


def _posts(account: Account, person: Person) -> list[dict[str, Any]]:
    posts = own_posts(account, person)[:MOST_ROWS]
    return [{"thread": post.thread.title, **_fields(post, "said_at", "edited_at", "body", "form")} for post in posts]


def _votes(account: Account, person: Person) -> list[dict[str, Any]]:
    posts = Post.objects.visible_to(account).filter(reactions__actor__person=person)
    rows = posts.order_by("reactions__at").values("pk", "reactions__kind", "reactions__at")[:MOST_ROWS]
    return [{"post": row["pk"], "vote": row["reactions__kind"], "at": _value(row["reactions__at"])} for row in rows]


def _met(account: Account, person: Person) -> list[dict[str, Any]]:
    posts = Post.objects.visible_to(account).filter(exposures__reader__person=person)
    rows = posts.order_by("exposures__at").values("pk", "exposures__kind", "exposures__at")[:MOST_ROWS]
    return [{"post": row["pk"], "how": row["exposures__kind"], "at": _value(row["exposures__at"])} for row in rows]
