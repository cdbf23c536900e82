from __future__ import annotations

import zoneinfo
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from agora.accounts.models import Account


class LocalTime:
    """Show times in the signed-in account's time zone."""

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        zone = request.user.time_zone if isinstance(request.user, Account) else "UTC"
        with timezone.override(zoneinfo.ZoneInfo(zone)):
            return self.respond(request)
