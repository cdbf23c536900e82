from __future__ import annotations

from typing import ClassVar

from django.db import models

from agora.accounts.models import Account, Viewer
from agora.accounts.models.account import staff
from agora.commerce.models.product import Product
from agora.core.models import Source
from agora.people.models import Identity


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def visible_to(self, viewer: Viewer) -> SubscriptionQuerySet:
        """Staff see every subscription, a member their own."""
        if staff(viewer):
            return self
        if isinstance(viewer, Account):
            return self.filter(buyer__person__identities__account=viewer)
        return self.none()


class Subscription(models.Model):
    """A contract that renews, such as yearly service; what happened to it is in its events."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, default="subscription")
    origin_id = models.CharField(max_length=120)
    buyer = models.ForeignKey(Identity, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="subscriptions")
    started_at = models.DateTimeField()
    currency = models.CharField(max_length=3)
    of_import = models.ForeignKey("core.Import", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects: ClassVar = SubscriptionQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at"]
        constraints = [models.UniqueConstraint(fields=["source", "kind", "origin_id"], name="subscription_once")]
        indexes = [models.Index(fields=["buyer", "-started_at"])]

    def __str__(self) -> str:
        return self.origin_id


class SubscriptionEvent(models.Model):
    """A start, renewal, upgrade, downgrade or cancellation, with the money it brought."""

    class Kind(models.TextChoices):
        START = "start", "started"
        RENEWAL = "renewal", "renewed"
        UPGRADE = "upgrade", "upgraded"
        DOWNGRADE = "downgrade", "downgraded"
        CANCEL = "cancel", "cancelled"

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    at = models.DateTimeField()
    amount_minor = models.BigIntegerField(default=0)

    class Meta:
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["subscription", "kind", "at"], name="subscription_event_once")]
        indexes = [models.Index(fields=["at"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.subscription_id}"
