"""What every request passes: its real address, and input that cannot be held is refused early, in plain words."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render

Respond = Callable[[HttpRequest], HttpResponse]
FORMS = {"application/x-www-form-urlencoded", "multipart/form-data"}
# Nothing here takes a file this large; without a bound, one form could fill the disk.
LARGEST_BODY = 12_000_000
TOO_LARGE = "What was sent is larger than anything that is read here."
TOO_MANY = "The address or the form has more fields than anything here asks for."


class RealAddress:
    """Put the caller's address in place of the proxy's: the one that the last `settings.PROXIES` proxies wrote down.

    Otherwise all the world shares the proxy's address, and with it the limits by address.
    """

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        hops = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        # With fewer hops than proxies the request came around them.
        if settings.PROXIES and len(hops) >= settings.PROXIES and _is_address(hops[-settings.PROXIES].strip()):
            request.META["REMOTE_ADDR"] = hops[-settings.PROXIES].strip()
        return self.respond(request)


class CleanInput:
    """Refuse what cannot be held: NUL characters and broken UTF-8 with 400, bodies too large with 413."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _length(request) > LARGEST_BODY:
            return refusal(request, TOO_LARGE, status=413)
        try:
            problem = _problem(request)
        except RequestDataTooBig:
            return refusal(request, TOO_LARGE, status=413)
        except TooManyFieldsSent:
            # The page that says so must not stumble over them again.
            request.GET = QueryDict()
            problem = TOO_MANY
        return refusal(request, problem) if problem else self.respond(request)


def _problem(request: HttpRequest) -> str | None:
    query = request.META.get("QUERY_STRING", "")
    if "\x00" in request.path or "%00" in query:
        return "The address contains a NUL character, which no text can hold."
    if "�" in request.path or any("�" in value for pair in request.GET.lists() for value in (pair[0], *pair[1])):
        return "The address is not valid UTF-8."
    # A quoted cookie may spell any character by its number.
    if any("\x00" in value for value in request.COOKIES.values()):
        return "A cookie contains a NUL character, which no text can hold."
    if request.method != "POST" or request.content_type not in FORMS:
        return None
    if any("\x00" in value for pair in request.POST.lists() for value in (pair[0], *pair[1])):
        return "A field contains a NUL character, which no text can hold. Remove it and send the form again."
    return None


def _length(request: HttpRequest) -> int:
    length = request.META.get("CONTENT_LENGTH") or ""
    return int(length) if length.isascii() and length.isdecimal() and len(length) < 20 else 0


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


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
