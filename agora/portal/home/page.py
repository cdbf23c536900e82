"""All that the first page shows, read at once."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Max

from agora.accounts.models import Viewer
from agora.commerce.models import Product
from agora.community.models import Question, Review
from agora.conversations.models import Thread
from agora.core.text import excerpt
from agora.measures.models import Score
from agora.pages.marks import Mark
from agora.portal.parts.posts import initials
from agora.portal.parts.products import ProductCard, product_cards
from agora.portal.parts.reviews import verified_mark
from agora.portal.parts.threads import ListRow, thread_row, thread_rows, threads_of

# Scores are kept in the order of their mean; the order by lower bound is made among the best of these.
CANDIDATES = 80


@dataclass(frozen=True, slots=True)
class HelpfulReview:
    """A review that readers found helpful: its stars, its first words, and what it is about."""

    review: Review
    row: ListRow


@dataclass(frozen=True, slots=True)
class HomePage:
    """The first page for one viewer."""

    answering: tuple[ListRow, ...]
    solved: tuple[ListRow, ...]
    helpful: tuple[HelpfulReview, ...]
    talk: tuple[ListRow, ...]
    products: tuple[ProductCard, ...]


def read(viewer: Viewer) -> HomePage:
    """Read the first page."""
    questions = threads_of(viewer, Thread.Kind.QUESTION)
    solved = Question.objects.visible_to(viewer).answered().values("pk")
    answering = list(questions.filter(post_count__gt=1).exclude(pk__in=solved).order_by("-last_post_at")[:5])
    talk = list(threads_of(viewer, Thread.Kind.DISCUSSION).order_by("-last_post_at")[:4])
    return HomePage(
        answering=thread_rows(answering, viewer=viewer),
        solved=_solved(viewer),
        helpful=_helpful(viewer),
        talk=thread_rows(talk, viewer=viewer),
        products=_products(viewer),
    )


def _solved(viewer: Viewer) -> tuple[ListRow, ...]:
    """Questions by when their latest answer was accepted."""
    latest = Question.objects.visible_to(viewer).filter(accepted__isnull=False).annotate(at=Max("accepted__at"))
    questions = latest.select_related("thread__opened_by", "thread__source").order_by("-at")[:5]
    return tuple(thread_row(question.thread, solved=True) for question in questions)


def _helpful(viewer: Viewer) -> tuple[HelpfulReview, ...]:
    scores = Score.objects.visible_to(viewer).current().filter(measure="helpfulness", subject_kind="post")
    lower_ends = {score.subject_id: score.low or 0.0 for score in scores.order_by("-value")[:CANDIDATES]}
    reviews = Review.objects.visible_to(viewer).filter(post__in=lower_ends)
    candidates = reviews.select_related("thread", "post__author", "product", "verified")
    best = sorted(candidates, key=lambda review: (-lower_ends[review.post_id], -review.pk))
    return tuple(HelpfulReview(review, _review_row(review)) for review in _one_each(best)[:4])


def _one_each(reviews: list[Review]) -> list[Review]:
    """The best review of each author and product first: four by one hand, or about one thing, would say little."""
    authors: set[int | None] = set()
    products: set[int] = set()
    first: list[Review] = []
    rest: list[Review] = []
    for review in reviews:
        alike = review.post.author_id in authors or review.product_id in products
        (rest if alike else first).append(review)
        authors.add(review.post.author_id)
        products.add(review.product_id)
    return first + rest


def _review_row(review: Review) -> ListRow:
    author = review.post.author
    marks: tuple[Mark, ...] = (verified_mark(),) if review.is_verified else ()
    return ListRow(
        title=review.thread.title,
        href=review.thread.get_absolute_url(),
        excerpt=excerpt(review.post.words, length=220),
        initials=initials(str(author)) if author else "",
        tone=author.pk % 6 if author else 0,
        meta=(review.product.name, *((str(author),) if author else ())),
        badges=marks,
    )


def _products(viewer: Viewer) -> tuple[ProductCard, ...]:
    """The best rated products; before any is rated, the first by name."""
    rated = Score.objects.visible_to(viewer).current().filter(measure="rating", subject_kind="product")
    best = list(rated.order_by("-value").values_list("subject_id", flat=True)[:6])
    products = Product.objects.visible_to(viewer)
    if not best:
        return product_cards(list(products.order_by("name")[:6]), viewer=viewer)
    products_by_id = products.in_bulk(best)
    return product_cards([products_by_id[pk] for pk in best if pk in products_by_id], viewer=viewer)
