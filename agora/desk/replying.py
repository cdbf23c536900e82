"""A case is answered where the words were said, by a named employee, through the one door out."""

from __future__ import annotations

from django.db import transaction

from agora.accounts import audit
from agora.accounts.models import Account
from agora.channels import outbox
from agora.desk.models import Case, CaseReply


@transaction.atomic
def reply(case: Case, *, by: Account, body: str) -> CaseReply:
    """Answer the post that opened the case; outbox.NotPermitted where we cannot speak."""
    post = outbox.reply(case.post, body=body, by=by)
    audit.record("reply to case", by=by, subject=case, post=post.pk)
    return CaseReply.objects.create(case=case, post=post, by=by)
