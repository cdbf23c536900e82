"""Taking an import of orders back."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from agora.accounts import audit
from agora.accounts.models import Account
from agora.commerce.events import ImportUndone
from agora.commerce.models import Order, Product, Return, Subscription
from agora.commerce.staging import matching, sales
from agora.core.alone import alone
from agora.core.events import publish
from agora.core.models import Import
from agora.people import unused

SALES_AT_ONCE = 1_000


def undo(of: Import, *, by: Account | None = None) -> dict[str, int]:
    """Delete exactly what the import created, in one transaction; returns how much of each went.

    Products and buyers that something else has come to rest on stay. A sale that an earlier import brought and this one
    only changed stays as it was changed. Raises IllegalStep for an import already undone, AlreadyRunning for a live one.
    """
    with alone(of.source, what="orders"), transaction.atomic():
        of.refresh_from_db()
        if of.state == "running":
            of.fail("It was killed.")
        of.step("undone")
        gone = _delete(of)
        if by:
            audit.record("undo import", by=by, subject=of, **gone)
    return gone


def _delete(of: Import) -> dict[str, int]:
    buyers = _buyers(of)
    bereft: set[int] = set()
    returns = _in_pieces(Return.objects.filter(of_import=of), bereft)
    orders = _in_pieces(Order.objects.filter(of_import=of), bereft)
    subscriptions = _in_pieces(Subscription.objects.filter(of_import=of), bereft)
    matching.settle(returns=Return.objects.filter(pk__in=bereft).values_list("pk", flat=True), orders=[])
    items = list(unused.unreferenced(Product.objects.filter(of_import=of)).values_list("pk", flat=True))
    Product.objects.filter(pk__in=items).delete()
    identities, persons = unused.forget(buyers, source=of.source, since=of.started_at)
    publish(ImportUndone(import_id=of.pk, products=items, persons=persons))
    return {
        "orders": orders, "returns": returns, "subscriptions": subscriptions, "products": len(items),
        "identities": len(identities), "persons": len(persons),
    }  # fmt: skip


def _buyers(of: Import) -> set[int]:
    mine = {"of_import": of, "buyer__isnull": False}
    return {
        buyer
        for model in (Order, Return, Subscription)
        for buyer in model.objects.filter(**mine).values_list("buyer", flat=True)
    }


def _in_pieces(rows: QuerySet[Any], bereft: set[int]) -> int:
    """Delete through the models, so that what hangs on a row in any storey goes or lets go, in bounded memory."""
    count = 0
    while pks := list(rows.order_by("pk").values_list("pk", flat=True)[:SALES_AT_ONCE]):
        if rows.model is Order:
            bereft.update(sales.matched_to(pks))
        rows.model.objects.filter(pk__in=pks).delete()
        count += len(pks)
    return count
