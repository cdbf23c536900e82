"""What people see when a request is refused: what happened, in plain words, and a way on."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from agora.core.requests import refusal


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return refusal(request, "The request could not be read. Go back and try again.", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    detail = str(exception) if exception and str(exception) else "This page is not for your account."
    return refusal(request, detail, status=403, title="Not for this account")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return refusal(
        request, "There is nothing at this address, or it is not for you to see.", status=404, title="Not found"
    )


def broken(request: HttpRequest) -> HttpResponse:
    detail = "Something broke on our side; it has been written down. Try again in a moment."
    title = "That did not work"
    if request.path.startswith("/api/"):
        return refusal(request, detail, status=500, title=title)
    # What broke may be the database or the session: this page needs neither.
    return HttpResponse(render_to_string("broken.html", {"title": title, "detail": detail}), status=500)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form came without its token: from another site, or from a page that stood open too long."""
    detail = (
        "This form came from somewhere else, or its page was open for too long. Go back, reload it and send it again."
    )
    return refusal(request, detail, status=403, title="The form is out of date")
