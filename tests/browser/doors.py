"""What the browser tests of signing in share: a window on the live site, and the ways to its doors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.account.models import EmailAddress
from django.core import mail
from playwright.sync_api import Browser, Page

from agora.accounts.models import Account
from tests.cast import PASSWORD

CODE = re.compile(r"^\s*([A-Z0-9]{4,}-?[A-Z0-9]*)\s*$", re.MULTILINE)
HOME = re.compile(r":\d+/$")
PATIENCE_MS = 10_000


@contextmanager
def window(browser: Browser, address: str, *, refused: bool = False, **options: Any) -> Iterator[Page]:
    """A fresh window; whatever a page complains about in its console ends the test, unless it is to be `refused`."""
    # By name, not by number: passkeys belong to a domain.
    context = browser.new_context(base_url=address.replace("127.0.0.1", "localhost"), **options)
    context.set_default_timeout(PATIENCE_MS)
    page, said = context.new_page(), []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    yield page
    context.close()
    assert refused or said == []


def confirmed(account: Account) -> Account:
    """The account, its address confirmed."""
    EmailAddress.objects.create(user=account, email=account.email, primary=True, verified=True)
    return account


def sign_in(page: Page, account: Account) -> None:
    """By e-mail and password, up to what comes after them."""
    page.goto("/account/login/")
    page.get_by_label("Email").fill(account.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: "/account/login/" not in url)


def sign_out(page: Page) -> None:
    """By the page that asks once more."""
    page.goto("/account/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.wait_for_url(HOME)


def is_in(page: Page) -> bool:
    """Whether the member's own page opens."""
    page.goto("/me/")
    return page.url.endswith("/me/")


def prove_it(page: Page) -> None:
    """Where the page asks once more who this is, say it."""
    if "reauthenticate" in page.url:
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name=re.compile("confirm", re.IGNORECASE)).click()
        page.wait_for_url(lambda url: "reauthenticate" not in url)


def code() -> str:
    """The code in the last mail."""
    found = CODE.search(mail.outbox[-1].body)
    assert found, mail.outbox[-1].body
    return found[1]
