from __future__ import annotations

from typing import ClassVar

from django.db import models

from agora.accounts.models import Account, Viewer
from agora.accounts.models.account import staff
from agora.measures.catalogue import MONEY
from agora.measures.models.run import UNCHECKED, Run


def sees_value(viewer: Viewer) -> bool:
    """Whether the viewer may see what people's words and purchases are worth in money."""
    return isinstance(viewer, Account) and viewer.may("see value")


class ScoreQuerySet(models.QuerySet["Score"]):
    def visible_to(self, viewer: Viewer) -> ScoreQuerySet:
        """Staff see every score, others those of posts and products, and who is an expert in what."""
        if staff(viewer):
            return self
        return self.filter(models.Q(subject_kind__in=("post", "product")) | models.Q(measure="expertise"))

    def shown_to(self, viewer: Viewer) -> ScoreQuerySet:
        """Of what is visible to the viewer all that may be shown: what is worth money only to who may see value."""
        visible = self.visible_to(viewer)
        return visible if sees_value(viewer) else visible.exclude(measure__in=MONEY)

    def current(self) -> ScoreQuerySet:
        """The scores of the newest finished runs."""
        return self.filter(run__is_current=True)


class Score(models.Model):
    """A measured value of a person, identity, product or post: value, interval, and what it rests on."""

    class Subject(models.TextChoices):
        PERSON = "person", "person"
        IDENTITY = "identity", "identity"
        PRODUCT = "product", "product"
        POST = "post", "post"

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="scores", **UNCHECKED)
    measure = models.CharField(max_length=40)
    subject_kind = models.CharField(max_length=10, choices=Subject.choices)
    subject_id = models.BigIntegerField()
    label = models.CharField(max_length=80, blank=True, help_text="the topic, for measures per topic")
    value = models.FloatField()
    low = models.FloatField(null=True, blank=True)
    high = models.FloatField(null=True, blank=True)
    basis = models.JSONField(default=dict, help_text="how much it rests on: sales, posts, exposures, votes")

    objects: ClassVar = ScoreQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "measure", "subject_kind", "subject_id", "label"], name="score_once")
        ]
        indexes = [
            models.Index(fields=["subject_kind", "subject_id"]),
            models.Index(fields=["run", "measure", "-value"]),
        ]

    def __str__(self) -> str:
        return f"{self.measure} of {self.subject_kind} {self.subject_id}: {self.value:g}"
