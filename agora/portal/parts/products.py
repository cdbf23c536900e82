"""Products as lists show them: how they are rated, and by how many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import ngettext

from agora.accounts.models import Viewer
from agora.commerce.models import Product
from agora.community.models import Review
from agora.measures.models import Score


@dataclass(frozen=True, slots=True)
class ProductCard:
    """A product in a list: how it is rated, and by how many."""

    product: Product
    rating: float | None
    reviews: int

    @property
    def reviewed(self) -> str:
        """How many reviews there are, in words."""
        if not self.reviews:
            return ""
        return ngettext("from %(n)d review", "from %(n)d reviews", self.reviews) % {"n": self.reviews}


def product_cards(products: Sequence[Product], *, viewer: Viewer) -> tuple[ProductCard, ...]:
    """Return products with ratings and numbers of reviews, in two queries."""
    ids = [product.pk for product in products]
    scores = (
        Score.objects.visible_to(viewer).current().filter(measure="rating", subject_kind="product", subject_id__in=ids)
    )
    ratings = dict(scores.values_list("subject_id", "value"))
    counts = Review.objects.visible_to(viewer).filter(product__in=ids).order_by().values("product")
    reviews = {row["product"]: row["n"] for row in counts.annotate(n=Count("pk"))}
    return tuple(
        ProductCard(product, ratings.get(product.pk) if reviews.get(product.pk) else None, reviews.get(product.pk, 0))
        for product in products
    )
