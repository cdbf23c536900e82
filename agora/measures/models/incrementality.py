from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from agora.accounts.models import Viewer
from agora.accounts.models.account import staff
from agora.core import clock

DEFAULT = 0.4


class IncrementalityQuerySet(models.QuerySet["Incrementality"]):
    def visible_to(self, viewer: Viewer) -> IncrementalityQuerySet:
        """How much words are held to have caused is for staff."""
        return self if staff(viewer) else self.none()

    def in_force(self) -> Incrementality:
        """The newest statement, or the default: an assumption that nobody has confirmed."""
        return self.order_by("-since", "-pk").first() or Incrementality(share=DEFAULT)


class Incrementality(models.Model):
    """Of what leaned on words, the share that would not have been bought without them, and how we know."""

    class Origin(models.TextChoices):
        ASSUMED = "assumed", "assumed"
        MATCHED = "matched", "matched sample"
        EXPERIMENT = "experiment", "experiment"

    share = models.FloatField(help_text="between 0 and 1")
    low = models.FloatField(null=True, blank=True, help_text="lower end of its 80 % interval")
    high = models.FloatField(null=True, blank=True, help_text="upper end of its 80 % interval")
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.ASSUMED)
    because = models.CharField(max_length=300, blank=True, help_text="what it rests on, in words")
    since = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects: ClassVar = IncrementalityQuerySet.as_manager()

    class Meta:
        ordering = ["-since"]
        constraints = [
            models.CheckConstraint(condition=models.Q(share__gte=0, share__lte=1), name="incrementality_is_a_share")
        ]

    def __str__(self) -> str:
        return f"{self.share:.0%}, {self.get_origin_display()}"

    @property
    def stated(self) -> bool:
        """Whether somebody stated it; False for the default."""
        return self.pk is not None
