"""All that a product's page shows, read at once: how it is rated, which reviews helped, what is asked about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from agora.accounts.models import Viewer
from agora.commerce.models import Product
from agora.community.models import Review
from agora.conversations.models import Post, Thread
from agora.measures.models import Score
from agora.measures.ranking import SUBSTANDARD, by_helpfulness
from agora.people.models import Identity
from agora.portal.parts.posts import PostCard, post_cards
from agora.portal.parts.reviews import verified_mark
from agora.portal.parts.threads import ListRow, thread_rows

REVIEWS_A_PAGE = 20
LAST_PAGE = 200


@dataclass(frozen=True, slots=True)
class StarRating:
    """A product's stars: mean with interval where it was measured, else the plain mean; None without reviews."""

    value: float | None
    reviews: int
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class HistogramBar:
    """One bar of the histogram, as components/bars.html draws it."""

    label: str
    count: int
    href: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class ReviewCard:
    """A review as the page shows it: the post and its stars."""

    review: Review
    post: PostCard


@dataclass(frozen=True, slots=True)
class ProductPage:
    """A product for one viewer."""

    product: Product
    rating: StarRating
    histogram: tuple[HistogramBar, ...]
    reviews: tuple[ReviewCard, ...]
    folded: tuple[ReviewCard, ...]
    folded_count: int
    questions: tuple[ListRow, ...]
    question_count: int
    stars: int | None
    page: int
    more: bool
    own: Review | None

    @property
    def most(self) -> int:
        """The longest bar of the histogram."""
        return max([bar.count for bar in self.histogram], default=0) or 1

    @property
    def met(self) -> list[Post]:
        """The posts whose words are open on this page."""
        return [card.post.post for card in self.reviews]

    @property
    def folded_words(self) -> str:
        """How many reviews are folded, in words."""
        count = self.folded_count
        words = ngettext("%(n)d review few readers found helpful", "%(n)d reviews few readers found helpful", count)
        return words % {"n": count}


def read(
    product: Product, *, viewer: Viewer, speaker: Identity | None, stars: int | None = None, page: int = 1
) -> ProductPage:
    """Read a product's page: `stars` narrows the reviews, `page` counts from 1 to LAST_PAGE."""
    counts = _counts(product, viewer)
    ranked = _ranked(product, viewer, stars)
    start = (page - 1) * REVIEWS_A_PAGE
    open_ones = list(ranked.exclude(SUBSTANDARD)[start : start + REVIEWS_A_PAGE + 1])
    folded = list(ranked.filter(SUBSTANDARD)[:REVIEWS_A_PAGE]) if page == 1 else []
    cards = _review_cards([*open_ones[:REVIEWS_A_PAGE], *folded], viewer, speaker)
    questions, question_count = _questions(product, viewer)
    return ProductPage(
        product=product,
        rating=star_rating(product, counts, viewer),
        histogram=_histogram(product, counts, stars),
        reviews=tuple(cards[review.pk] for review in open_ones[:REVIEWS_A_PAGE]),
        folded=tuple(cards[review.pk] for review in folded),
        folded_count=len(folded) if len(folded) < REVIEWS_A_PAGE else ranked.filter(SUBSTANDARD).count(),
        questions=questions,
        question_count=question_count,
        stars=stars,
        page=page,
        more=len(open_ones) > REVIEWS_A_PAGE and page < LAST_PAGE,
        own=Review.objects.visible_to(viewer).filter(product=product, post__author=speaker).first()
        if speaker
        else None,
    )


def _ranked(product: Product, viewer: Viewer, stars: int | None) -> QuerySet[Review]:
    reviews = Review.objects.visible_to(viewer).filter(product=product)
    if stars:
        reviews = reviews.filter(rating=stars)
    whole = reviews.select_related("thread", "post__author", "post__source", "verified")
    return by_helpfulness(whole.prefetch_related("thread__topics"), viewer=viewer)


def _review_cards(reviews: Sequence[Review], viewer: Viewer, speaker: Identity | None) -> dict[int, ReviewCard]:
    topics = frozenset(topic.slug for review in reviews for topic in review.thread.topics.all())
    posts = post_cards([review.post for review in reviews], viewer=viewer, speaker=speaker, topics=topics)
    cards = {}
    for review in reviews:
        post = posts[review.post_id]
        if review.is_verified:
            post = replace(post, marks=(verified_mark(), *post.marks))
        cards[review.pk] = ReviewCard(review, post)
    return cards


def _counts(product: Product, viewer: Viewer) -> dict[int, int]:
    rows = Review.objects.visible_to(viewer).filter(product=product).order_by().values("rating").annotate(n=Count("pk"))
    return {row["rating"]: row["n"] for row in rows}


def star_rating(product: Product, counts: dict[int, int], viewer: Viewer) -> StarRating:
    """Return a product's rating: as measured, else the plain mean of its reviews."""
    reviews = sum(counts.values())
    if not reviews:
        return StarRating(None, 0)
    score = (
        Score.objects.visible_to(viewer)
        .current()
        .filter(measure="rating", subject_kind="product", subject_id=product.pk)
        .first()
    )
    if score:
        return StarRating(score.value, reviews, score.low, score.high)
    return StarRating(sum(stars * count for stars, count in counts.items()) / reviews, reviews)


def _histogram(product: Product, counts: dict[int, int], stars: int | None) -> tuple[HistogramBar, ...]:
    where = reverse("portal:product", args=[product.slug])
    labels = ((n, ngettext("%(n)d star", "%(n)d stars", n) % {"n": n}) for n in range(5, 0, -1))
    return tuple(
        HistogramBar(label, counts.get(n, 0), f"{where}?stars={n}#reviews", "accent" if n == stars else "")
        for n, label in labels
    )


def _questions(product: Product, viewer: Viewer) -> tuple[tuple[ListRow, ...], int]:
    about = Thread.objects.visible_to(viewer).filter(product=product, kind=Thread.Kind.QUESTION)
    newest = list(about.select_related("opened_by", "source").order_by("-last_post_at")[:6])
    count = len(newest) if len(newest) < 6 else about.count()
    return thread_rows(newest[:5], viewer=viewer), count


def interval_words(rating: StarRating) -> str:
    """Say between which stars the rating lies; nothing where it was not measured."""
    if rating.low is None or rating.high is None:
        return ""
    return gettext("between %(low).1f and %(high).1f") % {"low": rating.low, "high": rating.high}
