from __future__ import annotations

from typing import ClassVar, Protocol

from django.db import models

# The one kind that the ground knows by name: where our own members speak.
PORTAL = "portal"


class Seer(Protocol):
    """Whoever looks: an account, or a stranger. Accounts live a storey higher, so only what counts is named here."""

    @property
    def is_active(self) -> bool: ...

    @property
    def is_staff(self) -> bool: ...


class SourceQuerySet(models.QuerySet["Source"]):
    def visible_to(self, viewer: Seer) -> SourceQuerySet:
        """Sources are for staff."""
        return self if viewer.is_active and viewer.is_staff else self.none()


class Source(models.Model):
    """A system that words or money come from: our own portal, a shop, a forum, an archive."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=40, help_text="a folder of channels/connectors")
    url = models.URLField(max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_portal(self) -> bool:
        """Whether this is our own portal, where members speak for themselves."""
        return self.kind == PORTAL


def source(slug: str, *, kind: str, name: str = "", url: str = "") -> Source:
    """Return the source called `slug`, made if it is new."""
    return Source.objects.get_or_create(slug=slug, defaults={"kind": kind, "name": name or slug, "url": url})[0]


def portal() -> Source:
    """Return our own portal, a source like the others."""
    return source("portal", kind=PORTAL, name="Portal")
