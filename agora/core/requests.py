"""What every request passes: input that PostgreSQL cannot hold is refused early, in plain words."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

Respond = Callable[[HttpRequest], HttpResponse]


class CleanInput:
    """Refuse NUL characters and broken UTF-8 in the address, the query and form fields with 400."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if problem := _problem(request):
            return refusal(request, problem)
        return self.respond(request)


def _problem(request: HttpRequest) -> str | None:
    query = request.META.get("QUERY_STRING", "")
    if "\x00" in request.path or "%00" in query:
        return "The address contains a NUL character, which no text can hold."
    if "�" in request.path or any("�" in value for pair in request.GET.lists() for value in (pair[0], *pair[1])):
        return "The address is not valid UTF-8."
    if request.method == "POST" and request.content_type in {
        "application/x-www-form-urlencoded",
        "multipart/form-data",
    }:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
        if length > 12_000_000:
            return None  # refused by size in the view's own parser
        if any("\x00" in value for pair in request.POST.lists() for value in (pair[0], *pair[1])):
            return "A field contains a NUL character, which no text can hold. Remove it and send the form again."
    return None


def refusal(
    request: HttpRequest, detail: str, *, status: int = 400, title: str = "This request cannot be read"
) -> HttpResponse:
    """Return `detail` as problem details (RFC 9457) below /api/, as a page elsewhere."""
    if request.path.startswith("/api/"):
        problem = {"type": "about:blank", "title": title, "status": status, "detail": detail}
        return JsonResponse(problem, status=status, content_type="application/problem+json")
    return render(request, "refusal.html", {"title": title, "detail": detail}, status=status)


def site(request: HttpRequest) -> dict[str, object]:
    """Give every template the site's name."""
    return {"site_name": settings.SITE_NAME}
