"""The audit log: every change by staff passes `record`."""

from __future__ import annotations

from django.db.models import Model

from agora.accounts.models import Account, AuditEntry


def record(action: str, *, by: Account | None, subject: Model | str, **detail: object) -> AuditEntry:
    """Note that `by` did `action` on `subject`, with what changed in `detail` (JSON values)."""
    name = subject if isinstance(subject, str) else f"{subject._meta.model_name} {subject.pk}"
    return AuditEntry.objects.create(by=by, action=action, subject=name, detail=detail)
