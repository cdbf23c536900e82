from __future__ import annotations

from django.db import models

from agora.accounts.models.account import Account


class AuditEntry(models.Model):
    """One change made by staff: who, when, what, on which record. Never edited, never deleted."""

    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="audit_entries")
    action = models.CharField(max_length=80)
    subject = models.CharField(max_length=120, help_text="kind and id, such as person 12")
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["subject", "-at"]), models.Index(fields=["-at"])]

    def __str__(self) -> str:
        return f"{self.action} {self.subject}"
