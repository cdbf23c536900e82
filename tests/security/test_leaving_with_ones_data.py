"""What a member takes along is all of theirs and nothing of anybody else's: whole exports, compared value by value."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.db import models
from django.test import Client

from agora.accounts.models import Account
from agora.commerce.models import Order, OrderLine, Product, Return
from agora.conversations.models import Channel, Exposure, Hold, Post, Reaction, Thread
from agora.people.consent import decide
from agora.people.holding import identity_of
from agora.people.models import Identity, Person
from agora.people.tagging import tag
from agora.portal.me import export
from tests.cast import NOON, Cast

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
OWNERS = ("ada", "ben", "ines")


def moment(days: int) -> str:
    return (NOON + days * DAY).isoformat()


def person_of(account: Account) -> Person:
    person = identity_of(account).person
    assert person is not None
    return person


def shared_post(cast: Cast) -> Post:
    """Words by a stranger, in public, that everybody met and voted on."""
    channel = Channel.objects.create(source=cast.portal, slug="town", name="Town", is_public=True)
    thread = Thread.objects.create(
        source=cast.portal,
        kind="discussion",
        origin_id="t",
        channel=channel,
        title="Bells",
        opened_at=NOON,
        last_post_at=NOON,
    )
    return Post.objects.create(source=cast.portal, origin_id="shared", thread=thread, body="Ding.", said_at=NOON)


def belongings(cast: Cast, name: str, post: Post) -> None:
    """One of everything that may be kept about somebody, marked with their name, in tables shared with the others."""
    person, here = person_of(getattr(cast, name)), identity_of(getattr(cast, name))
    person.attributes.create(name="size", value=f"size of {name}")
    tag(person, f"tag-of-{name}", by=cast.max)
    with time_machine.travel(NOON, tick=False):
        person.notes.create(by=cast.max, body=f"note on {name}")
    decide(person, purpose="news", channel="email", given=name != "ben", how=f"form of {name}", at=NOON)
    decide(person, purpose="news", channel="email", given=False, how=f"second form of {name}", at=NOON + DAY)
    said = Post.objects.create(
        source=cast.portal, origin_id=name, thread=post.thread, author=here, body=f"words of {name}", said_at=NOON
    )
    Reaction.objects.create(
        source=cast.portal, kind="helpful", origin_id=name, post=post, actor=here, at=NOON + 2 * DAY
    )
    # Others voted on these words and read them: that is theirs, not the author's.
    reader = identity_of(cast.cleo)
    Reaction.objects.create(
        source=cast.portal, kind="unhelpful", origin_id=f"on {name}", post=said, actor=reader, at=NOON
    )
    for met, by in ((post, here), (said, reader)):
        Exposure.objects.create(reader=by, post=met, author=here, kind="read", at=NOON + 3 * DAY, day=NOON.date())
    bought(cast, name, person)


def bought(cast: Cast, name: str, person: Person | None) -> None:
    buyer = Identity.objects.create(
        source=cast.shop, kind="customer", origin_id=f"customer {name}", person=person, first_seen_at=NOON
    )
    lamp = Product.objects.get_or_create(
        source=cast.shop, origin_id="lamp", slug="lamp", name="Lamp", defaults={"currency": "EUR"}
    )[0]
    sale: dict[str, Any] = {"source": cast.shop, "buyer": buyer, "currency": "EUR"}
    for day in (1, 2):
        order = Order.objects.create(**sale, origin_id=f"order {day} of {name}", at=NOON + day * DAY, total_minor=day)
        OrderLine.objects.create(
            order=order, line=1, product=lamp, quantity=day, unit_price_minor=1, amount_minor=10 * day
        )
    Return.objects.create(**sale, origin_id=f"return of {name}", at=NOON, total_minor=5, reason=f"because of {name}")


@pytest.fixture
def town(cast: Cast) -> Post:
    """Ada, Ben and Ines with belongings of their own, and a buyer whom nobody is held for."""
    post = shared_post(cast)
    for name in OWNERS:
        belongings(cast, name, post)
    bought(cast, "nobody", None)
    return post


def order_of(name: str, day: int) -> dict[str, Any]:
    return {
        "origin_id": f"order {day} of {name}", "at": moment(day), "currency": "EUR", "total_minor": day,
        "lines": [{"product": "Lamp", "quantity": day, "amount_minor": 10 * day}],
    }  # fmt: skip


def promised(name: str, post: Post) -> dict[str, Any]:
    """The parts of an export that hold rows, as they must be for one owner."""
    return {
        "attributes": [{"name": "size", "value": f"size of {name}"}],
        "tags": [f"tag-of-{name}"],
        "notes_by_staff": [{"body": f"note on {name}", "at": moment(0)}],
        "consents": [
            {"purpose": "news", "channel": "email", "given": False, "at": moment(1), "how": f"second form of {name}"},
            {"purpose": "news", "channel": "email", "given": name != "ben", "at": moment(0), "how": f"form of {name}"},
        ],
        "orders": [order_of(name, 2), order_of(name, 1)],
        "returns": [
            {
                "origin_id": f"return of {name}", "at": moment(0), "currency": "EUR", "total_minor": 5,
                "reason": f"because of {name}",
            }
        ],
        "posts": [
            {"thread": "Bells", "said_at": moment(0), "edited_at": None, "body": f"words of {name}", "form": "markdown"}
        ],
        "votes": [{"post": post.pk, "vote": "helpful", "at": moment(2)}],
        "met": [{"post": post.pk, "how": "read", "at": moment(3)}],
    }  # fmt: skip


@pytest.mark.parametrize("name", OWNERS)
def test_an_export_holds_every_row_of_its_owner_and_no_other(town: Post, cast: Cast, name: str) -> None:
    told = export.of(getattr(cast, name))
    law = promised(name, town)
    assert {part: told[part] for part in law} == law
    assert set(told) == {*law, "made_at", "account", "person", "identities"}


@pytest.mark.parametrize("name", OWNERS)
def test_an_export_tells_the_account_the_person_and_where_they_are_known(town: Post, cast: Cast, name: str) -> None:
    account = getattr(cast, name)
    with time_machine.travel(NOON, tick=False):
        told = export.of(account)
    person = person_of(account)
    assert told["made_at"] == moment(0)
    assert told["account"] == {
        "email": f"{name}@example.org", "name": name.title(), "time_zone": "UTC", "created_at": account.created_at.isoformat(),
    }  # fmt: skip
    assert told["person"] == {
        "name": name.title(), "reason": "staff" if name == "ines" else "member", "because": "", "country": "",
        "created_at": person.created_at.isoformat(),
    }  # fmt: skip
    here = identity_of(account)
    known = {(row["source"], row["kind"], row["origin_id"]): row for row in told["identities"]}
    assert set(known) == {("Portal", "account", here.origin_id), ("Shop", "customer", f"customer {name}")}
    assert known["Portal", "account", here.origin_id] == {
        "source": "Portal", "kind": "account", "origin_id": here.origin_id, "handle": name.title(), "name": name.title(),
        "url": "", "about": "", "verified_at": here.verified_at and here.verified_at.isoformat(),
    }  # fmt: skip


@pytest.mark.parametrize("name", OWNERS)
def test_no_word_of_anybody_else_is_anywhere_in_an_export(town: Post, cast: Cast, name: str) -> None:
    text = json.dumps(export.of(getattr(cast, name)))
    strangers = {*OWNERS, "nobody"} - {name}
    for other in strangers:
        for mark in (f"of {other}", f"on {other}", f"of-{other}", f"customer {other}", f"{other}@example.org"):
            assert mark not in text
    for own in (f"of {name}", f"note on {name}", f"tag-of-{name}", f"customer {name}", f"{name}@example.org"):
        assert own in text


def test_what_somebody_does_in_order_is_told_in_order(town: Post, cast: Cast) -> None:
    here = identity_of(cast.ada)
    for day in (9, 7, 8):
        other = Post.objects.create(
            source=cast.portal,
            origin_id=f"p{day}",
            thread=town.thread,
            author=here,
            body=str(day),
            said_at=NOON + day * DAY,
        )
        Reaction.objects.create(
            source=cast.portal, kind="up", origin_id=f"v{day}", post=other, actor=here, at=NOON + day * DAY
        )
        Exposure.objects.create(
            reader=here, post=other, author=here, kind="reply", at=NOON + day * DAY, day=(NOON + day * DAY).date()
        )
    told = export.of(cast.ada)
    assert [post["body"] for post in told["posts"]] == ["9", "8", "7", "words of ada"]
    assert [vote["at"] for vote in told["votes"]] == [moment(2), moment(7), moment(8), moment(9)]
    assert [row["at"] for row in told["met"]] == [moment(3), moment(7), moment(8), moment(9)]
    assert [row["how"] for row in told["met"]] == ["read", "reply", "reply", "reply"]


def test_votes_on_words_that_are_held_are_not_told_to_members_but_to_staff(town: Post, cast: Cast) -> None:
    Hold.objects.create(post=town, because="insults")
    assert [export.of(getattr(cast, name))["votes"] for name in ("ada", "ben")] == [[], []]
    assert len(export.of(cast.ines)["votes"]) == 1


def test_two_presences_of_one_person_are_told_once_each(town: Post, cast: Cast) -> None:
    Identity.objects.filter(origin_id="customer nobody").update(person=person_of(cast.ada))
    told = export.of(cast.ada)
    assert [order["origin_id"] for order in told["orders"]].count("order 1 of nobody") == 1
    assert [row["origin_id"] for row in told["returns"]].count("return of nobody") == 1
    assert len(told["orders"]) == 4


def test_an_account_for_which_nobody_is_held_gets_what_there_is(cast: Cast) -> None:
    identity_of(cast.ada)
    Identity.objects.update(person=None)
    told = export.of(cast.ada)
    assert set(told) == {"made_at", "account"}
    assert told["account"]["email"] == "ada@example.org"


def test_everything_in_an_export_is_json_and_comes_as_a_file_for_the_owner_alone(town: Post, cast: Cast) -> None:
    client = Client()
    client.force_login(cast.ada)
    response = client.get("/me/export/")
    assert json.loads(response.content)["orders"][0] == order_of("ada", 2)
    assert "attachment" in response["Content-Disposition"]
    assert {"no-store", "private"} <= {part.strip() for part in response["Cache-Control"].split(",")}
    assert Client().get("/me/export/").status_code == 302


# Tables that point at a person, an identity or an account, and where an export tells of them; a reason where it does not.
TOLD = {
    "people.Attribute": "attributes", "people.Tagging": "tags", "people.Note": "notes_by_staff", "people.Consent": "consents",
    "people.Identity": "identities", "commerce.Order": "orders", "commerce.Return": "returns", "conversations.Post": "posts",
    "conversations.Reaction": "votes", "conversations.Exposure": "met",
}  # fmt: skip


def test_each_part_of_an_export_has_a_table_behind_it(town: Post, cast: Cast) -> None:
    told = export.of(cast.ada)
    assert set(TOLD.values()) == set(told) - {"made_at", "account", "person"}
    about = (Person, Identity, Account)
    for label in TOLD:
        fields = apps.get_model(label)._meta.get_fields()
        assert any(isinstance(field, models.ForeignKey) and field.related_model in about for field in fields), label
