from __future__ import annotations

from typing import ClassVar

from django.db import models

from agora.accounts.models.account import Account, Viewer, staff


class TeamQuerySet(models.QuerySet["Team"]):
    def visible_to(self, viewer: Viewer) -> TeamQuerySet:
        """Teams are for staff."""
        return self if staff(viewer) else self.none()


class Team(models.Model):
    """A department that can act: cases are routed to it."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    purpose = models.CharField(max_length=300, blank=True)
    members = models.ManyToManyField(Account, through="Membership", related_name="teams")

    objects: ClassVar = TeamQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """An account's place in a team."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="memberships")
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "account"], name="membership_once")]

    def __str__(self) -> str:
        return f"{self.account} in {self.team}"
