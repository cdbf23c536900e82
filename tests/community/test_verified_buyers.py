"""A review is marked as a verified buyer's exactly when its author, or their person, bought that product before it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client

from agora.commerce import undoing
from agora.commerce.batches import Batch, NewLine, NewOrder, NewProduct, NewReturn
from agora.commerce.models import Product
from agora.commerce.recording import record
from agora.community import reviewing, reviews
from agora.community.models import Review, VerifiedPurchase
from agora.conversations import batches, writing
from agora.core.jobs import drain
from agora.core.models import Import, Source
from agora.core.models.sources import source
from agora.people.holding import hold
from agora.people.models import Identity, Person
from tests.cast import NOON, Cast

pytestmark = pytest.mark.django_db
BEFORE, AFTER = NOON - timedelta(days=3), NOON + timedelta(days=3)
GOODS = [NewProduct("lamp", "Lamp", "EUR", 2500), NewProduct("bell", "Bell", "EUR", 300)]
OF_BEN = {"kind": "customer", "origin_id": "b1"}


@pytest.fixture(autouse=True)
def _goods(cast: Cast) -> None:
    record(Batch(source=cast.shop, products=GOODS))


def lamp() -> Product:
    return Product.objects.get(source__slug="shop", origin_id="lamp")


def order(name: str = "o1", at: datetime = BEFORE, *, of: str = "lamp", buyer: str | None = "b1") -> NewOrder:
    return NewOrder(name, at, "EUR", [NewLine(of, 1, 2500)], buyer)


def bought(shop: Source, *orders: NewOrder, **rows: object) -> None:
    """Orders through the door, and all that follows from them."""
    record(Batch(source=shop, orders=orders, **rows))  # type: ignore[arg-type]
    drain()


def known_buyer(cast: Cast, person: Person | None, *, shop: Source | None = None) -> Identity:
    """The customer b1, who is this person."""
    return Identity.objects.create(source=shop or cast.shop, person=person, first_seen_at=BEFORE, **OF_BEN)


def reviewed(cast: Cast) -> Review:
    """Ben's review of the lamp, written at noon."""
    with time_machine.travel(NOON, tick=False):
        review = reviewing.write(author=cast.voice(cast.ben), product=lamp(), rating=4, title="Bright", body="It is.")
        drain()
    return review


def marked() -> list[str]:
    """The orders that stand behind marks."""
    return list(VerifiedPurchase.objects.order_by("pk").values_list("order_line__order__origin_id", flat=True))


# What Ben's customer number bought and when → whether his review of the lamp at noon is a buyer's.
PURCHASES: list[tuple[NewOrder, bool]] = [
    (order(), True),
    (order(at=NOON), True),
    (order(at=NOON + timedelta(seconds=1)), False),
    (order(at=AFTER), False),
    (order(of="bell"), False),
    (order(buyer="b2"), False),
    (order(buyer=None), False),
]


@pytest.mark.parametrize(("purchase", "verified"), PURCHASES)
@pytest.mark.parametrize("first", ["order", "review"])
def test_which_purchases_stand_behind_a_review_whichever_is_told_first(
    cast: Cast, purchase: NewOrder, verified: bool, first: str
) -> None:
    known_buyer(cast, cast.voice(cast.ben).person)
    if first == "order":
        bought(cast.shop, purchase)
    reviewed(cast)
    if first == "review":
        assert marked() == []
        bought(cast.shop, purchase)
    assert marked() == (["o1"] if verified else [])


def test_who_has_just_written_sees_the_mark_before_any_job_ran(client: Client, cast: Cast) -> None:
    known_buyer(cast, cast.voice(cast.ben).person)
    bought(cast.shop, order())
    review = reviewing.write(author=cast.voice(cast.ben), product=lamp(), rating=4, title="Bright", body="It is.")
    assert review.verified.order_line.order.origin_id == "o1"
    for address in (f"/threads/{review.pk}/", f"/products/{lamp().slug}/"):
        assert "verified buyer" in client.get(address).content.decode()


def test_a_review_without_a_purchase_shows_no_mark(client: Client, cast: Cast) -> None:
    review = reviewed(cast)
    for address in (f"/threads/{review.pk}/", f"/products/{lamp().slug}/"):
        page = client.get(address).content.decode()
        assert ("Bright" in page, "verified buyer" in page) == (True, False)


def test_the_earliest_purchase_stands_behind_it(cast: Cast) -> None:
    known_buyer(cast, cast.voice(cast.ben).person)
    days = [timedelta(days=day) for day in (1, 9, 5)]
    bought(cast.shop, *(order(f"o{day.days}", NOON - day) for day in days))
    reviewed(cast)
    assert marked() == ["o9"]


