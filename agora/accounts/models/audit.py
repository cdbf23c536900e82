from __future__ import annotations

from typing import ClassVar

from django.db import models

from agora.accounts.models.account import Account, Viewer, staff


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    def visible_to(self, viewer: Viewer) -> AuditQuerySet:
        """What staff did is for staff."""
        return self if staff(viewer) else self.none()


class AuditEntry(models.Model):
    """One change made by staff: who, when, what, on which record. Never edited, never deleted."""

    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="audit_entries")
    action = models.CharField(max_length=80)
    subject = models.CharField(max_length=120, help_text="kind and id, such as person 12")
    detail = models.JSONField(default=dict)

    objects: ClassVar = AuditQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["subject", "-at"]), models.Index(fields=["-at"])]

    def __str__(self) -> str:
        return f"{self.action} {self.subject}"
