from __future__ import annotations

from typing import ClassVar

from django.db import models

from agora.accounts.models import Viewer
from agora.accounts.models.account import staff
from agora.conversations.models import Post, Thread
from agora.people.models import Identity


class QuestionQuerySet(models.QuerySet["Question"]):
    def visible_to(self, viewer: Viewer) -> QuestionQuerySet:
        """As its thread."""
        if staff(viewer):
            return self
        return self.filter(thread__channel__is_public=True, thread__held=None)

    def answered(self) -> QuestionQuerySet:
        """Questions with an accepted answer."""
        return self.filter(accepted__isnull=False).distinct()


class Question(models.Model):
    """A thread that asks for an answer."""

    thread = models.OneToOneField(Thread, primary_key=True, on_delete=models.CASCADE, related_name="+")

    objects: ClassVar = QuestionQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.thread)


class AcceptedAnswer(models.Model):
    """A post that the asker (or staff) accepted as an answer: who and when. A question may have several."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="accepted")
    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Identity, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"answer {self.post_id}"


class MeToo(models.Model):
    """Somebody else has the same question."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="me_too")
    identity = models.ForeignKey(Identity, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "me too"
        constraints = [models.UniqueConstraint(fields=["question", "identity"], name="me_too_once")]

    def __str__(self) -> str:
        return f"{self.identity_id} too"