def test_a_customer_whom_no_person_stands_behind_is_nobody_in_particular(cast: Cast) -> None:
    known_buyer(cast, None)
    bought(cast.shop, order())
    reviewed(cast)
    assert marked() == []


def test_a_purchase_at_any_shop_of_the_person_counts_for_the_same_product_only(cast: Cast) -> None:
    other = source("outlet", kind="orders", name="Outlet")
    known_buyer(cast, cast.voice(cast.ben).person, shop=other)
    bought(other, order(), products=GOODS)
    reviewed(cast)
    # Another shop's lamp is another product.
    assert marked() == []


def test_who_has_no_person_is_verified_by_their_own_purchases(cast: Cast) -> None:
    ada = Identity.objects.create(source=cast.shop, first_seen_at=BEFORE, kind="handle", origin_id="ada")
    assert ada.person is None
    told = batches.Batch(
        source=cast.shop,
        threads=[batches.NewThread("r", "review", "Bright", NOON, author="ada", product=lamp().pk)],
        posts=[batches.NewPost("1", "r", "It shines.", NOON, author="ada")],
    )
    writing.record(told)
    reviews.record(cast.shop, [("r", 5)])
    drain()
    assert marked() == []
    customer = known_buyer(cast, hold(ada, reason="customer", because="bought"))
    bought(cast.shop, order())
    assert marked() == ["o1"]
    assert customer.person == Person.objects.get(identities__origin_id="ada")


def test_words_that_came_before_their_rating_and_purchase_are_verified_by_whatever_comes_last(cast: Cast) -> None:
    ben = cast.voice(cast.ben)
    known_buyer(cast, ben.person)
    bought(cast.shop, order())
    writing.record(
        batches.Batch(
            source=cast.portal,
            author_kind="account",
            threads=[batches.NewThread("r", "review", "Bright", NOON, author=ben.origin_id, product=lamp().pk)],
            posts=[batches.NewPost("1", "r", "It shines.", NOON, author=ben.origin_id)],
        )
    )
    drain()
    assert marked() == []
    reviews.record(cast.portal, [("r", 5)])
    drain()
    assert marked() == ["o1"]


def test_goods_that_went_back_were_bought_all_the_same(cast: Cast) -> None:
    known_buyer(cast, cast.voice(cast.ben).person)
    bought(cast.shop, order())
    bought(cast.shop, returns=[NewReturn("r1", BEFORE + timedelta(days=1), "EUR", [NewLine("lamp", 1, 2500)], "b1")])
    reviewed(cast)
    assert marked() == ["o1"]


def test_a_mere_return_buys_nothing(cast: Cast) -> None:
    known_buyer(cast, cast.voice(cast.ben).person)
    bought(cast.shop, returns=[NewReturn("r1", BEFORE, "EUR", [NewLine("lamp", 1, 2500)], "b1")])
    reviewed(cast)
    assert marked() == []


def test_the_mark_goes_with_the_import_of_its_order(cast: Cast) -> None:
    known_buyer(cast, cast.voice(cast.ben).person)
    of = Import.begin(kind="orders", source=cast.shop, label="orders.csv")
    record(Batch(source=cast.shop, orders=[order()], of_import=of))
    of.finish({})
    review = reviewed(cast)
    assert marked() == ["o1"]
    undoing.undo(of)
    drain()
    assert marked() == []
    assert Review.objects.get() == review


def test_an_order_told_again_with_other_goods_moves_the_mark(cast: Cast) -> None:
    known_buyer(cast, cast.voice(cast.ben).person)
    bought(cast.shop, order())
    reviewed(cast)
    bought(cast.shop, order(of="bell"))
    assert marked() == []
    bought(cast.shop, order())
    assert marked() == ["o1"]


def test_asking_again_marks_nothing_twice(cast: Cast) -> None:
    known_buyer(cast, cast.voice(cast.ben).person)
    bought(cast.shop, order(), order("o2"))
    reviewed(cast)
    assert [reviews.verify(), reviews.verify(posts=[]), reviews.verify(buyers=[])] == [0, 0, 0]
    assert len(marked()) == 1


@pytest.mark.parametrize("narrow", ["posts", "buyers"])
def test_only_what_was_named_is_looked_at(cast: Cast, narrow: str) -> None:
    known_buyer(cast, cast.voice(cast.ben).person)
    review = reviewed(cast)
    record(Batch(source=cast.shop, orders=[order()]))
    other = cast.voice(cast.cleo)
    nothing = {"posts": {"posts": [review.post_id + 1]}, "buyers": {"buyers": [other.pk]}}[narrow]
    assert reviews.verify(**nothing) == 0
    something = {"posts": {"posts": [review.post_id]}, "buyers": {"buyers": [Identity.objects.get(**OF_BEN).pk]}}[
        narrow
    ]
    assert reviews.verify(**something) == 1
