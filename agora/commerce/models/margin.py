from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models

from agora.accounts.models import Viewer
from agora.accounts.models.account import staff
from agora.core import clock


class MarginRateQuerySet(models.QuerySet["MarginRate"]):
    def visible_to(self, viewer: Viewer) -> MarginRateQuerySet:
        """What the company earns is for staff."""
        return self if staff(viewer) else self.none()


class MarginRate(models.Model):
    """The company-wide margin rate, used where neither a line's cost nor its product's margin is known."""

    rate = models.DecimalField(max_digits=5, decimal_places=4)
    since = models.DateTimeField(default=clock.now)
    because = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects: ClassVar = MarginRateQuerySet.as_manager()

    class Meta:
        ordering = ["-since"]

    def __str__(self) -> str:
        return f"{self.rate:.1%}"

    @classmethod
    def current(cls) -> tuple[Decimal, bool]:
        """Return the company-wide rate, and whether it was stated (False: the default, an assumption)."""
        stated = cls.objects.order_by("-since").first()
        return (stated.rate, True) if stated else (Decimal(settings.DEFAULT_MARGIN_RATE), False)
