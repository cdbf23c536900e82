"""Signing in with an account held elsewhere (OpenID Connect): the way out, and the name somebody comes back with."""

from __future__ import annotations

from typing import Any

import requests
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.providers.openid_connect.views import login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from agora.accounts import names
from agora.accounts.models import Account

NAME_LENGTH = 120


class ProviderAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Newcomers keep the name their provider knows, if others may see them under it; if not, they are asked for one."""

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> Account:
        account: Account = super().populate_user(request, sociallogin, data)
        account.name = _name(data)
        return account

    def is_auto_signup_allowed(self, request: HttpRequest, sociallogin: Any) -> bool:
        try:
            sociallogin.user.name = names.of_member(sociallogin.user.name)
        except ValidationError:
            return False
        return bool(super().is_auto_signup_allowed(request, sociallogin))

    def get_signup_form_initial_data(self, sociallogin: Any) -> dict[str, Any]:
        return {**super().get_signup_form_initial_data(sociallogin), "name": sociallogin.user.name}


def enter(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Go to the provider: by way of a page of ours, for a form may not lead to another site (form-action)."""
    try:
        response: HttpResponse = login(request, provider_id)
    except requests.RequestException as problem:
        # A provider that does not answer is told as such, not as something of ours that broke.
        return render_authentication_error(request, provider_id, exception=problem)  # type: ignore[no-any-return]
    if request.method != "POST" or not isinstance(response, HttpResponseRedirect):
        return response
    leaving = render(request, "account/leaving.html", {"address": response.url})
    leaving.headers["Refresh"] = f"0; url={response.url}"
    return leaving


def _name(data: dict[str, Any]) -> str:
    parts = (data.get("first_name"), data.get("last_name"))
    return str(data.get("name") or " ".join(str(part) for part in parts if part))[:NAME_LENGTH]
