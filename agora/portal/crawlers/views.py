"""For machines that read the web: what they may visit, where the pages are, and the sign in the tab."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from agora.commerce.models import Product
from agora.conversations.models import Thread

MOST_OF_EACH = 10_000
CLOSED = ("/console/", "/api/", "/account/", "/me/", "/search/")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Say which rooms are not for machines."""
    lines = ["User-agent: *", *(f"Disallow: {room}" for room in CLOSED)]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('portal:sitemap'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """List public pages as a stranger sees them: the newest threads and the products, at most 10,000 of each."""
    nobody = AnonymousUser()
    threads = Thread.objects.visible_to(nobody).order_by("-last_post_at").values_list("pk", "last_post_at")
    products = Product.objects.visible_to(nobody).order_by("pk").values_list("slug", flat=True)
    pages = {
        "site": f"{request.scheme}://{request.get_host()}",
        "threads": threads[:MOST_OF_EACH],
        "products": products[:MOST_OF_EACH],
    }
    return render(request, "portal/sitemap.xml", pages, content_type="application/xml")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Lead browsers that ask by habit to the drawing."""
    return redirect(staticfiles_storage.url("css/mark.svg"), permanent=False)
