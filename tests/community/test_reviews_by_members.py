"""A member reviews a product once, changes it later, and its stars count once each."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from agora.commerce.models import Product
from agora.community import reviewing, reviews
from agora.community.events import ReviewsRecorded
from agora.community.models import Review
from agora.community.reviewing import AlreadyReviewed
from agora.conversations.batches import Batch
from agora.conversations.models import Post
from agora.conversations.writing import record
from agora.core.jobs import drain
from tests.cast import Cast
from tests.conversations.heard import forum, hours_later, post, thread
from tests.conversations.hearing import hearing

pytestmark = pytest.mark.django_db
WORDS = {"title": "Rings well", "body": "Loud and clear."}


@pytest.fixture
def bell(cast: Cast) -> Product:
    return goods(cast, "bell")


def goods(cast: Cast, name: str) -> Product:
    return Product.objects.create(source=cast.shop, origin_id=name, slug=name, name=name.capitalize(), currency="EUR")


def review(cast: Cast, of: Product, *, by: str = "ben", rating: int = 4) -> Review:
    return reviewing.write(author=cast.voice(getattr(cast, by)), product=of, rating=rating, **WORDS)


def test_a_review_opens_a_public_thread_about_the_product(cast: Cast, bell: Product) -> None:
    written = review(cast, bell)
    assert (written.product, written.rating, written.post.thread) == (bell, 4, written.thread)
    assert (written.thread.kind, written.thread.title, written.thread.product, written.thread.channel.slug) == (
        "review", "Rings well", bell, "reviews",
    )  # fmt: skip
    assert written.thread.channel.is_public


def test_each_reviews_a_product_once_and_others_and_other_products_are_free(cast: Cast, bell: Product) -> None:
    review(cast, bell)
    with pytest.raises(AlreadyReviewed, match="you can edit that review"):
        review(cast, bell, rating=1)
    review(cast, bell, by="cleo")
    review(cast, goods(cast, "lamp"))
    assert Review.objects.count() == 3


def test_who_comes_to_review_again_is_led_to_their_review(client: Client, cast: Cast, bell: Product) -> None:
    written = review(cast, bell)
    client.force_login(cast.ben)
    for answer in (client.get("/products/bell/review/"), client.post("/products/bell/review/", {"rating": 1, **WORDS})):
        assert answer.url == written.thread.get_absolute_url()
    assert Review.objects.get().rating == 4


@pytest.mark.parametrize("rating", ["0", "6", "-1", "3.5", "five", ""])
def test_stars_out_of_range_are_refused_with_the_words_kept(
    client: Client, cast: Cast, bell: Product, rating: str
) -> None:
    client.force_login(cast.ben)
    answer = client.post("/products/bell/review/", {"rating": rating, **WORDS})
    assert answer.status_code == 422
    assert "Choose one to five stars." in answer.content.decode()
    assert WORDS["body"] in answer.content.decode()
    assert not Review.objects.exists()


@pytest.mark.parametrize("rating", [0, 6])
def test_the_table_itself_takes_no_other_stars(cast: Cast, bell: Product, rating: int) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        review(cast, bell, rating=rating)
    assert not Review.objects.exists()
    assert not Post.objects.exists()


def test_an_edit_changes_stars_title_and_words_and_says_that_it_was_edited(cast: Cast, bell: Product) -> None:
    written = reviewing.edit(review(cast, bell), rating=2, title="Rusts", body="After a winter.")
    again = Review.objects.select_related("post", "thread").get()
    assert (again, again.rating, again.thread.title, again.post.body) == (written, 2, "Rusts", "After a winter.")
    assert again.post.edited_at is not None


def test_news_is_told_of_new_and_changed_stars_and_of_nothing_else(cast: Cast, bell: Product) -> None:
    with hearing(ReviewsRecorded) as news:
        written = review(cast, bell)
        reviewing.edit(written, rating=4, title="Rings", body="Loud.")
        reviewing.edit(written, rating=5, title="Rings", body="Loud.")
    assert news == [ReviewsRecorded(reviews=[written.pk], products=[bell.pk])] * 2


@pytest.mark.parametrize(("who", "status"), [("ben", 302), ("cleo", 403), ("root", 403)])
def test_only_its_author_edits_a_review(client: Client, cast: Cast, bell: Product, who: str, status: int) -> None:
    written = review(cast, bell)
    client.force_login(getattr(cast, who))
    values = {"rating": 1, "title": "Rusts", "body": "After a winter."}
    assert client.post(f"/posts/{written.post_id}/edit/", values).status_code == status
    written.refresh_from_db()
    assert written.rating == (1 if who == "ben" else 4)


def test_an_imported_rating_belongs_to_the_thread_of_a_product_and_to_its_first_words(
    cast: Cast, bell: Product
) -> None:
    place = forum()
    threads = [
        thread("r", kind="review", product=bell.pk), thread("no-product", kind="review"), thread("talk", product=bell.pk),
        thread("empty", kind="review", product=bell.pk),
    ]  # fmt: skip
    posts = [
        post("2", "ada", thread="r", hours=2), post("1", "ben", thread="r", hours=1), post("3", thread="no-product"),
        post("4", thread="talk"),
    ]  # fmt: skip
    record(Batch(source=place, threads=threads, posts=posts))
    names = ["r", "no-product", "talk", "empty", "gone"]
    assert sorted(reviews.record(place, [(name, 3) for name in names])) == ["empty", "gone", "no-product", "talk"]
    assert Review.objects.get().post.origin_id == "1"


@pytest.mark.parametrize(
    ("rating", "taken"), [(0, False), (1, True), (5, True), (6, False), (-3, False), (9999, False)]
)
def test_an_imported_rating_out_of_range_is_given_back(cast: Cast, bell: Product, rating: int, taken: bool) -> None:
    place = forum()
    record(Batch(source=place, threads=[thread("r", kind="review", product=bell.pk)], posts=[post("1", thread="r")]))
    assert reviews.record(place, [("r", rating)]) == ([] if taken else ["r"])
    assert Review.objects.exists() == taken


def test_a_rating_told_again_unchanged_is_no_news(cast: Cast, bell: Product) -> None:
    place = forum()
    record(Batch(source=place, threads=[thread("r", kind="review", product=bell.pk)], posts=[post("1", thread="r")]))
    with hearing(ReviewsRecorded) as news:
        for rating in (4, 4, 5):
            reviews.record(place, [("r", rating)])
    talk = Review.objects.get().pk
    assert news == [ReviewsRecorded(reviews=[talk], products=[bell.pk])] * 2


def test_a_place_rates_its_own_threads_only(cast: Cast, bell: Product) -> None:
    place, other = forum(), forum(slug="board")
    for each in (place, other):
        record(Batch(source=each, threads=[thread("r", kind="review", product=bell.pk)], posts=[post("1", thread="r")]))
    reviews.record(other, [("r", 2)])
    assert Review.objects.get().thread.source == other


def test_words_that_come_later_and_were_said_earlier_do_not_take_the_rating_over(cast: Cast, bell: Product) -> None:
    place = forum()
    record(
        Batch(
            source=place,
            threads=[thread("r", kind="review", product=bell.pk)],
            posts=[post("1", "ben", thread="r", hours=2)],
        )
    )
    reviews.record(place, [("r", 2)])
    record(Batch(source=place, posts=[post("0", "ada", thread="r", hours=1)]))
    reviews.record(place, [("r", 3)])
    assert (Review.objects.get().post.origin_id, Review.objects.get().rating) == ("1", 3)
    assert Post.objects.get(origin_id="0").said_at == hours_later(1)


class Stars(TestCase):
    @given(st.lists(st.tuples(st.sampled_from(["ada", "ben", "cleo"]), st.integers(1, 5)), max_size=8))
    @settings(max_examples=20, deadline=None, derandomize=True)
    def test_after_any_history_the_page_counts_the_last_stars_of_each(self, history: list[tuple[str, int]]) -> None:
        cast = Cast()
        bell = goods(cast, "bell")
        stars: dict[str, int] = {}
        for name, rating in history:
            earlier = reviewing.of_author(cast.voice(getattr(cast, name)), product=bell)
            assert (earlier is not None) == (name in stars)
            if earlier:
                reviewing.edit(earlier, rating=rating, **WORDS)
            else:
                review(cast, bell, by=name, rating=rating)
            stars[name] = rating
        drain()
        rows = Review.objects.values_list("post__author__name", "rating")
        assert {name.lower(): rating for name, rating in rows} == stars
        assert len(rows) == len(stars)
