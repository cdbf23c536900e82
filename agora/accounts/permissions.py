"""Lets only those through to a page who may open it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy as _

from agora.accounts.models import Account, Viewer
from agora.accounts.roles import ABILITIES

SECOND_FACTOR = _(
    "People who work here need a second factor: add a passkey or an authenticator app. Then everything opens."
)

Parameters = ParamSpec("Parameters")
View = Callable[Concatenate[HttpRequest, Parameters], HttpResponse]


def requires(ability: str) -> Callable[[View[Parameters]], View[Parameters]]:
    """Let only accounts that may do `ability` through: others are sent to sign in, or get 403."""
    assert ability in ABILITIES

    def guard(view: View[Parameters]) -> View[Parameters]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: Parameters.args, **kwargs: Parameters.kwargs) -> HttpResponse:
            account = request.user
            if not isinstance(account, Account) or not account.is_active:
                return redirect_to_login(request.get_full_path())
            if not account.may(ability):
                raise PermissionDenied(f"Your role ({account.get_role_display()}) may not {ability}.")
            if account.is_staff and lacks_second_factor(account):
                messages.warning(request, SECOND_FACTOR)
                return redirect("mfa_index")
            response = view(request, *args, **kwargs)
            # No shared cache between us and the reader may keep what one account sees.
            patch_cache_control(response, private=True)
            return response

        guarded.ability = ability  # type: ignore[attr-defined]
        return guarded

    return guard


def accounts_that_may(ability: str, *, viewer: Viewer) -> QuerySet[Account]:
    """Return the active accounts whose role holds `ability`, of those that `viewer` may see."""
    return Account.objects.visible_to(viewer).filter(is_active=True, role__in=ABILITIES[ability])


def lacks_second_factor(account: Any) -> bool:
    """Whether staff must have a second factor here and this account has none."""
    return bool(settings.STAFF_SECOND_FACTOR) and not is_mfa_enabled(account)
