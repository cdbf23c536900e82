"""Products: by category with their ratings, and the page of one."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from agora.accounts.models import Viewer
from agora.commerce.models import Product
from agora.conversations import meeting
from agora.core import pagination
from agora.core.requests import refusal
from agora.portal.parts.products import ProductCard, product_cards
from agora.portal.parts.speakers import voice
from agora.portal.products import page as product_page
from agora.portal.products import structured

SHOWN_OF_CATEGORY = 6
MOST_CATEGORIES = 40


@dataclass(frozen=True, slots=True)
class Category:
    """A category with the products shown of it, and how many it has."""

    name: str
    count: int
    products: tuple[ProductCard, ...]

    @property
    def label(self) -> str:
        """Its name in words."""
        return self.name or gettext("Other products")


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List products: some of each category, or all of one."""
    if "category" in request.GET:
        return _one_category(request, request.GET["category"][:120])
    return render(request, "portal/products/index.html", {"categories": _categories(request.user)})


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a product; a signed-in reader who agreed to be measured leaves readings of the open reviews."""
    product = get_object_or_404(Product.objects.visible_to(request.user), slug=slug)
    stars, number = _number(request, "stars", most=5), _number(request, "page", most=product_page.LAST_PAGE)
    me = voice(request)
    product_for_reader = product_page.read(product, viewer=request.user, speaker=me, stars=stars, page=number or 1)
    if me:
        meeting.met(me, product_for_reader.met)
    context = {
        "page": product_for_reader,
        "interval": product_page.interval_words(product_for_reader.rating),
        "facts": structured.product(product_for_reader),
    }
    return render(request, "portal/products/page.html", context)


def _categories(viewer: Viewer) -> list[Category]:
    products = Product.objects.visible_to(viewer)
    counted = products.order_by("category").values_list("category").annotate(n=Count("pk"))
    counts = dict(counted[:MOST_CATEGORIES])
    place = Window(RowNumber(), partition_by=F("category"), order_by=("name", "pk"))
    numbered = products.filter(category__in=counts).annotate(place=place)
    first = list(numbered.filter(place__lte=SHOWN_OF_CATEGORY).order_by("category", "name"))
    card_by_product = {card.product.pk: card for card in product_cards(first, viewer=viewer)}
    groups: dict[str, list[ProductCard]] = {name: [] for name in sorted(counts, key=lambda name: (not name, name))}
    for product in first:
        groups[product.category].append(card_by_product[product.pk])
    return [Category(name, counts[name], tuple(members)) for name, members in groups.items()]


def _one_category(request: HttpRequest, name: str) -> HttpResponse:
    products = Product.objects.visible_to(request.user).filter(category=name)
    try:
        products_page = pagination.page(products, by="name", cursor=request.GET.get("after") or None, limit=60)
    except pagination.BadCursor as error:
        return refusal(request, str(error))
    if not products_page.rows and "after" not in request.GET:
        raise Http404
    category = Category(name, 0, product_cards(products_page.rows, viewer=request.user))
    return render(
        request, "portal/products/category.html", {"category": category, "following": products_page.following}
    )


def _number(request: HttpRequest, name: str, *, most: int) -> int | None:
    text = request.GET.get(name, "")
    if not (text.isascii() and text.isdecimal() and len(text) < 6):
        return None
    return int(text) if 1 <= int(text) <= most else None
