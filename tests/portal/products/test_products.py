from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from django.test import Client

from agora.commerce.models import Order, OrderLine, Product
from agora.community import asking
from agora.community.models import Review
from agora.conversations import writing
from agora.core import clock
from agora.core.jobs import drain
from agora.people.models import Identity
from tests.cast import Cast
from tests.portal import spoken

WRITTEN = {"rating": "5", "title": "Would buy again", "body": "It **rolls**."}


def _bought(cast: Cast, product: Product) -> None:
    person = cast.voice(cast.ben).person
    buyer = Identity.objects.create(
        source=cast.shop, kind="customer", origin_id="7", person=person, first_seen_at=clock.now()
    )
    order = Order.objects.create(
        source=cast.shop, origin_id="1", buyer=buyer, at=clock.ago(days=9), currency="EUR", total_minor=100
    )
    OrderLine.objects.create(
        order=order, line=1, product=product, quantity=1, unit_price_minor=100, amount_minor=100
    )  # fmt: skip


def test_a_review_is_written_once_and_a_purchase_before_it_is_marked(client: Client, cast: Cast) -> None:
    bicycle = spoken.product(cast)
    _bought(cast, bicycle)
    client.force_login(cast.ben)
    page = client.post("/products/trail-29/review/", WRITTEN, follow=True).content.decode()
    assert "Would buy again" in page
    assert "verified buyer" in page
    assert (
        client.get("/products/trail-29/review/").headers["Location"] == Review.objects.get().thread.get_absolute_url()
    )
    client.post("/products/trail-29/review/", WRITTEN)
    assert Review.objects.count() == 1


def test_a_review_by_who_bought_nothing_has_no_mark(client: Client, cast: Cast) -> None:
    spoken.review(cast, spoken.product(cast))
    assert "verified buyer" not in client.get("/products/trail-29/").content.decode()


def test_a_review_without_stars_is_told_so_and_keeps_its_words(client: Client, cast: Cast) -> None:
    spoken.product(cast)
    client.force_login(cast.ben)
    for rating in ("", "0", "6", "x"):
        response = client.post("/products/trail-29/review/", {**WRITTEN, "rating": rating})
        assert response.status_code == 422
        assert "Choose one to five stars." in response.content.decode()
        assert "It **rolls**." in response.content.decode()
    assert not Review.objects.exists()


def test_who_reviewed_changes_stars_title_and_words(client: Client, cast: Cast) -> None:
    review = spoken.review(cast, spoken.product(cast))
    client.force_login(cast.ben)
    form = client.get(f"/posts/{review.post_id}/edit/").content.decode()
    assert 'value="4" required checked' in form
    assert 'value="Good value"' in form
    told = {"rating": "2", "title": "Broke after a year", "body": "The frame cracked."}
    looked = client.post(f"/posts/{review.post_id}/edit/", {**told, "preview": "yes"})
    review.refresh_from_db()
    assert (looked.status_code, review.rating) == (200, 4)
    drain()
    client.post(f"/posts/{review.post_id}/edit/", told)
    page = client.get("/products/trail-29/").content.decode()
    for words in ("Broke after a year", "The frame cracked.", "edited", "<strong>\n          2.0"):
        assert " ".join(words.split()) in " ".join(page.split())
    assert "Good value" not in page


def test_a_review_is_not_edited_into_one_without_stars_or_title(client: Client, cast: Cast) -> None:
    review = spoken.review(cast, spoken.product(cast))
    client.force_login(cast.ben)
    response = client.post(f"/posts/{review.post_id}/edit/", {"rating": "", "title": "", "body": "New words."})
    assert response.status_code == 422
    assert "Choose one to five stars." in response.content.decode()
    review.refresh_from_db()
    assert (review.rating, review.thread.title) == (4, "Good value")


def test_reviews_stand_by_helpfulness_and_those_few_found_helpful_are_folded_not_hidden(
    client: Client, cast: Cast
) -> None:
    bicycle = spoken.product(cast)
    poor, good, new = (spoken.review(cast, bicycle, by=name) for name in ("ada", "ben", "cleo"))
    for account in (cast.ines, cast.ana, cast.max, cast.root, cast.ben):
        writing.react(poor.post, actor=cast.voice(account), kind="unhelpful")
    spoken.score("helpfulness", "post", poor.post_id, value=0.2, low=0.1, high=0.4)
    spoken.score("helpfulness", "post", good.post_id, value=0.8, low=0.6, high=0.9)
    page = client.get("/products/trail-29/").content.decode()
    places = [page.index(f'id="post-{review.post_id}"') for review in (good, new, poor)]
    assert places == sorted(places)
    assert "1 review few readers found helpful" in page
    assert page.index('<details class="fold"') < places[2]


def test_the_histogram_counts_and_narrows(client: Client, cast: Cast) -> None:
    bicycle = spoken.product(cast)
    spoken.review(cast, bicycle, by="ada", rating=5)
    spoken.review(cast, bicycle, by="ben", rating=2)
    two = client.get("/products/trail-29/?stars=2").content.decode()
    assert two.count('class="post"') == 1
    assert "Reviews with 2 stars" in two
    assert "from 2 reviews" in two
    assert client.get("/products/trail-29/?stars=999&page=zero").status_code == 200


def test_questions_about_a_product_stand_on_its_page(client: Client, cast: Cast) -> None:
    bicycle = spoken.product(cast)
    asking.ask(author=cast.voice(cast.ada), title="Does it fit a child seat?", body="Please say.", product=bicycle)
    assert "Does it fit a child seat?" in client.get("/products/trail-29/").content.decode()


def test_the_page_needs_few_queries_however_many_reviews(
    client: Client, cast: Cast, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    bicycle = spoken.product(cast)
    for name in ("ada", "ben", "cleo", "ines", "ana", "max"):
        spoken.review(cast, bicycle, by=name)
    client.force_login(cast.root)
    cast.voice(cast.root)
    with django_assert_max_num_queries(15):
        client.get("/products/trail-29/")


def test_search_engines_read_the_rating_and_nothing_can_break_out_of_it(client: Client, cast: Cast) -> None:
    bicycle = spoken.product(cast, "Evil 1")
    Product.objects.filter(pk=bicycle.pk).update(description="</script><script>alert(1)</script>")
    spoken.review(cast, bicycle)
    page = client.get("/products/evil-1/").content.decode()
    told = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])
    assert told["aggregateRating"] == {"@type": "AggregateRating", "ratingValue": 4.0, "reviewCount": 1}
    assert "<script>alert" not in page


def test_products_are_listed_by_category_with_their_ratings(client: Client, cast: Cast) -> None:
    for n in range(8):
        spoken.product(cast, f"Trail {n}")
    spoken.score("rating", "product", Product.objects.get(slug="trail-1").pk, value=4.3)
    spoken.review(cast, Product.objects.get(slug="trail-1"))
    page = client.get("/products/").content.decode()
    assert "All 8" in page
    assert "Trail 7" not in page
    assert "from 1 review" in page
    assert "Trail 7" in client.get("/products/?category=Bicycles").content.decode()
