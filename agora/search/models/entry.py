from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from agora.accounts.models import Viewer
from agora.accounts.models.account import staff


class EntryQuerySet(models.QuerySet["Entry"]):
    def visible_to(self, viewer: Viewer) -> EntryQuerySet:
        """Staff find everything, others what is public."""
        return self if staff(viewer) else self.filter(is_public=True)


class Entry(models.Model):
    """One line of the search index: a post, a product or a person, with its words stemmed by language."""

    class Kind(models.TextChoices):
        POST = "post", "posts"
        PRODUCT = "product", "products"
        PERSON = "person", "people"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    subject_id = models.BigIntegerField()
    thread_id = models.BigIntegerField(null=True, blank=True)
    title = models.CharField(max_length=300)
    body = models.TextField(blank=True)
    configuration = models.CharField(max_length=30, default="", help_text="the text search configuration that stems it")
    vector = SearchVectorField()
    is_public = models.BooleanField()
    at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = EntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "entries"
        constraints = [models.UniqueConstraint(fields=["kind", "subject_id"], name="entry_once")]
        indexes = [
            GinIndex(fields=["vector"], name="entry_words"),
            GinIndex(OpClass("title", name="gin_trgm_ops"), name="entry_typos"),
        ]

    def __str__(self) -> str:
        return self.title
