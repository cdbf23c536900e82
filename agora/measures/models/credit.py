from __future__ import annotations

from typing import ClassVar

from django.db import models

from agora.accounts.models import Viewer
from agora.accounts.models.account import staff
from agora.conversations.models import Post
from agora.measures.models.run import UNCHECKED, Run
from agora.people.models import Identity


class CreditQuerySet(models.QuerySet["Credit"]):
    def visible_to(self, viewer: Viewer) -> CreditQuerySet:
        """Credits are for staff."""
        return self if staff(viewer) else self.none()


class Credit(models.Model):
    """One entry of the value ledger: the share of one sale that leaned on one post."""

    class Sale(models.TextChoices):
        LINE = "line", "order line"
        RETURN = "return", "return line"
        EVENT = "event", "subscription event"

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="credits", **UNCHECKED)
    sale_kind = models.CharField(max_length=10, choices=Sale.choices)
    sale_id = models.BigIntegerField()
    at = models.DateTimeField()
    buyer = models.ForeignKey(Identity, on_delete=models.CASCADE, related_name="+", **UNCHECKED)
    author = models.ForeignKey(Identity, null=True, on_delete=models.CASCADE, related_name="+", **UNCHECKED)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+", **UNCHECKED)
    weight = models.FloatField(help_text="share of the sale, 0 to 1")
    amount_minor = models.BigIntegerField(help_text="of the sale's margin, in minor units; whole")

    objects: ClassVar = CreditQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["run", "author", "-amount_minor"]),
            models.Index(fields=["run", "buyer"]),
            models.Index(fields=["run", "post"]),
        ]

    def __str__(self) -> str:
        return f"{self.amount_minor} of {self.sale_kind} {self.sale_id} to post {self.post_id}"
