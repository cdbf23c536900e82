from __future__ import annotations

from typing import ClassVar

from django.db import models

from agora.accounts.models import Account, Viewer
from agora.accounts.models.account import staff
from agora.commerce.models.product import Product
from agora.core.models import Source
from agora.people.models import Identity


class OrderQuerySet(models.QuerySet["Order"]):
    def visible_to(self, viewer: Viewer) -> OrderQuerySet:
        """Staff see every order, a member their own."""
        if staff(viewer):
            return self
        if isinstance(viewer, Account):
            return self.filter(buyer__person__identities__account=viewer)
        return self.none()


class Order(models.Model):
    """A purchase: when, by whom (unknown buyers are allowed), in which currency."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, default="order")
    origin_id = models.CharField(max_length=120)
    buyer = models.ForeignKey(Identity, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    currency = models.CharField(max_length=3)
    total_minor = models.BigIntegerField(help_text="the sum of its lines")
    country = models.CharField(max_length=60, blank=True)
    of_import = models.ForeignKey("core.Import", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects: ClassVar = OrderQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["source", "kind", "origin_id"], name="order_once")]
        indexes = [
            models.Index(fields=["buyer", "-at"]),
            models.Index(fields=["-at"]),
            models.Index(fields=["of_import"]),
        ]

    def __str__(self) -> str:
        return self.origin_id


class OrderLine(models.Model):
    """One product in an order. Unit price and cost are minor units and may have fractions; the amount is whole."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    line = models.PositiveIntegerField()
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="order_lines")
    quantity = models.BigIntegerField()
    unit_price_minor = models.DecimalField(max_digits=18, decimal_places=4)
    unit_cost_minor = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    amount_minor = models.BigIntegerField()

    class Meta:
        ordering = ["line"]
        constraints = [models.UniqueConstraint(fields=["order", "line"], name="order_line_once")]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.product_id}"
