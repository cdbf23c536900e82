"""The page to try the API works in a browser, under the site's content security policy."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser

from agora.api.urls import api


def test_scripts_stay_as_strict_as_everywhere(db: None) -> None:
    policy = Client().get("/api/docs")["Content-Security-Policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert "unsafe" not in rules["script-src"]
    assert "'unsafe-inline'" in rules["style-src"]
    assert "unsafe" not in Client().get("/api/openapi.json")["Content-Security-Policy"]


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_page_lists_the_operations_without_an_error(chromium: Browser, live_server: Any) -> None:
    page = chromium.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{live_server.url}/api/docs")
    page.get_by_text("Send words in").first.click()
    page.get_by_text("Parameters").first.wait_for()
    assert page.locator(".opblock").count() == sum(map(len, api.get_openapi_schema()["paths"].values()))
    assert said == []
