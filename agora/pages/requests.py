"""Who asks, how often they may do it in an hour, and where they return to."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from agora.accounts.models import Account
from agora.core.limits import spend
from agora.core.requests import refusal

Parameters = ParamSpec("Parameters")
View = Callable[Concatenate[HttpRequest, Parameters], HttpResponse]
HOUR = 3600


def signed_in(request: HttpRequest) -> Account:
    """Return the account of a view that requires one."""
    assert isinstance(request.user, Account)
    return request.user


def way_back(request: HttpRequest, otherwise: str) -> str:
    """Return the address of ours that a form names as `next`, or `otherwise`."""
    address = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if safe else otherwise


def within(what: str, *, limit: int) -> Callable[[View[Parameters]], View[Parameters]]:
    """Let an account do `what` at most `limit` times an hour; beyond that a clear page with status 429."""

    def guard(view: View[Parameters]) -> View[Parameters]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: Parameters.args, **kwargs: Parameters.kwargs) -> HttpResponse:
            if request.method != "POST" or not isinstance(request.user, Account):
                return view(request, *args, **kwargs)
            allowance = spend(f"{what}:{request.user.pk}", limit=limit, seconds=HOUR)
            if not allowance.exceeded:
                return view(request, *args, **kwargs)
            minutes = allowance.reset // 60 + 1
            detail = _("You have done this very often in the last hour. Try again in %(minutes)d minutes.")
            response = refusal(request, detail % {"minutes": minutes}, status=429, title=_("A little slower, please"))
            for field, value in allowance.headers().items():
                response[field] = value
            return response

        return guarded

    return guard


def problems(form: BaseForm) -> str:
    """Return what is wrong with a form that has no page of its own, in one line."""
    return " ".join(f"{form.fields[name].label}: {error}" for name, errors in form.errors.items() for error in errors)


def unreadable(request: HttpRequest, problem: str) -> HttpResponse:
    """Return a clear page for an address or form that says nothing this page knows."""
    return refusal(request, problem, status=400)
