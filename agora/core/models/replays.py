from __future__ import annotations

from django.db import models


class Replay(models.Model):
    """The answer given to an idempotency key, so that a repeated request gets it again and does nothing."""

    owner = models.CharField(max_length=80)
    key = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    answer = models.JSONField(null=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="replay_once")]
        indexes = [models.Index(fields=["at"])]

    def __str__(self) -> str:
        return f"{self.owner} {self.key}"
