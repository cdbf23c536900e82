from __future__ import annotations

import secrets
from argparse import ArgumentParser
from typing import Any

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from agora.accounts import audit
from agora.accounts.models import Account
from agora.accounts.roles import Role


class Command(BaseCommand):
    help = "Make an account, or give one another role: agora account ines@example.org --role manager"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="")
        parser.add_argument("--role", choices=Role.values, default=Role.ADMINISTRATOR)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            validate_email(options["email"])
        except ValidationError:
            raise CommandError(f"{options['email']} is no e-mail address.") from None
        known = Account.objects.filter(email__iexact=options["email"]).first()
        if known:
            self._change(known, options["role"])
        else:
            self._create(options["email"], options["name"], options["role"])

    def _change(self, account: Account, role: str) -> None:
        audit.record("change role", by=None, subject=account, role=[account.role, role], at="command line")
        account.role = role
        account.save(update_fields=["role"])
        self.stdout.write(f"{account.email} is {account.get_role_display()} now.")

    def _create(self, email: str, name: str, role: str) -> None:
        password = secrets.token_urlsafe(15)
        account = Account.objects.create_user(email, password, name=name or email.partition("@")[0], role=role)
        EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)
        audit.record("create account", by=None, subject=account, role=role, at="command line")
        self.stdout.write(f"{email} is {account.get_role_display()}. Password, shown this once: {password}")
