"""Mail that people asked for by signing in: codes and links, through the outbox like everything that leaves."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter

from agora.channels import outbox


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth's messages leave by our outbox."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        message = self.render_mail(template_prefix, email, {**context, "email": email})
        outbox.answer_request(message, request_kind=template_prefix.rsplit("/", 1)[-1])
