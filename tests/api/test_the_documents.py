"""The examples of the documents are sent as they stand, and answered as they say."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.api.conftest import Caller

pytestmark = pytest.mark.django_db
DOCS = Path(__file__).resolve().parents[2] / "docs"
EXAMPLE = re.compile(r"```http\n(GET|POST) (\S+)\n(.*?)```\s+```json\n(.*?)```", re.DOTALL)


def examples(page: str) -> list[tuple[str, str, str, Any]]:
    found = EXAMPLE.findall((DOCS / page).read_text())
    return [(method, address, body.strip(), json.loads(answer)) for method, address, body, answer in found]


def alike(told: Any, shown: Any) -> Any:
    """What was told, with the numbers of the example where both are numbers: ids differ from one database to the next."""
    if isinstance(told, dict) and isinstance(shown, dict):
        return {name: alike(value, shown.get(name)) for name, value in told.items()}
    if isinstance(told, list) and isinstance(shown, list) and len(told) == len(shown):
        return [alike(one, other) for one, other in zip(told, shown, strict=True)]
    return shown if type(told) is type(shown) is int else told


def test_every_example_is_answered_as_shown(root: Caller) -> None:
    sent = [*examples("how-to/send-data-by-api.md"), *examples("reference/api.md")]
    assert len(sent) == 4
    for method, address, body, shown in sent:
        client = Client(headers=root.headers)
        response = (
            client.get(address) if method == "GET" else client.post(address, body, content_type="application/json")
        )
        told = response.json()
        assert alike(told, shown) == shown, (address, told)


def test_the_table_of_refusals_is_complete() -> None:
    from agora.api.describing import MEANINGS

    rows = re.findall(r"^\| (\d{3}) \|", (DOCS / "reference/api.md").read_text(), re.MULTILINE)
    assert [int(status) for status in rows] == sorted(MEANINGS)
