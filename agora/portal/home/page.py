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
from agora.portal.parts.marks import Mark
from agora.portal.parts.posts import initials
from agora.portal.parts.products import Offered, offered
from agora.portal.parts.reviews import verified_mark
from agora.portal.parts.threads import Row, rows_of, thread_row, threads_of

# Scores are kept in the order of their mean; the order by lower bound is made among the best of these.
CANDIDATES = 80


@dataclass(frozen=True, slots=True)
class Praised:
    """A review that readers found helpful: its stars, its first words, and what it is about."""

    review: Review
    row: Row


@dataclass(frozen=True, slots=True)
class HomePage:
    """The first page for one viewer."""

    answering: tuple[Row, ...]
    solved: tuple[Row, ...]
    helpful: tuple[Praised, ...]
    talk: tuple[Row, ...]
    products: tuple[Offered, ...]


def read(viewer: Viewer) -> HomePage:
    """Read the first page."""
    questions = threads_of(viewer, Thread.Kind.QUESTION)
    solved = Question.objects.visible_to(viewer).answered().values("pk")
    answering = list(questions.filter(post_count__gt=1).exclude(pk__in=solved).order_by("-last_post_at")[:5])
    talk = list(threads_of(viewer, Thread.Kind.DISCUSSION).order_by("-last_post_at")[:4])
    return HomePage(
        answering=rows_of(answering, viewer=viewer),
        solved=_solved(viewer),
        helpful=_helpful(viewer),
        talk=rows_of(talk, viewer=viewer),
        products=_products(viewer),
    )


def _solved(viewer: Viewer) -> tuple[Row, ...]:
    """Questions by when their latest answer was accepted."""
    latest = Question.objects.visible_to(viewer).filter(accepted__isnull=False).annotate(at=Max("accepted__at"))
    questions = latest.select_related("thread__opened_by", "thread__source").order_by("-at")[:5]
    return tuple(thread_row(question.thread, solved=True) for question in questions)


def _helpful(viewer: Viewer) -> tuple[Praised, ...]:
    scores = Score.objects.visible_to(viewer).current().filter(measure="helpfulness", subject_kind="post")
    low = {score.subject_id: score.low or 0.0 for score in scores.order_by("-value")[:CANDIDATES]}
    reviews = Review.objects.visible_to(viewer).filter(post__in=low)
    found = reviews.select_related("thread", "post__author", "product", "verified")
    best = sorted(found, key=lambda review: (-low[review.post_id], -review.pk))
    return tuple(Praised(review, _review_row(review)) for review in _one_each(best)[:4])


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


def _review_row(review: Review) -> Row:
    author = review.post.author
    marks: tuple[Mark, ...] = (verified_mark(),) if review.is_verified else ()
    return Row(
        title=review.thread.title,
        href=review.thread.get_absolute_url(),
        excerpt=excerpt(review.post.words, length=220),
        initials=initials(str(author)) if author else "",
        tone=author.pk % 6 if author else 0,
        meta=(review.product.name, *((str(author),) if author else ())),
        badges=marks,
    )


def _products(viewer: Viewer) -> tuple[Offered, ...]:
    """The best rated products; before any is rated, the first by name."""
    rated = Score.objects.visible_to(viewer).current().filter(measure="rating", subject_kind="product")
    best = list(rated.order_by("-value").values_list("subject_id", flat=True)[:6])
    products = Product.objects.visible_to(viewer)
    if not best:
        return offered(list(products.order_by("name")[:6]), viewer=viewer)
    known = products.in_bulk(best)
    return offered([known[pk] for pk in best if pk in known], viewer=viewer)
