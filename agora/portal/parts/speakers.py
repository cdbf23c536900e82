"""Who speaks: the identity of the member behind a request."""

from __future__ import annotations

from django.http import HttpRequest

from agora.accounts.models import Account
from agora.pages.requests import signed_in
from agora.people.holding import identity_of
from agora.people.models import Identity


def voice(request: HttpRequest) -> Identity | None:
    """Return the identity of who is signed in, or None for a stranger."""
    return identity_of(request.user) if isinstance(request.user, Account) else None


def speaker(request: HttpRequest) -> Identity:
    """Return the identity with which the signed-in member speaks."""
    return identity_of(signed_in(request))
