"""Which roles there are, and what each may do: one table, held by a test over every address and role."""

from __future__ import annotations

from django.db import models


class Role(models.TextChoices):
    """What an account may do."""

    MEMBER = "member", "member"
    AGENT = "agent", "service agent"
    ANALYST = "analyst", "analyst"
    MANAGER = "manager", "manager"
    ADMINISTRATOR = "administrator", "administrator"


_STAFF = frozenset({Role.AGENT, Role.ANALYST, Role.MANAGER, Role.ADMINISTRATOR})
_ALL = frozenset(Role)

ABILITIES: dict[str, frozenset[Role]] = {
    "take part": _ALL,
    "see console": _STAFF,
    "work cases": frozenset({Role.AGENT, Role.MANAGER, Role.ADMINISTRATOR}),
    "edit people": frozenset({Role.AGENT, Role.MANAGER, Role.ADMINISTRATOR}),
    "correct readings": _STAFF,
    "see value": frozenset({Role.ANALYST, Role.MANAGER, Role.ADMINISTRATOR}),
    "run measures": frozenset({Role.ANALYST, Role.MANAGER, Role.ADMINISTRATOR}),
    "export": frozenset({Role.ANALYST, Role.MANAGER, Role.ADMINISTRATOR}),
    "configure": frozenset({Role.MANAGER, Role.ADMINISTRATOR}),
    "administer": frozenset({Role.ADMINISTRATOR}),
}
