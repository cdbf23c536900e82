from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from agora.accounts.models import Team, Viewer
from agora.accounts.models.account import staff
from agora.readings.models import Intent


class RouteQuerySet(models.QuerySet["Route"]):
    def visible_to(self, viewer: Viewer) -> RouteQuerySet:
        """Routes are for staff."""
        return self if staff(viewer) else self.none()


class Route(models.Model):
    """An editable rule: posts that look like this go to that team, due within these hours. The first match counts."""

    class On(models.TextChoices):
        READING = "reading", "what a post was read to mean"
        FLAG = "flag", "a flag"

    name = models.CharField(max_length=120)
    position = models.PositiveIntegerField(default=100, help_text="lower is asked first")
    on = models.CharField(max_length=10, choices=On.choices, default=On.READING)
    intents = ArrayField(models.CharField(max_length=20, choices=Intent.Kind.choices), default=list, blank=True)
    polarity_below = models.FloatField(null=True, blank=True, help_text="only posts at least this negative (-1 to 1)")
    words = models.CharField(
        max_length=300, blank=True, help_text="any of these words, separated by commas; empty: all posts"
    )
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+")
    due_hours = models.PositiveIntegerField(default=24)
    is_active = models.BooleanField(default=True)

    objects: ClassVar = RouteQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name
