"""Writing a review: once for each product, looked at first, marked where an order shows the purchase."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from agora.commerce import recording
from agora.commerce.batches import Batch, NewBuyer, NewLine, NewOrder
from agora.commerce.models import Product
from agora.community.models import Review
from agora.core import clock
from agora.people.models import Identity
from tests.cast import Cast
from tests.portal import spoken

WORDS = {"rating": "4", "title": "Good value", "body": "Ridden for *a year*."}


@pytest.fixture
def product(cast: Cast) -> Product:
    return spoken.product(cast)


def there(product: Product) -> str:
    return f"/products/{product.slug}/review/"


def bought(cast: Cast, product: Product, *, days: int) -> None:
    """Ben buys the product under a customer number of his, so many days from now (below 0: ago)."""
    at = clock.now() + timedelta(days=days)
    order = NewOrder(f"o{days}", at, "EUR", [NewLine(product.origin_id, 1, 89900)], buyer="b1")
    recording.record(Batch(source=cast.shop, buyers=[NewBuyer("b1", "Ben")], orders=[order]))
    Identity.objects.filter(source=cast.shop, origin_id="b1").update(person=cast.voice(cast.ben).person)


def test_a_member_writes_one_and_it_stands_on_the_product(client: Client, cast: Cast, product: Product) -> None:
    client.force_login(cast.ben)
    page = client.post(there(product), WORDS, follow=True).content.decode()
    review = Review.objects.get()
    assert (review.rating, review.post.author, review.product) == (4, cast.voice(cast.ben), product)
    assert "<em>a year</em>" in page
    assert "verified buyer" not in page


def test_a_purchase_before_it_is_marked(client: Client, cast: Cast, product: Product) -> None:
    bought(cast, product, days=-3)
    client.force_login(cast.ben)
    assert "verified buyer" in client.post(there(product), WORDS, follow=True).content.decode()


def test_who_has_written_one_is_led_to_it(client: Client, cast: Cast, product: Product) -> None:
    review = spoken.review(cast, product)
    client.force_login(cast.ben)
    for response in (client.get(there(product)), client.post(there(product), WORDS)):
        assert response.status_code == 302
        assert response["Location"] == f"/threads/{review.pk}/"
    assert Review.objects.count() == 1


def test_looking_first_publishes_nothing_and_keeps_the_stars(client: Client, cast: Cast, product: Product) -> None:
    client.force_login(cast.ben)
    response = client.post(there(product), {**WORDS, "preview": "yes"})
    assert "<em>a year</em>" in response.content.decode()
    assert response.context["chosen"] == "4"
    assert not Review.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"), [("rating", ""), ("rating", "0"), ("rating", "6"), ("title", " "), ("body", "")]
)
def test_what_is_missing_is_named(client: Client, cast: Cast, product: Product, field: str, value: str) -> None:
    client.force_login(cast.ben)
    response = client.post(there(product), {**WORDS, field: value})
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert not Review.objects.exists()


def test_a_product_nobody_sells_is_not_there_and_a_stranger_signs_in_first(
    client: Client, cast: Cast, product: Product
) -> None:
    assert client.get(there(product))["Location"].startswith("/account/login/")
    client.force_login(cast.ben)
    assert client.get("/products/nothing/review/").status_code == 404
