"""The table of Products: rating, sales, what came back, how much is said and in which tone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.utils.translation import gettext_lazy as _

from agora.accounts.models import Viewer
from agora.commerce.models import Order, Product, Return
from agora.community.models import Review
from agora.conversations.models import Thread
from agora.measures.models import Score
from agora.pages.amounts import money
from agora.pages.figures import Figure, figure
from agora.readings.models import Reading
from agora.readings.tones import TONES

PAGE = 50
FARTHEST = 10_000
SORTS = {"sold": _("Sold"), "talk": _("Talk"), "rating": _("Rating"), "name": _("Name")}


class ProductFilter(forms.Form):
    """What the reader asks for; every field may be left empty."""

    q = forms.CharField(label=_("Name or category"), max_length=100, required=False)
    sort = forms.ChoiceField(label=_("Sorted by"), choices=list(SORTS.items()), required=False)
    offset = forms.IntegerField(min_value=0, max_value=FARTHEST, required=False, widget=forms.HiddenInput)


@dataclass(frozen=True, slots=True)
class Trade:
    """What was sold and what came back: pieces, and the money of the sales in words."""

    sold: int = 0
    amount: str = ""
    returned: int = 0

    @property
    def return_rate(self) -> str:
        """The part of the pieces that came back, in words; empty where nothing was sold."""
        return f"{self.returned / self.sold:.1%}" if self.sold else ""


@dataclass(frozen=True, slots=True)
class Tone:
    """How many posts were read with a tone, and how many of them were clearly good or bad."""

    read: int = 0
    positive: int = 0
    negative: int = 0

    @property
    def text(self) -> str:
        """The clearly good and bad parts in words; empty where no tone was read."""
        if not self.read:
            return ""
        return f"{self.positive / self.read:.0%} + · {self.negative / self.read:.0%} −"


@dataclass(frozen=True, slots=True)
class ProductRow:
    """A product with what is known of it."""

    product: Product
    rating: Figure | None
    stars: float | None
    reviews: int
    trade: Trade
    posts: int
    tone: Tone


def matching_products(viewer: Viewer, *, words: str, sort: str) -> QuerySet[Product]:
    """Return the products that match, in the order asked for."""
    products: QuerySet[Product] = Product.objects.visible_to(viewer)
    if words:
        products = products.filter(Q(name__icontains=words) | Q(category__icontains=words))
    if sort == "name":
        return products.order_by("name", "pk")
    return products.annotate(key=_key(viewer, sort)).order_by(F("key").desc(nulls_last=True), "name", "pk")


def rows(viewer: Viewer, products: Sequence[Product]) -> list[ProductRow]:
    """Return the rows of these products, in six queries."""
    ids = [product.pk for product in products]
    ratings, reviews = _ratings(viewer, ids), _reviews(viewer, ids)
    trade, posts, tones = trades(viewer, ids), _posts(viewer, ids), tones_of(viewer, ids)
    return [
        ProductRow(
            product,
            figure(ratings[product.pk]) if product.pk in ratings else None,
            ratings[product.pk].value if product.pk in ratings else None,
            reviews.get(product.pk, 0),
            trade.get(product.pk, Trade()),
            posts.get(product.pk, 0),
            tones.get(product.pk, Tone()),
        )
        for product in products
    ]


def trades(viewer: Viewer, ids: Sequence[int]) -> dict[int, Trade]:
    """Return product id → what was sold and what came back, in two queries."""
    sold: dict[int, int] = {}
    paid: dict[int, list[str]] = {}
    orders = Order.objects.visible_to(viewer).filter(lines__product__in=ids).order_by()
    sums = orders.values_list("lines__product", "currency").annotate(Sum("lines__quantity"), Sum("lines__amount_minor"))
    for product, currency, pieces, amount in sums:
        sold[product] = sold.get(product, 0) + pieces
        paid.setdefault(product, []).append(money(amount, whole=amount >= 10_000, currency=currency))
    returns = Return.objects.visible_to(viewer).filter(lines__product__in=ids).order_by()
    back = dict(returns.values_list("lines__product").annotate(Sum("lines__quantity")))
    return {
        product: Trade(sold.get(product, 0), " + ".join(paid.get(product, [])), back.get(product, 0))
        for product in {*sold, *back}
    }


def tones_of(viewer: Viewer, ids: Sequence[int]) -> dict[int, Tone]:
    """Return product id → the tone of what is said about it."""
    readings = (
        Reading.objects.visible_to(viewer).filter(post__thread__product__in=ids, polarity__isnull=False).order_by()
    )
    counts_by_product = readings.values_list("post__thread__product").annotate(
        Count("pk"),
        positive=Count("pk", filter=TONES["positive"]),
        negative=Count("pk", filter=TONES["negative"]),
    )
    return {product: Tone(*counts) for product, *counts in counts_by_product}


def _key(viewer: Viewer, sort: str) -> Any:
    if sort == "rating":
        scores = Score.objects.visible_to(viewer).current()
        rated = scores.filter(subject_kind="product", measure="rating", subject_id=OuterRef("pk"))
        return Subquery(rated.order_by().values("low")[:1])
    if sort == "talk":
        threads = Thread.objects.visible_to(viewer).filter(product=OuterRef("pk")).order_by()
        return Subquery(threads.values("product").annotate(key=Sum("post_count")).values("key"))
    lines = Order.objects.visible_to(viewer).filter(lines__product=OuterRef("pk")).order_by()
    return Subquery(lines.values("lines__product").annotate(key=Sum("lines__amount_minor")).values("key"))


def _ratings(viewer: Viewer, ids: Sequence[int]) -> dict[int, Score]:
    scores = Score.objects.visible_to(viewer).current()
    return {
        score.subject_id: score for score in scores.filter(subject_kind="product", subject_id__in=ids, measure="rating")
    }


def _reviews(viewer: Viewer, ids: Sequence[int]) -> dict[int, int]:
    reviews = Review.objects.visible_to(viewer).filter(product__in=ids).order_by()
    return dict(reviews.values_list("product").annotate(Count("pk")))


def _posts(viewer: Viewer, ids: Sequence[int]) -> dict[int, int]:
    threads = Thread.objects.visible_to(viewer).filter(product__in=ids).order_by()
    return dict(threads.values_list("product").annotate(Sum("post_count")))
