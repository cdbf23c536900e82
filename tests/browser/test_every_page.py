"""Every page of portal and console, on the tiny demo world, as a person meets it: nothing for axe to find, no page
wider than its window, no complaint in the browser's console, and it says which page it is."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.urls import NoReverseMatch, reverse
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage

from agora.accounts.models import Account
from agora.commerce.models import Product
from agora.console.scores.methods import PAGES
from agora.conversations.models import Post, Thread
from agora.desk.models import Case, Route
from agora.measures.models import Score
from agora.people.models import Identity, Person
from tests.architecture.permissions import TABLE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# Not pages: they answer with a file, with data, or only to a form.
NOT_PAGES = {
    "portal:robots", "portal:sitemap", "portal:favicon", "portal:me_export", "portal:ask_known", "portal:post",
    "console:people_export", "console:value_export", "console:value_plane", "console:value_progress", "console:score_of",
    "console:waiting",
}  # fmt: skip
ENTRANCE = ("account_login", "account_signup", "account_reset_password", "account_request_login_code")
WITHIN = ("account_email", "account_change_password", "mfa_index", "account_logout")


def subjects() -> dict[str, Any]:
    """What the addresses with a number or a name lead to."""
    person = Person.objects.get(name="Cleo Marsh")
    voice = Identity.objects.filter(person=person, kind="account").latest("pk")
    thread = Thread.objects.filter(kind="question", post_count__gt=2).latest("pk")
    return {
        "portal:thread": thread.pk, "portal:flag": thread.posts.latest("pk").pk, "portal:profile": voice.pk,
        "portal:edit": Post.objects.filter(author=voice).latest("pk").pk,
        "portal:product": Product.objects.earliest("pk").slug, "portal:review": Product.objects.earliest("pk").slug,
        "console:conversation": thread.pk, "console:person": person.pk, "console:product": Product.objects.earliest("pk").pk,
        "console:case": Case.objects.earliest("pk").pk, "console:route": Route.objects.earliest("pk").pk,
        "console:team": "service", "console:score": Score.objects.filter(measure="csv").latest("value").pk,
        "console:method": "value-ledger",
        "console:role": Account.objects.get(email="ines@example.org").pk,
    }  # fmt: skip


def pages(client: Client) -> list[str]:
    """Every address that answers this client's GET with a page."""
    known, found = subjects(), []
    for name in sorted(set(TABLE) - NOT_PAGES):
        if name.startswith("health"):
            continue
        arguments = [known[name]] if name in known else []
        try:
            address = reverse(name, args=arguments)
        except NoReverseMatch:
            continue  # a verb on something, not a page
        answer = client.get(address)
        assert answer.status_code in {200, 302, 403, 405}, f"{name}: {answer.status_code}"
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            found.append(address)
    return found


def signed_in(browser: Browser, live_server: Any, client: Client, email: str, **options: Any) -> BrowserContext:
    client.force_login(Account.objects.get(email=email))
    context = browser.new_context(base_url=live_server.url, **options)
    session = client.cookies["session"].value
    context.add_cookies([{"name": "session", "value": session, "url": live_server.url}])
    return context


def complaints(context: BrowserContext, address: str) -> list[str]:
    """What axe, the browser's console and a ruler say about a page."""
    page = context.new_page()
    said: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error":
            said.append(f"{address}: console: {message.text}")

    page.on("console", hear)
    page.goto(address)
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        said.append(f"{address}: wider than its window")
    if not page.title() or page.locator("h1").count() != 1:
        said.append(f"{address}: {page.locator('h1').count()} main headings, title {page.title()!r}")
    page.remove_listener("console", hear)
    found = Axe().run(page).response["violations"]
    said += [f"{address}: {finding['id']}: {finding['nodes'][0]['html'][:160]}" for finding in found]
    page.close()
    return said


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 390)])
@pytest.mark.parametrize("email", ["root@example.org", "cleo@example.org"])
def test_every_page_is_for_everybody(
    chromium: Browser, live_server: Any, client: Client, scheme: Any, width: int, email: str
) -> None:
    viewport: Any = {"width": width, "height": 1000}
    context = signed_in(chromium, live_server, client, email, color_scheme=scheme, viewport=viewport)
    addresses = [*pages(client), *(reverse(name) for name in WITHIN)]
    assert len(addresses) > (35 if email.startswith("root") else 12)
    assert [said for address in addresses for said in complaints(context, address)] == []
    context.close()


@pytest.mark.usefixtures("town")
def test_every_page_on_a_measure_fits_a_phone(chromium: Browser, live_server: Any, client: Client) -> None:
    context = signed_in(chromium, live_server, client, "root@example.org", viewport={"width": 390, "height": 1000})
    page = context.new_page()
    for name in sorted(path.stem for path in PAGES.glob("*.md")):
        page.goto(reverse("console:method", args=[name]))
        assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth"), name
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_entrance_is_for_everybody(chromium: Browser, live_server: Any, scheme: Any) -> None:
    context = chromium.new_context(base_url=live_server.url, color_scheme=scheme)
    assert [said for name in ENTRANCE for said in complaints(context, reverse(name))] == []
    context.close()
