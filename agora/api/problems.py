"""What a refused request hears: problem details (RFC 9457), the same shape for every error."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from pydantic import BaseModel, ConfigDict, Field

MEDIA_TYPE = "application/problem+json"
SHOWN_FAULTS = 50


class FieldFault(BaseModel):
    """One thing that is wrong: a `pointer` into the body (RFC 6901, as a fragment), or the name of a `parameter`."""

    detail: str
    pointer: str | None = None
    parameter: str | None = None


class Problem(BaseModel):
    """Problem details (RFC 9457): what went wrong with this request, in plain words."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "type": "about:blank",
                "title": "Unprocessable Content",
                "status": 422,
                "detail": "1 value is not what it should be.",
                "instance": "/api/posts",
                "errors": [{"detail": "Field required", "pointer": "#/body"}],
            }
        }
    )

    type: str = "about:blank"
    title: str
    status: int = Field(ge=400, le=599)
    detail: str
    instance: str
    errors: list[FieldFault] = []


class Refused(Exception):
    """The request is refused with `status` and `detail`, and perhaps with the faults found and header fields."""

    def __init__(
        self, status: int, detail: str, *, faults: Iterable[FieldFault] = (), headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(detail)
        self.status, self.detail, self.faults, self.headers = status, detail, list(faults), dict(headers or {})


def answer(
    request: HttpRequest,
    status: int,
    detail: str,
    *,
    faults: Iterable[FieldFault] = (),
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Return the problem as a response."""
    problem = Problem(
        title=title_of(status), status=status, detail=detail, instance=request.path, errors=list(faults)[:SHOWN_FAULTS]
    )
    content = problem.model_dump_json(exclude_none=True)
    return HttpResponse(content, status=status, content_type=MEDIA_TYPE, headers=dict(headers or {}))


def title_of(status: int) -> str:
    """Return the name of a status: the title that goes with the type about:blank."""
    return "Unprocessable Content" if status == 422 else HTTPStatus(status).phrase


def faults_of(errors: Iterable[Mapping[str, Any]]) -> list[FieldFault]:
    """Return the faults that validation found; each error has its place as `loc` and its reason as `msg`."""
    return [_fault(error["loc"], _plain(error["msg"])) for error in errors]


def _fault(place: tuple[str | int, ...], detail: str) -> FieldFault:
    origin, *steps = place
    if origin == "body":
        # The first step is the name of the view's own parameter.
        pointer = "#" + "".join(f"/{_escaped(str(step))}" for step in steps[1:])
        return FieldFault(detail=detail, pointer=pointer)
    return FieldFault(detail=detail, parameter=str(steps[0]) if steps else str(origin))


def _escaped(step: str) -> str:
    return step.replace("~", "~0").replace("/", "~1")


def _plain(message: str) -> str:
    return message.removeprefix("Value error, ")[:500]
