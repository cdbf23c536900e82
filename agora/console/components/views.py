"""The page that shows every component with the values it takes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from agora.accounts.permissions import requires
from agora.console.components.examples import examples


@requires("see console")
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What pages are built from."""
    return render(request, "console/components/page.html", {"examples": examples()})
