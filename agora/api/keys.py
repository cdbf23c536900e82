"""Who calls: a token by its scope and its owner's role, or signed-in staff of this site with the CSRF token."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja.security import HttpBearer
from ninja.security.apikey import APIKeyBase
from ninja.utils import check_csrf

from agora.accounts.models import Account, Token
from agora.accounts.permissions import lacks_second_factor
from agora.accounts.roles import ABILITIES
from agora.api.problems import Refused
from agora.core.limits import spend

REQUESTS_A_MINUTE = 1200
MINUTE = 60


@dataclass(frozen=True, slots=True)
class Caller:
    """The account that calls, and the token it calls with (None: a signed-in session)."""

    account: Account
    token: Token | None = None

    @property
    def name(self) -> str:
        """What limits and idempotency keys belong to."""
        return f"token:{self.token.pk}" if self.token else f"account:{self.account.pk}"


def caller(request: HttpRequest) -> Caller:
    """Return who calls an operation that needs somebody."""
    auth: Any = getattr(request, "auth", None)
    assert isinstance(auth, Caller)
    return auth


def viewer(request: HttpRequest) -> Account:
    """Return the account through whose eyes everything is read."""
    return caller(request).account


def needs(scope: str, ability: str = "take part") -> list[Any]:
    """Let in tokens with `scope` whose owner may do `ability`, and signed-in staff who may."""
    assert ability in ABILITIES
    return [Bearer(scope, ability), Session(scope, ability)]


def allow(request: HttpRequest, who: Caller, ability: str) -> Caller:
    """Count the request of `found` and return it; Refused beyond the limit, or where the role lacks `ability`."""
    allowance = spend(f"api:{who.name}", limit=requests_a_minute(), seconds=MINUTE)
    request.allowance = allowance  # type: ignore[attr-defined]
    if allowance.exceeded:
        raise Refused(429, f"{allowance.limit:,} requests a minute are enough; wait {allowance.reset} seconds.")
    if not who.account.may(ability):
        raise Refused(403, f"The role of this account ({who.account.get_role_display()}) may not {ability}.")
    return who


def requests_a_minute() -> int:
    """Return how many requests a token (or an address without one) may send in a minute."""
    return int(getattr(settings, "API_REQUESTS_A_MINUTE", REQUESTS_A_MINUTE))


class Bearer(HttpBearer):  # type: ignore[misc]
    """A token in the Authorization header."""

    def __init__(self, scope: str, ability: str) -> None:
        super().__init__()
        self.scope, self.ability = scope, ability

    def authenticate(self, request: HttpRequest, token: str) -> Caller:
        """Return who calls; Refused with 401 for a token that opens nothing, with 403 for one without the scope."""
        presented = Token.presented(token) if token.isascii() else None
        if presented is None:
            raise Refused(401, "This token is unknown, has ended or was revoked.")
        here = allow(request, Caller(presented.account, presented), self.ability)
        if self.scope not in presented.scopes:
            raise Refused(
                403, f"This token is for {', '.join(presented.scopes)}; this operation needs the scope {self.scope}."
            )
        return here


class Session(APIKeyBase):  # type: ignore[misc]
    """A signed-in employee's browser, from this site only."""

    openapi_in = "cookie"
    param_name = settings.SESSION_COOKIE_NAME

    def __init__(self, scope: str, ability: str) -> None:
        super().__init__()
        self.scope, self.ability = scope, ability

    def _get_key(self, request: HttpRequest) -> str | None:
        return request.COOKIES.get(self.param_name)

    def authenticate(self, request: HttpRequest, key: str | None) -> Caller | None:
        """Return who calls, or None where nobody is signed in; Refused where that is not enough."""
        account = request.user if key else None
        if not isinstance(account, Account) or not account.is_active:
            return None
        if not account.is_staff or lacks_second_factor(account):
            raise Refused(403, "A session opens the API to staff with their second factor; others use a token.")
        if check_csrf(request):
            raise Refused(403, "The request came without the CSRF token of this site.")
        return allow(request, Caller(account), self.ability)
