"""Products: what sells, what comes back, what is said of it; and the page of one product."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agora.accounts.permissions import requires
from agora.commerce.models import Product
from agora.console.products.page import product_report
from agora.console.products.table import FARTHEST, PAGE, SORTS, ProductFilter, matching_products, rows
from agora.core.requests import refusal


@require_safe
@requires("see console")
def products(request: HttpRequest) -> HttpResponse:
    """Show the products a reader asks for, the best-selling first."""
    product_filter = ProductFilter(request.GET)
    if not product_filter.is_valid():
        return refusal(request, _("The address asks for an order or a page that does not exist."))
    choices = product_filter.cleaned_data
    offset, sort = choices["offset"] or 0, choices["sort"] or "sold"
    matches = list(matching_products(request.user, words=choices["q"], sort=sort)[offset : offset + PAGE + 1])
    context = {
        "rows": rows(request.user, matches[:PAGE]),
        "search": choices["q"],
        "columns": _columns(sort, choices["q"]),
        "previous": _address({**choices, "offset": max(offset - PAGE, 0)}) if offset else "",
        "following": _address({**choices, "offset": offset + PAGE})
        if len(matches) > PAGE and offset < FARTHEST
        else "",
        "place": f"{offset + 1:,}–{offset + len(matches[:PAGE]):,}" if matches else "",
    }
    return render(request, "console/products/list.html", context)


@require_safe
@requires("see console")
def product(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a product: words beside returns."""
    one = get_object_or_404(Product.objects.visible_to(request.user), pk=pk)
    return render(request, "console/products/page.html", {"page": product_report(one, viewer=request.user)})


def _address(parameters: dict[str, object]) -> str:
    return f"?{urlencode({name: value for name, value in parameters.items() if value})}"


def _columns(now: str, words: str) -> dict[str, dict[str, str]]:
    return {
        name: {
            "label": str(label),
            "href": _address({"q": words, "sort": name}),
            "sort": ("ascending" if name == "name" else "descending") if name == now else "",
        }
        for name, label in SORTS.items()
    }
