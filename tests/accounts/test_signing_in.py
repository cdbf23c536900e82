from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from agora.accounts.models import Account
from tests.cast import PASSWORD, Cast

WORDS = {"email": "new@example.org", "name": "New Member", "password1": "a phrase nobody guesses"}
SECOND_FACTOR = ("2fa/totp/activate/", "2fa/webauthn/", "2fa/webauthn/add/", "reauthenticate/")
CODE = re.compile(r"^\s*([A-Z0-9]{4,}-?[A-Z0-9]*)\s*$", re.MULTILINE)


@pytest.fixture(autouse=True)
def _mail_stays_here(settings: object) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"  # type: ignore[attr-defined]


def _code() -> str:
    found = CODE.search(mail.outbox[-1].body)
    assert found
    return found[1]


def _confirmed(account: Account) -> None:
    EmailAddress.objects.create(user=account, email=account.email, primary=True, verified=True)


def test_a_stranger_joins_confirms_by_code_and_is_signed_in(client: Client, db: None) -> None:
    client.post("/account/signup/", WORDS)
    assert Account.objects.get(email="new@example.org").name == "New Member"
    assert client.get("/me/").status_code == 302
    client.post("/account/confirm-email/", {"code": _code()})
    assert client.get("/me/").status_code == 200


def test_a_weak_password_is_told_why(client: Client, db: None) -> None:
    page = client.post("/account/signup/", {**WORDS, "password1": "password"}).content.decode()
    assert "Please mend this first" in page
    assert "12 characters" in page
    assert not Account.objects.exists()


def test_signing_in_by_password_leads_where_one_wanted_to_go_and_only_within(client: Client, cast: Cast) -> None:
    secret = {"login": cast.ada.email, "password": PASSWORD}
    _confirmed(cast.ada)
    inside = client.post("/account/login/?next=/questions/", {**secret, "next": "/questions/"})
    assert inside.headers["Location"] == "/questions/"
    client.logout()
    outside = client.post("/account/login/", {**secret, "next": "https://evil.example/"})
    assert outside.headers["Location"] == "/"


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client: Client, cast: Cast) -> None:
    answers = []
    for email in (cast.ada.email, "nobody@example.org"):
        page = client.post("/account/login/", {"login": email, "password": "wrong wrong wrong"}).content.decode()
        answers.append(re.findall(r'<div class="error-summary".*?</div>', page, re.DOTALL))
    assert answers[0] == answers[1]
    assert answers[0]


def test_signing_in_by_a_code_sent_by_mail(client: Client, cast: Cast) -> None:
    _confirmed(cast.ada)
    client.post("/account/login/code/", {"email": cast.ada.email})
    assert "Enter this code" in mail.outbox[-1].body
    client.post("/account/login/code/confirm/", {"code": _code()})
    assert client.get("/me/").status_code == 200


@pytest.mark.parametrize(
    "address", ["login/", "signup/", "login/code/", "password/reset/", "password/reset/done/", "inactive/"]
)
def test_the_doors_wear_our_look(client: Client, db: None, address: str) -> None:
    page = client.get(f"/account/{address}").content.decode()
    assert 'class="portal-head"' in page
    assert page.count("<h1>") == 1


@pytest.mark.parametrize("address", ["email/", "password/change/", "2fa/", *SECOND_FACTOR])
def test_the_rooms_behind_them_open_for_who_has_just_proved_who_they_are(
    client: Client, cast: Cast, address: str
) -> None:
    _confirmed(cast.ada)
    client.post("/account/login/", {"login": cast.ada.email, "password": PASSWORD})
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    response = client.get(f"/account/{address}")
    assert response.status_code == 200
    assert 'class="portal-head"' in response.content.decode()
    assert "style=" not in response.content.decode()
