"""The accounts of the demo: staff of every role, Cleo and an ordinary member, with passwords made at load."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from allauth.account.models import EmailAddress
from django.conf import settings

from agora.accounts.models import Account
from agora.accounts.roles import Role
from agora.demo.bicycles import SimPerson, World

FILE = "demo-signins.txt"
CLEO = "Cleo Marsh"


@dataclass(frozen=True, slots=True)
class SignIn:
    """Who signs in how, and what they come to do."""

    email: str
    password: str
    name: str
    purpose: str


STAFF = (
    ("ines", "Ines Calderón", Role.AGENT, "community and service agent: cases, replies"),
    ("marek", "Marek Wolański", Role.AGENT, "service agent"),
    ("yuki", "Yuki Amano", Role.AGENT, "product quality"),
    ("ana", "Ana Petrescu", Role.ANALYST, "analyst: value, measures"),
    ("max", "Max Okonjo", Role.MANAGER, "manager: teams, routes, settings"),
    ("root", "Robin Teague", Role.ADMINISTRATOR, "administrator: everything"),
)


def staff_and_members(company: World) -> tuple[list[SignIn], dict[str, Account]]:
    """Make the accounts; returns the sign-ins, and the accounts by staff handle or person key."""
    signins, accounts = [], {}
    for handle, name, role, purpose in STAFF:
        signins.append(SignIn(f"{handle}@example.org", _password(), name, purpose))
        accounts[handle] = _account(signins[-1], role)
    for person in members(company):
        purpose = "the ten-cent reviewer" if person.name == CLEO else "an ordinary member"
        email = "cleo@example.org" if person.name == CLEO else f"{person.handle}@example.org"
        signins.append(SignIn(email, _password(), person.name, purpose))
        accounts[person.key] = _account(signins[-1], Role.MEMBER)
    return signins, accounts


def members(company: World) -> list[SimPerson]:
    """Return Cleo, and the ordinary member who has written most among those who also bought."""
    cleo = next(person for person in company.people if person.name == CLEO)
    written: dict[str, int] = {}
    for post in company.posts:
        written[post.author] = written.get(post.author, 0) + 1
    planted = {"reviewer", "fleet", "blogger", "expert", "critic", "ring"}
    usual = [p for p in company.people if p.has_account and p.is_customer and p.archetype not in planted]
    return [cleo, max(usual, key=lambda person: (written.get(person.key, 0), person.key))]


def keep(signins: Iterable[SignIn], *, var: Path | None = None) -> Path:
    """Write the sign-ins to a file that only this user can read, and return it."""
    path = (var or settings.VAR) / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_text(
        "".join(f"{signin.email}  {signin.password}  {signin.name}: {signin.purpose}\n" for signin in signins)
    )
    return path


def kept(*, var: Path | None = None) -> str:
    """Return the sign-ins as kept, or nothing if the file is gone."""
    path = (var or settings.VAR) / FILE
    return path.read_text() if path.exists() else ""


def _account(signin: SignIn, role: str) -> Account:
    account = Account.objects.create_user(signin.email, signin.password, name=signin.name, role=role)
    EmailAddress.objects.create(user=account, email=signin.email, verified=True, primary=True)
    return account


def _password() -> str:
    return secrets.token_urlsafe(12)
