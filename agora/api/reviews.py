"""Reviews: products judged by those who use them; writing one's own."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query
from pydantic import BaseModel, Field, Strict

from agora.api.fields import Headline, Id, IdTold, Said, Told
from agora.api.keys import viewer
from agora.api.paging import Cursor, Limit, Page, paged
from agora.api.posts import PostShown
from agora.api.posts import shown as post_shown
from agora.api.problems import Fault, Refused
from agora.api.replays import Key, once
from agora.api.routing import Noun
from agora.commerce.models import Product
from agora.community import reviewing
from agora.community.models import Review
from agora.people.holding import identity_of

router = Noun("reviews")
Stars = Annotated[int | None, Query(ge=1, le=5, description="how many stars")]


class ReviewShown(BaseModel):
    """A review; `id` is that of its thread, `verified` says that an order shows its author bought the product before."""

    id: int
    product: int
    rating: int = Field(description="1 to 5 stars")
    title: str
    verified: bool
    post: PostShown


class NewReview(Told):
    """A product judged."""

    product: IdTold
    rating: Annotated[int, Strict(), Field(ge=1, le=5, description="1 to 5 stars")]
    title: Headline = Field(description="the review in one line")
    body: Said = Field(description="what it is good or bad for, in Markdown")


@router.reads("", Page[ReviewShown], title="List reviews")
def list_reviews(
    request: HttpRequest, *, cursor: Cursor = None, limit: Limit = 50, product: Id | None = None, rating: Stars = None
) -> Page[ReviewShown]:
    """Reviews you may see in the order they came in; optionally of a product, or with so many stars."""
    asked = {"product": product, "rating": rating}
    rows = Review.objects.visible_to(viewer(request)).select_related("thread", "post__author", "verified")
    rows = rows.filter(**{name: value for name, value in asked.items() if value is not None})
    items, following = paged(rows, _shown, by="thread_id", cursor=cursor, limit=limit)
    return Page[ReviewShown](items=items, next=following)


@router.reads("/{id}", ReviewShown, title="Get a review")
def get_review(request: HttpRequest, id: Id) -> ReviewShown:
    """One review."""
    rows = Review.objects.visible_to(viewer(request)).select_related("thread", "post__author", "verified")
    return _shown(get_object_or_404(rows, pk=id))


@router.does("", {201: ReviewShown}, title="Review a product")
def write_review(request: HttpRequest, told: NewReview, key: Key = None) -> ReviewShown:
    """Review a product once, as the owner of the token; a purchase before it is marked."""
    account = viewer(request)
    product = Product.objects.visible_to(account).filter(pk=told.product).first()
    if product is None:
        fault = Fault(detail=f"There is no product {told.product}.", pointer="#/product")
        raise Refused(422, "1 value is not what it should be.", faults=[fault])

    def work() -> ReviewShown:
        author = identity_of(account)
        try:
            review = reviewing.write(
                author=author, product=product, rating=told.rating, title=told.title, body=told.body
            )
        except reviewing.AlreadyReviewed as problem:
            raise Refused(409, str(problem)) from problem
        return get_review(request, review.pk)

    return once(request, key, ReviewShown, work)


def _shown(review: Review) -> ReviewShown:
    return ReviewShown(
        id=review.pk,
        product=review.product_id,
        rating=review.rating,
        title=review.thread.title,
        verified=review.is_verified,
        post=post_shown(review.post),
    )
