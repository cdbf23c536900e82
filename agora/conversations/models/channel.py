from __future__ import annotations

from typing import ClassVar

from django.db import models

from agora.accounts.models import Viewer
from agora.accounts.models.account import staff
from agora.core.models import Source


class ChannelQuerySet(models.QuerySet["Channel"]):
    def visible_to(self, viewer: Viewer) -> ChannelQuerySet:
        """Staff see every channel, others the public ones."""
        return self if staff(viewer) else self.filter(is_public=True)


class Channel(models.Model):
    """A stream of threads within a source: a forum, a hashtag, a mailbox, the questions of our portal."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    slug = models.SlugField(max_length=120)
    name = models.CharField(max_length=200)
    url = models.URLField(max_length=500, blank=True)
    is_public = models.BooleanField(default=False, help_text="shown in our portal; otherwise only staff listen")

    objects: ClassVar = ChannelQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["source", "slug"], name="channel_once")]

    def __str__(self) -> str:
        return self.name
