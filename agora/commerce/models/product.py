from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.urls import reverse

from agora.accounts.models import Viewer
from agora.core.models import Source


class ProductQuerySet(models.QuerySet["Product"]):
    def visible_to(self, viewer: Viewer) -> ProductQuerySet:
        """Everyone sees every product."""
        return self


class Product(models.Model):
    """Something the company sells, with its cost or margin where they are known."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, default="product")
    origin_id = models.CharField(max_length=120)
    slug = models.SlugField(max_length=160, unique=True)
    name = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    category = models.CharField(max_length=120, blank=True)
    price_minor = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3)
    unit_cost_minor = models.BigIntegerField(null=True, blank=True)
    margin_rate = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)
    of_import = models.ForeignKey("core.Import", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects: ClassVar = ProductQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["source", "kind", "origin_id"], name="product_once")]
        indexes = [models.Index(fields=["name"]), models.Index(fields=["category", "name"])]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("portal:product", args=[self.slug])
