from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.urls import reverse

from agora.accounts.models import Viewer
from agora.accounts.models.account import staff
from agora.commerce.models import Product
from agora.conversations.models.channel import Channel
from agora.core.models import Source
from agora.people.models import Identity


class Topic(models.Model):
    """What a thread is about, in a word its authors chose."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=80)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ThreadQuerySet(models.QuerySet["Thread"]):
    def visible_to(self, viewer: Viewer) -> ThreadQuerySet:
        """Staff see every thread, others those of public channels whose opening words are not held."""
        if staff(viewer):
            return self
        return self.filter(channel__is_public=True, held=None)


class Thread(models.Model):
    """A conversation: a question, a discussion, a review with its comments, or a thread heard elsewhere."""

    class Kind(models.TextChoices):
        QUESTION = "question", "question"
        DISCUSSION = "discussion", "discussion"
        REVIEW = "review", "review"

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    origin_id = models.CharField(max_length=300)
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="threads")
    title = models.CharField(max_length=300)
    url = models.URLField(max_length=500, blank=True)
    opened_by = models.ForeignKey(
        Identity, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    product = models.ForeignKey(
        Product, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    topics = models.ManyToManyField(Topic, through="ThreadTopic", related_name="threads")
    opened_at = models.DateTimeField()
    last_post_at = models.DateTimeField()
    post_count = models.PositiveIntegerField(default=0)
    of_import = models.ForeignKey(
        "core.Import", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_constraint=False
    )

    objects: ClassVar = ThreadQuerySet.as_manager()

    class Meta:
        ordering = ["-last_post_at"]
        constraints = [models.UniqueConstraint(fields=["source", "origin_id"], name="thread_once")]
        indexes = [
            models.Index(fields=["kind", "-last_post_at"]),
            models.Index(fields=["kind", "-opened_at"]),
            models.Index(fields=["-last_post_at"]),
            models.Index(fields=["product", "kind"]),
            models.Index(fields=["opened_by"]),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("portal:thread", args=[self.pk])


class ThreadTopic(models.Model):
    """A topic on a thread."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="+")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "topic"], name="thread_topic_once")]

    def __str__(self) -> str:
        return f"{self.topic_id} on {self.thread_id}"


class ThreadLink(models.Model):
    """A link its source made between two threads: related, or the same question again."""

    class Kind(models.TextChoices):
        RELATED = "related", "related"
        DUPLICATE = "duplicate", "same question"

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    origin_id = models.CharField(max_length=120)
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="links")
    other = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "kind", "origin_id"], name="thread_link_once")]

    def __str__(self) -> str:
        return f"{self.thread_id} {self.kind} {self.other_id}"
