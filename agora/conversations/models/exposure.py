from __future__ import annotations

from django.db import models

from agora.conversations.models.post import Post
from agora.people.models import Identity


class Exposure(models.Model):
    """Whose words met whom, when and how. A reading without consent to be measured leaves none."""

    class Kind(models.TextChoices):
        READ = "read", "read"
        VOTE = "vote", "voted on"
        REPLY = "reply", "replied to"
        REACTION = "reaction", "reacted to"
        ANSWER = "answer", "accepted as answer"
        REFERRAL = "referral", "came by referral"

    # Written by the door from rows it has just joined: of the three, only the post is checked once more.
    reader = models.ForeignKey(
        Identity, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="exposures")
    author = models.ForeignKey(
        Identity, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    kind = models.CharField(max_length=20, choices=Kind.choices)
    at = models.DateTimeField()
    day = models.DateField(help_text="one exposure per reader, post and kind a day")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reader", "post", "kind", "day"], name="exposure_once")]
        indexes = [models.Index(fields=["author", "-at"]), models.Index(fields=["reader", "at"])]

    def __str__(self) -> str:
        return f"{self.reader_id} {self.kind} {self.post_id}"
