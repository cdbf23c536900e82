"""Reviews: products judged by those who use them; writing one's own."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query
from pydantic import BaseModel, Field, Strict

from agora.api.fields import Headline, Id, IdInput, RequestBody, Words
from agora.api.keys import viewer
from agora.api.paging import Cursor, Limit, PageOutput, paged
from agora.api.posts import PostOutput, post_output
from agora.api.problems import FieldFault, Refused
from agora.api.replays import Key, once
from agora.api.routing import NounRouter
from agora.commerce.models import Product
from agora.community import reviewing
from agora.community.models import Review
from agora.people.holding import identity_of

router = NounRouter("reviews")
Stars = Annotated[int | None, Query(ge=1, le=5, description="how many stars")]


class ReviewOutput(BaseModel):
    """A review; `id` is that of its thread, `verified` says that an order shows its author bought the product
    before.
    """

    id: int
    product: int
    rating: int = Field(description="1 to 5 stars")
    title: str
    verified: bool
    post: PostOutput


class NewReview(RequestBody):
    """A product judged."""

    product: IdInput
    rating: Annotated[int, Strict(), Field(ge=1, le=5, description="1 to 5 stars")]
    title: Headline = Field(description="the review in one line")
    body: Words = Field(description="what it is good or bad for, in Markdown")


@router.reads("", PageOutput[ReviewOutput], title="List reviews")
def list_reviews(
    request: HttpRequest, *, cursor: Cursor = None, limit: Limit = 50, product: Id | None = None, rating: Stars = None
) -> PageOutput[ReviewOutput]:
    """Reviews you may see in the order they came in; optionally of a product, or with so many stars."""
    filters = {"product": product, "rating": rating}
    rows = Review.objects.visible_to(viewer(request)).select_related("thread", "post__author", "verified")
    rows = rows.filter(**{name: value for name, value in filters.items() if value is not None})
    items, following = paged(rows, _review_output, by="thread_id", cursor=cursor, limit=limit)
    return PageOutput[ReviewOutput](items=items, next=following)


@router.reads("/{id}", ReviewOutput, title="Get a review")
def get_review(request: HttpRequest, id: Id) -> ReviewOutput:
    """One review."""
    rows = Review.objects.visible_to(viewer(request)).select_related("thread", "post__author", "verified")
    return _review_output(get_object_or_404(rows, pk=id))


@router.does("", {201: ReviewOutput}, title="Review a product")
def write_review(request: HttpRequest, payload: NewReview, key: Key = None) -> ReviewOutput:
    """Review a product once, as the owner of the token; a purchase before it is marked."""
    account = viewer(request)
    product = Product.objects.visible_to(account).filter(pk=payload.product).first()
    if product is None:
        fault = FieldFault(detail=f"There is no product {payload.product}.", pointer="#/product")
        raise Refused(422, "1 value is not what it should be.", faults=[fault])

    def work() -> ReviewOutput:
        author = identity_of(account)
        try:
            review = reviewing.write(
                author=author, product=product, rating=payload.rating, title=payload.title, body=payload.body
            )
        except reviewing.AlreadyReviewed as problem:
            raise Refused(409, str(problem)) from problem
        return get_review(request, review.pk)

    return once(request, key, ReviewOutput, work)


def _review_output(review: Review) -> ReviewOutput:
    return ReviewOutput(
        id=review.pk,
        product=review.product_id,
        rating=review.rating,
        title=review.thread.title,
        verified=review.is_verified,
        post=post_output(review.post),
    )
