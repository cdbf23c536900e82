"""The first page of the console."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from agora.accounts.permissions import requires
from agora.console.today import page as today_page
from agora.pages.requests import signed_in


@requires("see console")
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What needs somebody, and what changed."""
    return render(request, "console/today/page.html", {"page": today_page.read(signed_in(request))})
