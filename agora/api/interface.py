"""The API as a whole: how every answer looks, which header fields it carries, and how it is described."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property, partial, wraps
from typing import Any

from csp.decorators import csp_update
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import re_path
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.parser import Parser

from agora.api import describing, problems
from agora.api.keys import MINUTE, requests_a_minute
from agora.api.problems import MEDIA_TYPE, Refused
from agora.core.limits import spend
from agora.core.pagination import BadCursor

View = Callable[..., HttpResponse]
WITH_BODY = {"POST", "PUT", "PATCH"}
NOT_FOUND = "There is nothing at this address, or it is not for you to see."
SIGN_IN = "Send a token: Authorization: Bearer agora_…"
TOO_LARGE = "The body is larger than 2.5 MB; send it in several batches."
NOT_JSON = "The body is no JSON text in UTF-8."
# Swagger's page writes its own style elements; scripts stay as strict as everywhere.
STYLED = csp_update({"style-src": ["'unsafe-inline'"]})
REALM = {"WWW-Authenticate": 'Bearer realm="agora"'}


class StrictJson(Parser):  # type: ignore[misc]
    """JSON as RFC 8259 has it: UTF-8, and no NaN or Infinity."""

    def parse_body(self, request: HttpRequest) -> Any:
        return json.loads(request.body.decode(), parse_constant=_no_number)


class Interface(NinjaAPI):  # type: ignore[misc]
    """The API: errors are problem details, every answer tells what is left of the rate limit."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(parser=StrictJson(), **settings)
        for kind, handler in HANDLERS.items():
            self.add_exception_handler(kind, handler)

    def get_openapi_schema(self, *, path_prefix: str | None = None, path_params: Any = None) -> dict[str, Any]:
        """Return the OpenAPI document, made once."""
        return self._described

    @cached_property
    def _described(self) -> dict[str, Any]:
        return describing.described(super().get_openapi_schema())

    def _get_urls(self) -> list[Any]:
        *urls, root = super()._get_urls()
        for url in urls:
            dress = {"openapi-json": plain, "openapi-view": STYLED}.get(url.name, finished)
            url.callback = dress(url.callback)
        return [*urls, root, re_path(r"^", csrf_exempt(finished(_nothing_here)))]


def plain(view: View) -> View:
    """Leave the view as it is."""
    return view


def finished(view: View) -> View:
    """Refuse bodies that are not JSON, make every error a problem, and add the header fields of every answer."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with _head_as_get(request):
            response = _unreadable(request) or view(request, *args, **kwargs)
        if response.status_code >= 400 and response["Content-Type"] != MEDIA_TYPE:
            response = _as_problem(request, response)
        return _with_fields(request, response)

    return answered


@contextmanager
def _head_as_get(request: HttpRequest) -> Iterator[None]:
    """Answer HEAD as GET is answered; the server sends the header fields only."""
    method = request.method
    request.method = "GET" if method == "HEAD" else method
    try:
        yield
    finally:
        request.method = method


def _nothing_here(request: HttpRequest) -> HttpResponse:
    return problems.answer(request, 404, NOT_FOUND)


def _unreadable(request: HttpRequest) -> HttpResponse | None:
    if request.method not in WITH_BODY or request.content_type == "application/json":
        return None
    if not request.content_type and not int(request.META.get("CONTENT_LENGTH") or 0):
        return None
    return problems.answer(request, 415, "Bodies are JSON: send Content-Type: application/json.")


def _as_problem(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Only a method that the address does not know is answered without a problem."""
    allowed_methods = {"Allow": response["Allow"]} if "Allow" in response else {}
    detail = f"{request.method} is not possible here; {allowed_methods.get('Allow', 'another method')} is."
    return problems.answer(request, response.status_code, detail, headers=allowed_methods)


def _with_fields(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    allowance = getattr(request, "allowance", None)
    if allowance is None:
        # Nobody we know: counted by address, so that nobody can try tokens without end.
        address = request.META.get("REMOTE_ADDR", "")
        allowance = spend(f"api:address:{address}", limit=requests_a_minute(), seconds=MINUTE)
        if allowance.exceeded:
            response = problems.answer(
                request, 429, f"Too many requests without a token; wait {allowance.reset} seconds."
            )
    for field, value in allowance.headers().items():
        response[field] = value
    response["Cache-Control"] = "no-store"
    if getattr(request, "replayed", False):
        response["Idempotency-Replayed"] = "true"
    return response


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is no JSON number.")


def _http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    # Ninja wraps whatever goes wrong while a body is read.
    if isinstance(error.__cause__, RequestDataTooBig):
        return problems.answer(request, 413, TOO_LARGE)
    return problems.answer(request, error.status_code, NOT_JSON if error.status_code == 400 else str(error))


def _refused(request: HttpRequest, error: Refused) -> HttpResponse:
    headers = REALM | error.headers if error.status == 401 else error.headers
    return problems.answer(request, error.status, error.detail, faults=error.faults, headers=headers)


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    count = len(error.errors)
    detail = "1 value is not what it should be." if count == 1 else f"{count:,} values are not what they should be."
    return problems.answer(request, 422, detail, faults=problems.faults_of(error.errors))


def _plain(request: HttpRequest, error: Exception, *, status: int, detail: str = "") -> HttpResponse:
    return problems.answer(request, status, detail or str(error))


HANDLERS: dict[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {
    AuthenticationError: lambda request, error: problems.answer(request, 401, SIGN_IN, headers=REALM),
    BadCursor: partial(_plain, status=400),
    Http404: partial(_plain, status=404, detail=NOT_FOUND),
    HttpError: _http_error,
    PermissionDenied: partial(_plain, status=403),
    Refused: _refused,
    RequestDataTooBig: partial(_plain, status=413, detail=TOO_LARGE),
    ValidationError: _invalid,
}
