"""What people see when a request is refused: what happened, in plain words, and a way on."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from agora.core.requests import refusal


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return refusal(request, "The request could not be read. Go back and try again.", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    detail = str(exception) if exception and str(exception) else "This page is not for your account."
    return refusal(request, detail, status=403, title="Not for this account")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return refusal(request, "There is nothing at this address, or it is not for you to see.", status=404, title="Not found")


def broken(request: HttpRequest) -> HttpResponse:
    detail = "Something broke on our side; it has been written down. Try again in a moment."
    return refusal(request, detail, status=500, title="That did not work")
