"""The first page: search first, then what is going on."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from agora.portal.home import page as home_page


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show what is being answered, what was solved, which reviews helped, and the products."""
    return render(request, "portal/home/page.html", {"page": home_page.read(request.user)})
