"""The cast: Ada asks, Ben buys and reviews, Cleo is a stranger to both; Ines, Ana, Max and Root work here."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cached_property

from agora.accounts.models import Account, Team
from agora.accounts.roles import Role
from agora.core.models import Source
from agora.core.models.sources import portal, source
from agora.people.holding import identity_of
from agora.people.models import Identity

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
PASSWORD = "a long enough phrase"


class Cast:
    """Accounts by role, made when first named; `cast.ada.identity` is her presence at the portal."""

    def _account(self, name: str, role: Role = Role.MEMBER) -> Account:
        return Account.objects.create_user(f"{name.lower()}@example.org", PASSWORD, name=name, role=role)

    @cached_property
    def ada(self) -> Account:
        """A member who asks."""
        return self._account("Ada")

    @cached_property
    def ben(self) -> Account:
        """A member who buys and reviews."""
        return self._account("Ben")

    @cached_property
    def cleo(self) -> Account:
        """A member who has nothing to do with Ada and Ben."""
        return self._account("Cleo")

    @cached_property
    def ines(self) -> Account:
        """A service agent."""
        return self._account("Ines", Role.AGENT)

    @cached_property
    def ana(self) -> Account:
        """An analyst."""
        return self._account("Ana", Role.ANALYST)

    @cached_property
    def max(self) -> Account:
        """A manager."""
        return self._account("Max", Role.MANAGER)

    @cached_property
    def root(self) -> Account:
        """The administrator."""
        return self._account("Root", Role.ADMINISTRATOR)

    @cached_property
    def service(self) -> Team:
        """Customer service, with Ines in it."""
        team = Team.objects.create(slug="service", name="Customer service")
        team.members.add(self.ines)
        return team

    @cached_property
    def portal(self) -> Source:
        """Our portal."""
        return portal()

    @cached_property
    def shop(self) -> Source:
        """The shop that orders come from."""
        return source("shop", kind="orders", name="Shop")

    def voice(self, account: Account) -> Identity:
        """The account's identity at the portal."""
        return identity_of(account)
