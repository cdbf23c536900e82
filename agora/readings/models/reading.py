from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from agora.accounts.models import Account, Viewer
from agora.accounts.models.account import staff
from agora.conversations.models import Post


class ReadingQuerySet(models.QuerySet["Reading"]):
    def visible_to(self, viewer: Viewer) -> ReadingQuerySet:
        """Readings are for staff."""
        return self if staff(viewer) else self.none()


class Reading(models.Model):
    """What was meant by a post, as one model read it: language and polarity, with confidence."""

    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="+")
    model_id = models.CharField(max_length=40)
    language = models.CharField(max_length=8, help_text="und: too short or unclear to say")
    language_confidence = models.FloatField()
    polarity = models.FloatField(null=True, blank=True, help_text="-1 to 1; empty: this model cannot say")
    at = models.DateTimeField(auto_now=True)

    objects: ClassVar = ReadingQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["language"])]

    def __str__(self) -> str:
        return f"post {self.post_id} read by {self.model_id}"


class Intent(models.Model):
    """One thing a post does (asks, complains, praises...), with the words that showed it."""

    class Kind(models.TextChoices):
        QUESTION = "question", "question"
        COMPLAINT = "complaint", "complaint"
        PRAISE = "praise", "praise"
        SUGGESTION = "suggestion", "suggestion"
        PURCHASE_INTENT = "purchase_intent", "wants to buy"
        THREAT_TO_LEAVE = "threat_to_leave", "threatens to leave"
        RECOMMENDATION = "recommendation", "recommends"
        COMPETITOR = "competitor", "names a competitor"
        SAFETY = "safety", "safety"
        PRIVACY = "privacy", "privacy"

    reading = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="intents")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    confidence = models.FloatField()
    triggers = ArrayField(models.CharField(max_length=120), default=list)
    by_staff = models.BooleanField(default=False, help_text="put there by a correction; a later reading keeps it")

    class Meta:
        ordering = ["-confidence"]
        constraints = [models.UniqueConstraint(fields=["reading", "kind"], name="intent_once")]
        indexes = [models.Index(fields=["kind", "reading"])]

    def __str__(self) -> str:
        return self.get_kind_display()


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def visible_to(self, viewer: Viewer) -> CorrectionQuerySet:
        """Corrections are for staff."""
        return self if staff(viewer) else self.none()


class Correction(models.Model):
    """An employee's word against a reading: the intent is there after all, or is not; or the polarity is another."""

    class Aspect(models.TextChoices):
        INTENT_PRESENT = "present", "this is there"
        INTENT_ABSENT = "absent", "this is not there"
        POLARITY = "polarity", "the tone is"

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")
    aspect = models.CharField(max_length=10, choices=Aspect.choices)
    value = models.CharField(max_length=20)
    by = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.get_aspect_display()} {self.value}"
