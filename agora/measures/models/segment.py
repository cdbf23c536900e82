from __future__ import annotations

from typing import ClassVar

from django.db import models

from agora.accounts.models import Account, Viewer
from agora.accounts.models.account import staff


class SegmentQuerySet(models.QuerySet["Segment"]):
    def visible_to(self, viewer: Viewer) -> SegmentQuerySet:
        """Segments are for staff."""
        return self if staff(viewer) else self.none()


class Segment(models.Model):
    """A saved choice of people or conversations, kept as the query that finds them."""

    class Of(models.TextChoices):
        PEOPLE = "people", "people"
        CONVERSATIONS = "conversations", "conversations"

    of = models.CharField(max_length=20, choices=Of.choices)
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=1000, help_text="the address's query string, such as tag=wholesale&min_csv=100")
    by = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = SegmentQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["of", "name"], name="segment_once")]

    def __str__(self) -> str:
        return self.name
