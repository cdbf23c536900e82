from __future__ import annotations

from typing import ClassVar

from django.db import models

from agora.accounts.models import Account, Viewer
from agora.accounts.models.account import staff
from agora.commerce.models.order import Order, OrderLine
from agora.commerce.models.product import Product
from agora.core.models import Source
from agora.people.models import Identity


class ReturnQuerySet(models.QuerySet["Return"]):
    def visible_to(self, viewer: Viewer) -> ReturnQuerySet:
        """Staff see every return, a member their own."""
        if staff(viewer):
            return self
        if isinstance(viewer, Account):
            return self.filter(buyer__person__identities__account=viewer)
        return self.none()


class Return(models.Model):
    """Goods or money that came back: a warranty return, a cancelled invoice, a correction of stock."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, default="return")
    origin_id = models.CharField(max_length=120)
    order = models.ForeignKey(Order, null=True, blank=True, on_delete=models.SET_NULL, related_name="returns")
    order_origin = models.CharField(max_length=120, blank=True, help_text="the order's id, where the source says it")
    buyer = models.ForeignKey(Identity, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    currency = models.CharField(max_length=3)
    total_minor = models.BigIntegerField(help_text="what was paid back, positive")
    reason = models.CharField(max_length=200, blank=True)
    of_import = models.ForeignKey("core.Import", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects: ClassVar = ReturnQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["source", "kind", "origin_id"], name="return_once")]
        indexes = [
            models.Index(fields=["buyer", "-at"]),
            models.Index(fields=["-at"]),
            models.Index(fields=["of_import"]),
            models.Index(
                fields=["source", "order_origin"], condition=~models.Q(order_origin=""), name="return_of_order"
            ),
        ]

    def __str__(self) -> str:
        return self.origin_id


class ReturnLine(models.Model):
    """One product in a return; quantity and amount are positive."""

    of = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="lines")
    line = models.PositiveIntegerField()
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="return_lines")
    order_line = models.ForeignKey(OrderLine, null=True, blank=True, on_delete=models.SET_NULL, related_name="returns")
    quantity = models.BigIntegerField()
    unit_price_minor = models.DecimalField(max_digits=18, decimal_places=4)
    amount_minor = models.BigIntegerField()

    class Meta:
        ordering = ["line"]
        constraints = [models.UniqueConstraint(fields=["of", "line"], name="return_line_once")]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.product_id} back"
