"""Calling the API as the people of the cast do: with a token of theirs."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from agora.accounts.models import Account, Scope, Token
from tests.cast import Cast

Call = Callable[..., Any]


class Caller:
    """Calls with a token; answers are Django responses."""

    def __init__(self, account: Account | None, *, scopes: list[str] | None = None) -> None:
        self.headers = {}
        if account:
            _, secret = Token.issue(account=account, name="test", scopes=list(Scope) if scopes is None else scopes)
            self.headers["Authorization"] = f"Bearer {secret}"

    def get(self, path: str, **query: Any) -> Any:
        return Client().get(f"/api/{path}", query, headers=self.headers)

    def post(self, path: str, body: Any = None, *, key: str | None = None) -> Any:
        headers = self.headers | ({"Idempotency-Key": key} if key else {})
        content = "" if body is None else json.dumps(body)
        return Client().post(f"/api/{path}", content, content_type="application/json", headers=headers)

    def send(self, path: str, raw: bytes, *, content_type: str = "application/json") -> Any:
        return Client().post(f"/api/{path}", raw, content_type=content_type, headers=self.headers)


@pytest.fixture
def root(cast: Cast) -> Caller:
    """The administrator, with a token of every scope."""
    return Caller(cast.root)


@pytest.fixture
def member(cast: Cast) -> Caller:
    """Ada, a member, with a token of every scope."""
    return Caller(cast.ada)
