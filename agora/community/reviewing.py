"""Reviewing: a member's rating and words about a product, once per product; a second time changes the first."""

from __future__ import annotations

from django.db import transaction

from agora.commerce.models import Product
from agora.community import reviews
from agora.community.events import ReviewsRecorded
from agora.community.models import Review
from agora.community.places import open_place
from agora.conversations import writing
from agora.conversations.models import Thread
from agora.core.events import publish
from agora.people.models import Identity


class AlreadyReviewed(ValueError):
    """The author has a review of this product; it can be edited."""


def of_author(author: Identity, *, product: Product) -> Review | None:
    """Return what `author` wrote about `product`, if anything."""
    return Review.objects.select_related("thread", "post").filter(post__author=author, product=product).first()


@transaction.atomic
def write(*, author: Identity, product: Product, rating: int, title: str, body: str) -> Review:
    """Publish a review of `product` with 1 to 5 stars; a purchase before it is marked. Raises AlreadyReviewed."""
    Identity.objects.select_for_update().get(pk=author.pk)
    if of_author(author, product=product):
        raise AlreadyReviewed(f"You have reviewed {product} already; you can edit that review.")
    post = writing.open_thread(
        author=author,
        kind=Thread.Kind.REVIEW,
        title=title,
        body=body,
        channel=open_place("reviews"),
        product=product.pk,
    )
    review, _ = Review.objects.update_or_create(
        thread=post.thread, defaults={"post": post, "product": product, "rating": rating}
    )
    # At once, not by the event's job: who has just written sees the mark.
    reviews.verify(posts=[post.pk])
    publish(ReviewsRecorded(reviews=[review.pk], products=[product.pk]))
    return review


@transaction.atomic
def edit(review: Review, *, rating: int, title: str, body: str) -> Review:
    """Change one's review: words, title and stars (1 to 5); the post says that it was edited."""
    writing.edit(review.post, body=body, title=title)
    if review.rating != rating:
        review.rating = rating
        review.save(update_fields=["rating"])
        publish(ReviewsRecorded(reviews=[review.pk], products=[review.product_id]))
    return review
