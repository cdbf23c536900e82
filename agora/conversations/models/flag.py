from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from agora.accounts.models import Viewer
from agora.accounts.models.account import staff
from agora.conversations.models.post import Post
from agora.conversations.models.thread import Thread
from agora.people.models import Identity


class FlagQuerySet(models.QuerySet["Flag"]):
    def visible_to(self, viewer: Viewer) -> FlagQuerySet:
        """Flags are for staff: who flagged what is told to nobody else."""
        return self if staff(viewer) else self.none()


class Flag(models.Model):
    """Somebody says a post needs a look: why, and when."""

    class Reason(models.TextChoices):
        SPAM = "spam", "advertising or spam"
        ABUSE = "abuse", "insults or threats"
        WRONG = "wrong", "dangerous or wrong advice"
        PRIVATE = "private", "shows private data"
        OTHER = "other", "something else"

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="flags")
    by = models.ForeignKey(Identity, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField(max_length=20, choices=Reason.choices)
    detail = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = FlagQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["post", "by"], name="flag_once")]

    def __str__(self) -> str:
        return f"{self.get_reason_display()}: post {self.post_id}"


class Hold(models.Model):
    """A post (and a thread whose opening it is) that only staff see until it is decided."""

    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="hold")
    thread = models.OneToOneField(Thread, null=True, blank=True, on_delete=models.CASCADE, related_name="held")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    because = models.CharField(max_length=500)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.because


class Tombstone(models.Model):
    """A post that its source or author removed: the place stays, the words are gone."""

    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="tombstone")
    because = models.CharField(max_length=300)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.because
