"""Pages in a real browser: nothing axe finds, in light and dark, wide and narrow, and no page wider than its window."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, Page

from agora.community import questions
from agora.core.jobs import drain
from tests.cast import Cast
from tests.portal import spoken

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIGNED_OUT = (
    "/",
    "/search/?q=brakes",
    "/questions/",
    "/questions/ask/",
    "/account/login/",
    "/account/signup/",
    "/nothing/",
)
SIGNED_IN = ("/questions/ask/?title=brakes+squeal", "/discussions/start/", "/me/", "/account/2fa/", "/account/email/")


@pytest.fixture(autouse=True)
def _no_job_outlives_its_test() -> Iterator[None]:
    """The queue's tables are no models, so emptying the database after the test leaves them full."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")


def _world(cast: Cast) -> list[str]:
    asked = spoken.question(cast)
    given = spoken.answer(cast, asked)
    questions.accept(asked, given, by=cast.voice(cast.ada))
    review = spoken.review(cast, spoken.product(cast))
    words = [f"/threads/{asked.pk}/", f"/threads/{review.pk}/", f"/people/{given.author_id}/"]
    return [*words, "/products/", "/products/trail-29/", "/products/trail-29/review/", f"/posts/{given.pk}/flag/"]


def _open(browser: Browser, server: Any, *, scheme: Any, width: int, account: Any = None) -> Page:
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900}, base_url=server.url)
    if account:
        client = Client()
        client.force_login(account)
        context.add_cookies([{"name": "session", "value": client.cookies["session"].value, "url": server.url}])
    return context.new_page()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 390)])
def test_axe_finds_nothing_and_nothing_runs_over_the_edge(
    chromium: Browser, live_server: Any, cast: Cast, scheme: str, width: int
) -> None:
    addresses = _world(cast)
    problems = []
    for account, pages in ((None, SIGNED_OUT), (cast.cleo, (*addresses, *SIGNED_IN))):
        page = _open(chromium, live_server, scheme=scheme, width=width, account=account)
        for address in pages:
            page.goto(address)
            found = Axe().run(page, options={"preload": False})
            problems += [(address, problem["id"]) for problem in found.response["violations"]]
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                problems.append((address, "wider than its window"))
        page.context.close()
    assert problems == []


def test_a_browser_has_nothing_to_complain_about_the_security_policy(
    chromium: Browser, live_server: Any, cast: Cast
) -> None:
    addresses = _world(cast)
    page = _open(chromium, live_server, scheme="light", width=1440, account=cast.cleo)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None)
    for address in (*addresses, *SIGNED_IN, "/"):
        page.goto(address)
    assert said == []


def test_known_answers_come_while_the_question_is_being_written(
    chromium: Browser, live_server: Any, cast: Cast
) -> None:
    spoken.question(cast)
    drain()
    page = _open(chromium, live_server, scheme="light", width=1440)
    page.goto("/questions/ask/")
    page.get_by_label("Your question in one line").press_sequentially("brakes squeal")
    page.get_by_role("link", name="Why do my brakes squeal?").wait_for(timeout=5000)
    page.context.close()
