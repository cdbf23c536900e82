from __future__ import annotations

from typing import ClassVar

from django.db import models

from agora.accounts.models import Viewer
from agora.accounts.models.account import staff
from agora.measures.models.run import UNCHECKED, Run
from agora.people.models import Identity


class TieQuerySet(models.QuerySet["Tie"]):
    def visible_to(self, viewer: Viewer) -> TieQuerySet:
        """Ties are for staff."""
        return self if staff(viewer) else self.none()


class Tie(models.Model):
    """One of the strongest ties of identity `one`, derived from replies and exposures; never typed in."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="ties", **UNCHECKED)
    one = models.ForeignKey(Identity, on_delete=models.CASCADE, related_name="+", **UNCHECKED)
    other = models.ForeignKey(Identity, on_delete=models.CASCADE, related_name="+", **UNCHECKED)
    strength = models.FloatField()
    heard = models.PositiveIntegerField(help_text="how often `one` met or answered the words of `other`")
    heard_by = models.PositiveIntegerField(help_text="how often `other` met or answered the words of `one`")
    last_at = models.DateTimeField()

    objects: ClassVar = TieQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["run", "one", "-strength"])]

    def __str__(self) -> str:
        return f"{self.one_id} to {self.other_id}: {self.strength:.2f}"
