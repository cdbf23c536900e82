"""The ways in, in a real browser: a code by e-mail, a passkey, and a second factor where staff must have one."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect

from tests.browser.doors import HOME, code, confirmed, is_in, prove_it, sign_in, sign_out, window
from tests.cast import PASSWORD, Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _mail_stays_here(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def with_a_key(page: Page) -> None:
    """A fingerprint reader that always says yes."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    reader = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": reader})


def app_says(secret: str) -> str:
    """What an authenticator app shows for a secret."""
    return str(format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time()))))


def test_joining_and_coming_back_with_a_code_sent_by_mail(chromium: Browser, live_server: Any) -> None:
    with window(chromium, live_server.url) as page:
        page.goto("/account/signup/")
        page.get_by_label("Email").fill("new@example.org")
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_label("The name others will see").fill("Nora New")
        page.get_by_role("button", name="Join").click()
        page.get_by_label("Code").fill(code())
        page.get_by_role("button", name=re.compile("confirm", re.IGNORECASE)).click()
        page.wait_for_url(HOME)
        assert is_in(page)
        sign_out(page)
        page.goto("/account/login/")
        page.get_by_role("link", name="Send me a code by e-mail").click()
        page.get_by_label("Email").fill("new@example.org")
        page.get_by_role("main").get_by_role("button").first.click()
        page.get_by_label("Code").fill(code())
        page.get_by_role("button", name=re.compile("confirm|sign in", re.IGNORECASE)).click()
        page.wait_for_url(HOME)
        assert is_in(page)


def test_a_passkey_is_made_and_opens_the_door_alone(chromium: Browser, live_server: Any, cast: Cast) -> None:
    with window(chromium, live_server.url) as page:
        with_a_key(page)
        sign_in(page, confirmed(cast.ada))
        page.goto("/account/2fa/webauthn/add/")
        prove_it(page)
        page.get_by_label("Name").fill("This laptop")
        page.get_by_label("Passwordless").check()
        page.get_by_role("main").get_by_role("button", name="Add", exact=True).click()
        page.wait_for_url("**/2fa/recovery-codes/")
        assert Authenticator.objects.filter(user=cast.ada, type="webauthn").count() == 1
        sign_out(page)
        page.goto("/account/login/")
        page.get_by_role("button", name="Use a passkey").click()
        page.wait_for_url(HOME)
        assert is_in(page)


def test_staff_without_a_second_factor_are_led_to_it_and_let_in_with_it(
    chromium: Browser, live_server: Any, settings: Any, cast: Cast
) -> None:
    settings.STAFF_SECOND_FACTOR = True
    with window(chromium, live_server.url) as page:
        sign_in(page, confirmed(cast.ines))
        page.goto("/console/")
        expect(page).to_have_url(re.compile("/account/2fa/"))
        expect(page.locator("#toasts")).to_contain_text("People who work here need a second factor")
        page.get_by_role("link", name="Set up an app").click()
        prove_it(page)
        secret = page.get_by_label("Authenticator secret").input_value()
        page.get_by_label("Authenticator code").fill(app_says(secret))
        page.get_by_role("button", name="Activate").click()
        page.wait_for_url("**/2fa/recovery-codes/")
        page.goto("/console/")
        expect(page).to_have_url(re.compile("/console/$"))
        sign_out(page)
        cache.clear()  # a code is good once; the next would come in half a minute
        sign_in(page, cast.ines)
        assert not is_in(page)
        page.get_by_label("Code").fill(app_says(secret))
        page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url(HOME)
        page.goto("/console/")
        expect(page).to_have_url(re.compile("/console/$"))


def test_a_key_that_says_no_is_told_on_the_page(chromium: Browser, live_server: Any) -> None:
    with window(chromium, live_server.url) as page:
        page.goto("/account/login/")
        page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('no')) }")
        page.get_by_role("button", name="Use a passkey").click()
        expect(page.get_by_role("alert")).to_contain_text("The key was not used")
