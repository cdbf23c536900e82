from __future__ import annotations

from datetime import timedelta

import pytest

from agora.commerce.models import Order, OrderLine, Product
from agora.community import reviews
from agora.community.models import Review, VerifiedPurchase
from agora.conversations.batches import Batch, NewPost, NewThread
from agora.conversations.writing import record
from agora.core.jobs import drain
from agora.core.models import Source
from agora.people.holding import hold
from agora.people.models import Identity
from tests.cast import NOON, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def lamp(cast: Cast) -> Product:
    return Product.objects.create(source=cast.shop, origin_id="lamp", slug="lamp", name="Lamp", currency="EUR")


@pytest.fixture
def told(cast: Cast, lamp: Product) -> Batch:
    batch = Batch(
        source=cast.portal,
        threads=[
            NewThread("r", "review", "Bright", NOON, author="ben", product=lamp.pk),
            NewThread("d", "discussion", "Talk", NOON),
        ],
        posts=[
            NewPost("1", "r", "It shines.", NOON, author="ben"),
            NewPost("2", "r", "Indeed.", NOON + timedelta(hours=1), author="ada"),
        ],
    )
    record(batch)
    return batch


def buy(shop: Source, product: Product, buyer: Identity, *, days: int) -> OrderLine:
    order = Order.objects.create(
        source=shop, origin_id=str(days), buyer=buyer, at=NOON + timedelta(days=days), currency="EUR", total_minor=1
    )
    return OrderLine.objects.create(
        order=order, line=1, product=product, quantity=1, unit_price_minor=1, amount_minor=1
    )


def test_a_rating_makes_a_review_of_the_threads_first_post(cast: Cast, told: Batch) -> None:
    assert reviews.record(cast.portal, [("r", 4)]) == []
    review = Review.objects.get()
    assert (review.post.origin_id, review.product.slug, review.rating) == ("1", "lamp", 4)


def test_a_rating_told_again_changes_and_does_not_double(cast: Cast, told: Batch) -> None:
    reviews.record(cast.portal, [("r", 4)])
    reviews.record(cast.portal, [("r", 5), ("r", 2)])
    assert Review.objects.get().rating == 2


def test_what_cannot_be_rated_comes_back(cast: Cast, told: Batch) -> None:
    assert sorted(reviews.record(cast.portal, [("r", 4), ("d", 3), ("nowhere", 1)])) == ["d", "nowhere"]
    assert reviews.record(cast.portal, [("r", 6)]) == ["r"]
    assert Review.objects.get().rating == 4


def test_a_purchase_before_the_review_by_the_same_person_verifies_it(cast: Cast, told: Batch, lamp: Product) -> None:
    reviews.record(cast.portal, [("r", 4)])
    ben = Identity.objects.get(origin_id="ben")
    customer = Identity.objects.create(source=cast.shop, kind="customer", origin_id="7", first_seen_at=NOON)
    customer.person = hold(ben, reason="member", because="signed up")
    customer.save()
    buy(cast.shop, lamp, customer, days=1)
    assert reviews.verify() == 0
    line = buy(cast.shop, lamp, customer, days=-1)
    assert (reviews.verify(buyers=[customer.pk]), reviews.verify()) == (1, 0)
    assert VerifiedPurchase.objects.get().order_line == line


def test_a_strangers_purchase_verifies_nothing(cast: Cast, told: Batch, lamp: Product) -> None:
    reviews.record(cast.portal, [("r", 4)])
    stranger = Identity.objects.create(source=cast.shop, kind="customer", origin_id="8", first_seen_at=NOON)
    buy(cast.shop, lamp, stranger, days=-1)
    drain()
    assert not VerifiedPurchase.objects.exists()
