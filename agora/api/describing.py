"""The OpenAPI document: what ninja finds in the code, and the refusals that are the same everywhere, said once."""

from __future__ import annotations

from typing import Any

from agora.api.problems import MEDIA_TYPE, Problem

LIMIT_FIELDS = {
    "RateLimit-Limit": "requests possible in a minute",
    "RateLimit-Remaining": "requests left in this minute",
    "RateLimit-Reset": "seconds until the minute ends",
}
REFUSALS = {
    400: "BadRequest",
    401: "Unauthorized",
    403: "Forbidden",
    404: "NotFound",
    405: "MethodNotAllowed",
    409: "Conflict",
    413: "TooLarge",
    415: "UnsupportedMediaType",
    422: "Unprocessable",
    429: "TooManyRequests",
}
MEANINGS = {
    400: "The request cannot be read: broken JSON or UTF-8, a NUL character, a cursor of another list.",
    401: "No token, or one that is unknown, has ended or was revoked.",
    403: "The token lacks the scope, or its owner's role the ability.",
    404: "There is nothing at this address, or it is not for you to see.",
    405: "The address does not know this method; `Allow` names those it knows.",
    409: "What is there now does not allow it: a closed case, or a request with the same key still at work.",
    413: "The body is larger than 2.5 MB, or the batch than 5,000 rows.",
    415: "The body is not application/json.",
    422: "Values are not what they should be; `errors` says which, by JSON pointer or parameter.",
    429: "The limit of requests in a minute is used up; `Retry-After` says when it is new.",
}
ALWAYS, OF_BODIES = {400, 401, 403, 405, 422, 429}, {413, 415}


def described(document: dict[str, Any]) -> dict[str, Any]:
    """Return ninja's OpenAPI document with the refusals of each operation added by reference."""
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            _add_refusals(path, method, operation)
    components = document["components"]
    components["schemas"] |= _problem_schemas()
    components["responses"] = {name: _response(status) for status, name in REFUSALS.items()}
    components["headers"] = {
        name: {"description": meaning, "schema": {"type": "integer"}} for name, meaning in LIMIT_FIELDS.items()
    }
    return document


def _add_refusals(path: str, method: str, operation: dict[str, Any]) -> None:
    statuses = set(ALWAYS)
    if "{" in path:
        statuses.add(404)
    if method == "post":
        statuses.add(409)
    if "requestBody" in operation:
        statuses |= OF_BODIES | {404}
    responses = {str(status): response for status, response in operation["responses"].items()}
    for response in responses.values():
        response["headers"] = _limit_headers()
    refusals = {str(status): {"$ref": f"#/components/responses/{REFUSALS[status]}"} for status in sorted(statuses)}
    operation["responses"] = responses | refusals


def _response(status: int) -> dict[str, Any]:
    return {
        "description": MEANINGS[status],
        "headers": _limit_headers(),
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


def _limit_headers() -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in LIMIT_FIELDS}


def _problem_schemas() -> dict[str, Any]:
    schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    return {**schema.pop("$defs"), "Problem": schema}
