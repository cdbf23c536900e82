from __future__ import annotations

import zoneinfo
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower

from agora.accounts.roles import ABILITIES, Role


class AccountManager(BaseUserManager["Account"]):
    def create_user(self, email: str, password: str | None = None, **values: Any) -> Account:
        account = self.model(email=self.normalize_email(email), **values)
        account.set_password(password)
        account.save()
        return account

    def visible_to(self, viewer: Viewer) -> models.QuerySet[Account]:
        """Staff see every account, a member their own."""
        if staff(viewer):
            return self.all()
        return self.filter(pk=viewer.pk) if isinstance(viewer, Account) else self.none()

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(email__iexact=username)


def _known_time_zone(name: str) -> None:
    if name not in zoneinfo.available_timezones():
        raise ValidationError("Choose a time zone such as Europe/Berlin.")


class Account(AbstractBaseUser):
    """A sign-in: a member's or an employee's. Not a customer: that is a Person."""

    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.MEMBER)
    time_zone = models.CharField(max_length=60, default="UTC", validators=[_known_time_zone])
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[AccountManager] = AccountManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(Lower("email"), name="account_email_once")]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def is_staff(self) -> bool:
        """Whether this account works here (any role but member)."""
        return self.role != Role.MEMBER

    def may(self, ability: str) -> bool:
        """Whether this account's role holds `ability` (accounts.roles.ABILITIES)."""
        return self.is_active and self.role in ABILITIES[ability]


def staff(viewer: Account | AnonymousUser) -> bool:
    """Whether `viewer` is a signed-in employee."""
    return isinstance(viewer, Account) and viewer.is_active and viewer.is_staff


Viewer = Account | AnonymousUser
