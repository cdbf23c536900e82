"""Signing in with an account held elsewhere, against a provider that runs here, in a real browser."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from playwright.sync_api import Browser, Page, expect

from agora.accounts.models import Account
from tests.browser.doors import HOME, code, confirmed, is_in, prove_it, sign_in, sign_out, window
from tests.browser.provider import CLIENT, SECRET, Provider, provider
from tests.cast import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NORA = {"sub": "n-1", "email": "nora@example.org", "email_verified": True, "name": "Nora New"}


@pytest.fixture(autouse=True)
def _mail_stays_here(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def trust(settings: Any, known: Provider) -> None:
    app = {"provider_id": "oidc", "name": "Example Works", "client_id": CLIENT, "secret": SECRET}
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {"APPS": [{**app, "settings": {"server_url": known.address}}]}
    }


def enter(page: Page) -> None:
    page.goto("/account/login/")
    page.get_by_role("button", name="Sign in with Example Works").click()


def test_a_newcomer_joins_with_their_name_and_comes_back(chromium: Browser, live_server: Any, settings: Any) -> None:
    with provider(**NORA) as known, window(chromium, live_server.url) as page:
        trust(settings, known)
        enter(page)
        page.wait_for_url(HOME)
        assert is_in(page)
        assert Account.objects.get().name == "Nora New"
        assert known.asked == ["/.well-known/openid-configuration", "/in", *known.asked[2:]]
        sign_out(page)
        enter(page)
        page.wait_for_url(HOME)
        assert is_in(page)
        assert Account.objects.count() == 1


@pytest.mark.parametrize("name", ["Ines", "Agora Support", ""])
def test_a_name_that_is_not_theirs_to_bear_is_asked_for(
    chromium: Browser, live_server: Any, settings: Any, cast: Cast, name: str
) -> None:
    assert cast.ines.is_staff
    with provider(**{**NORA, "name": name}) as known, window(chromium, live_server.url) as page:
        trust(settings, known)
        enter(page)
        page.wait_for_url("**/3rdparty/signup/")
        page.get_by_label("The name others will see").fill("Nora")
        page.get_by_role("button", name="Join").click()
        page.wait_for_url(HOME)
        assert Account.objects.get(email="nora@example.org").name == "Nora"


def test_an_address_the_provider_did_not_check_is_confirmed_here(
    chromium: Browser, live_server: Any, settings: Any
) -> None:
    with provider(**{**NORA, "email_verified": False}) as known, window(chromium, live_server.url) as page:
        trust(settings, known)
        enter(page)
        page.get_by_label("Code").wait_for()
        page.get_by_label("Code").fill(code())
        page.get_by_role("main").get_by_role("button", name="Confirm").click()
        page.wait_for_url(HOME)
        assert EmailAddress.objects.get().verified


def test_an_account_here_is_not_taken_over_but_joined_by_its_owner(
    chromium: Browser, live_server: Any, settings: Any, cast: Cast
) -> None:
    with provider(**{**NORA, "email": cast.ada.email}) as known, window(chromium, live_server.url) as page:
        trust(settings, known)
        confirmed(cast.ada)
        enter(page)
        page.get_by_label("Code").wait_for()
        assert not is_in(page)
        assert "already" in mail.outbox[-1].body
        page.context.clear_cookies()
        sign_in(page, cast.ada)
        page.goto("/me/")
        page.get_by_role("link", name="Accounts elsewhere").click()
        page.get_by_role("button", name="Add Example Works").click()
        page.wait_for_url("**/reauthenticate/**")
        prove_it(page)
        expect(page.get_by_role("button", name="Remove")).to_be_visible()
        sign_out(page)
        enter(page)
        page.wait_for_url(HOME)
        assert is_in(page)
        assert Account.objects.count() == 1


def test_a_provider_that_does_not_answer_is_told_in_words(chromium: Browser, live_server: Any, settings: Any) -> None:
    with provider(**NORA) as known, window(chromium, live_server.url, refused=True) as page:
        trust(settings, known)
        page.goto("/account/login/")
        known.address = "http://127.0.0.1:9"
        trust(settings, known)
        page.get_by_role("button", name="Sign in with Example Works").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("The other side did not let you in")
