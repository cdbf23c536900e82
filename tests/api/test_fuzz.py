"""Generated requests over the whole API: no 5xx, and every answer is as the OpenAPI document says."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connection
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as generated
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from agora.api.urls import api
from tests.api.conftest import Caller
from tests.api.world import world
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.fuzz]
EXAMPLES = int(os.environ.get("AGORA_FUZZ_EXAMPLES", "12"))
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
OPERATIONS = [
    (method.upper(), path) for path, operations in api.get_openapi_schema()["paths"].items() for method in operations
]


@pytest.fixture
def described(cast: Cast, settings: Any) -> Iterator[Any]:
    """The API with something in it, as its own document describes it."""
    settings.API_REQUESTS_A_MINUTE = 10**9
    root = Caller(cast.root)
    there = world(cast, root)
    # The test's transaction lives in one connection: requests must not close it, as they do behind a server.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield root, there, schemathesis.openapi.from_wsgi("/api/openapi.json", get_wsgi_application())
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_no_generated_request_breaks_an_operation(described: Any, method: str, path: str) -> None:
    root, there, document = described
    known = there.answer if "/reaction" in path else getattr(there, path.split("/")[2], None)

    @generated(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def sent(case: Any) -> None:
        # Ids are rarely guessed: each request is sent once as generated, and once to a row that exists.
        for pk in (None, known) if "{id}" in path else (None,):
            if pk:
                case.path_parameters["id"] = pk
            case.validate_response(case.call(headers=root.headers), checks=CHECKS)
        # Outside of a test each request commits, and what it left behind is checked.
        connection.check_constraints()

    given(case=document[path][method].as_strategy())(sent)()
