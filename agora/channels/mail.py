"""Mail that people asked for by signing in: codes and links, through the outbox like everything that leaves."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.hashers import make_password
from django.utils.crypto import get_random_string

from agora.channels import outbox


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth's messages leave by our outbox."""

    def send_account_already_exists_mail(self, email: str) -> None:
        # A new address costs the hashing of its password; a known one must not answer sooner, or it would be told apart.
        make_password(get_random_string(12))
        super().send_account_already_exists_mail(email)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        message = self.render_mail(template_prefix, email, {**context, "email": email})
        outbox.answer_request(message, request_kind=template_prefix.rsplit("/", 1)[-1])
