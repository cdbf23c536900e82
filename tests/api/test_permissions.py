"""Every operation, every role, every scope: who may and who may not."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from agora.accounts.models import Account, Scope
from agora.api.urls import api
from tests.api import rows
from tests.api.conftest import Caller
from tests.api.world import World, world
from tests.cast import Cast

pytestmark = pytest.mark.django_db
EVERYBODY = {"ada", "ines", "ana", "max", "root"}
STAFF = EVERYBODY - {"ada"}
AGENTS, ANALYSTS, MANAGERS = {"ines", "max", "root"}, {"ana", "max", "root"}, {"max", "root"}

# operation → (scope, who may, a body that is right)
TABLE: dict[tuple[str, str], tuple[str, set[str], Any]] = {
    ("POST", "/api/words"): ("ingest", MANAGERS, rows.words()),
    ("POST", "/api/money"): ("ingest", MANAGERS, rows.money()),
    ("GET", "/api/people"): ("read", STAFF, None),
    ("GET", "/api/people/{id}"): ("read", STAFF, None),
    ("POST", "/api/people"): ("write", AGENTS, {"name": "Gil", "reason": "request", "because": "Asked at the fair."}),
    ("POST", "/api/people/{id}/notes"): ("write", AGENTS, {"body": "Called."}),
    ("GET", "/api/orders"): ("read", STAFF, None),
    ("GET", "/api/orders/{id}"): ("read", STAFF, None),
    ("GET", "/api/products"): ("read", EVERYBODY, None),
    ("GET", "/api/products/{id}"): ("read", EVERYBODY, None),
    ("GET", "/api/threads"): ("read", EVERYBODY, None),
    ("GET", "/api/threads/{id}"): ("read", EVERYBODY, None),
    ("POST", "/api/threads"): (
        "write",
        EVERYBODY,
        {"kind": "question", "title": "Which pads?", "body": "Mine are worn."},
    ),
    ("GET", "/api/posts"): ("read", EVERYBODY, None),
    ("GET", "/api/posts/{id}"): ("read", EVERYBODY, None),
    ("POST", "/api/posts"): ("write", EVERYBODY, {"thread": 0, "body": "Take these."}),
    ("POST", "/api/posts/{id}/reaction"): ("write", EVERYBODY, {"kind": "helpful"}),
    ("POST", "/api/posts/{id}/reaction/undo"): ("write", EVERYBODY, None),
    ("GET", "/api/questions"): ("read", EVERYBODY, None),
    ("GET", "/api/questions/{id}"): ("read", EVERYBODY, None),
    # Ada asked; an analyst neither asked nor works cases.
    ("POST", "/api/questions/{id}/acceptance"): ("write", AGENTS | {"ada"}, {"post": 0}),
    ("POST", "/api/questions/{id}/acceptance/undo"): ("write", AGENTS | {"ada"}, {"post": 0}),
    ("POST", "/api/questions/{id}/me-too"): ("write", STAFF, None),
    ("POST", "/api/questions/{id}/me-too/undo"): ("write", EVERYBODY, None),
    ("GET", "/api/reviews"): ("read", EVERYBODY, None),
    ("GET", "/api/reviews/{id}"): ("read", EVERYBODY, None),
    ("POST", "/api/reviews"): ("write", EVERYBODY, {"product": 0, "rating": 4, "title": "Good pads", "body": "Quiet."}),
    ("GET", "/api/segments"): ("read", STAFF, None),
    ("GET", "/api/segments/{id}"): ("read", STAFF, None),
    ("POST", "/api/segments"): ("write", STAFF, {"of": "people", "name": "Wholesale", "query": "tag=wholesale"}),
    ("POST", "/api/segments/{id}/delete"): ("write", STAFF, None),
    ("GET", "/api/scores"): ("read", STAFF, None),
    ("GET", "/api/scores/{id}"): ("read", STAFF, None),
    ("GET", "/api/scores/{id}/explanation"): ("read", STAFF, None),
    ("GET", "/api/cases"): ("read", STAFF, None),
    ("GET", "/api/cases/{id}"): ("read", STAFF, None),
    ("POST", "/api/cases/{id}/notes"): ("write", AGENTS, {"body": "Look."}),
    ("POST", "/api/cases/{id}/assign"): ("write", AGENTS, {"to": None}),
    ("POST", "/api/cases/{id}/replies"): ("write", AGENTS, {"body": "Take these."}),
    ("POST", "/api/cases/{id}/reopen"): ("write", AGENTS, None),
    ("POST", "/api/cases/{id}/close"): ("write", AGENTS, {"outcome": "solved"}),
    ("GET", "/api/runs"): ("read", ANALYSTS, None),
    ("GET", "/api/runs/{id}"): ("read", ANALYSTS, None),
}
# What members may read shows them what is public only: a thread heard in a forum nobody opened to them is not there.
# The score of the world is in money: it is not there for an agent.
HIDDEN = {
    "ada": {"/api/threads/{id}", "/api/posts/{id}"},
    "ines": {"/api/scores/{id}", "/api/scores/{id}/explanation"},
}
# The first closes the case, takes the name or deletes the segment; the others come too late.
LATE = {
    ("POST", "/api/cases/{id}/close"): {409},
    ("POST", "/api/segments"): {409},
    ("POST", "/api/segments/{id}/delete"): {404},
}


def call(caller: Caller, operation: tuple[str, str], there: World, body: Any) -> int:
    method, path = operation
    noun = "answer" if "/reaction" in path else path.split("/")[2]
    address = path.replace("{id}", str(getattr(there, noun, 0))).removeprefix("/api/")
    known = {"thread": there.questions, "post": there.answer, "product": there.products}
    if isinstance(body, dict):
        body = body | {name: pk for name, pk in known.items() if name in body}
    response = caller.get(address) if method == "GET" else caller.post(address, body)
    return int(response.status_code)


def test_the_table_names_every_operation() -> None:
    described = api.get_openapi_schema()["paths"]
    assert {(method.upper(), path) for path, methods in described.items() for method in methods} == set(TABLE)


@pytest.mark.parametrize("operation", TABLE, ids=" ".join)
def test_who_may_and_who_may_not(cast: Cast, root: Caller, operation: tuple[str, str]) -> None:
    scope, may, body = TABLE[operation]
    there = world(cast, root)
    for name in sorted(EVERYBODY):
        account: Account = getattr(cast, name)
        status = call(Caller(account, scopes=[scope]), operation, there, body)
        if name not in may:
            assert status == 403, name
        elif operation[1] in HIDDEN.get(name, set()):
            assert status == 404
        else:
            assert status in {200, 201} | LATE.get(operation, set()), name


@pytest.mark.parametrize("operation", TABLE, ids=" ".join)
def test_the_scope_decides_too(cast: Cast, root: Caller, operation: tuple[str, str]) -> None:
    scope, _, body = TABLE[operation]
    there = world(cast, root)
    others = [other for other in Scope if other != scope]
    assert call(Caller(cast.root, scopes=others), operation, there, body) == 403
    assert call(Caller(None), operation, there, body) == 401


def test_the_description_is_open_and_says_what_each_operation_needs(db: None) -> None:
    document = Client().get("/api/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    for path, methods in document["paths"].items():
        for operation in methods.values():
            assert operation["security"] == [{"Bearer": []}, {"Session": []}], path
