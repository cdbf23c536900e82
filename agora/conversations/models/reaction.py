from __future__ import annotations

from typing import ClassVar

from django.db import models

from agora.conversations.models.post import Post
from agora.core.models import Source
from agora.people.models import Identity


class Reaction(models.Model):
    """A vote or a sign of agreement on a post; sources that hide who voted give no actor."""

    class Kind(models.TextChoices):
        HELPFUL = "helpful", "found helpful"
        UNHELPFUL = "unhelpful", "not found helpful"
        UP = "up", "up vote"
        DOWN = "down", "down vote"
        FAVORITE = "favorite", "kept as favourite"
        LIKE = "like", "liked"
        OTHER = "other", "other"

    # The one rule of what counts as a vote on the words, and which way; OTHER says nothing.
    HELPS: ClassVar = (Kind.HELPFUL, Kind.UP, Kind.LIKE, Kind.FAVORITE)
    HELPS_NOT: ClassVar = (Kind.UNHELPFUL, Kind.DOWN)

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    origin_kind = models.CharField(max_length=30, blank=True, help_text="what the source calls it")
    origin_id = models.CharField(max_length=120)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="reactions", db_index=False)
    actor = models.ForeignKey(
        Identity, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    at = models.DateTimeField()
    of_import = models.ForeignKey(
        "core.Import", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_constraint=False
    )

    class Meta:
        # A vote changed from helpful to unhelpful is the same vote: its kind is not part of what it is.
        constraints = [models.UniqueConstraint(fields=["source", "origin_id"], name="reaction_once")]
        indexes = [models.Index(fields=["post", "kind"]), models.Index(fields=["actor", "-at"])]

    def __str__(self) -> str:
        return f"{self.kind} on {self.post_id}"
