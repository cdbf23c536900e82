"""Products: what the company sells; cost and margin are shown to staff only."""

from __future__ import annotations

from decimal import Decimal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from pydantic import BaseModel

from agora.accounts.models import Account
from agora.api.fields import Id, Name
from agora.api.keys import viewer
from agora.api.paging import Cursor, Limit, PageOutput, paged
from agora.api.routing import NounRouter
from agora.commerce.models import Product

router = NounRouter("products")


class ProductOutput(BaseModel):
    """A product; prices are minor units, the margin rate is told as text; cost and margin are null unless you are
    staff.
    """

    id: int
    source: str
    origin_id: str
    slug: str
    name: str
    description: str
    category: str
    price_minor: int | None
    currency: str
    unit_cost_minor: int | None
    margin_rate: Decimal | None


@router.reads("", PageOutput[ProductOutput], title="List products")
def list_products(
    request: HttpRequest, *, cursor: Cursor = None, limit: Limit = 50, category: Name | None = None
) -> PageOutput[ProductOutput]:
    """Products by name, optionally of one category."""
    account = viewer(request)
    products = Product.objects.visible_to(account).select_related("source")
    if category is not None:
        products = products.filter(category=category)
    items, following = paged(products, lambda row: _product_output(row, account), by="name", cursor=cursor, limit=limit)
    return PageOutput[ProductOutput](items=items, next=following)


@router.reads("/{id}", ProductOutput, title="Get a product")
def get_product(request: HttpRequest, id: Id) -> ProductOutput:
    """One product."""
    account = viewer(request)
    return _product_output(
        get_object_or_404(Product.objects.visible_to(account).select_related("source"), pk=id), account
    )


def _product_output(product: Product, account: Account) -> ProductOutput:
    return ProductOutput(
        id=product.pk,
        source=product.source.slug,
        origin_id=product.origin_id,
        slug=product.slug,
        name=product.name,
        description=product.description,
        category=product.category,
        price_minor=product.price_minor,
        currency=product.currency,
        unit_cost_minor=product.unit_cost_minor if account.is_staff else None,
        margin_rate=product.margin_rate if account.is_staff else None,
    )
