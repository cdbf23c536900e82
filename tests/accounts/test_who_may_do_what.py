"""Roles and abilities, the guard before every page, and the second factor of those who work here."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from agora.accounts.models import Account, AuditEntry
from agora.accounts.models.account import staff
from agora.accounts.permissions import SECOND_FACTOR, lacks_second_factor, requires
from agora.accounts.requests import LocalTime
from agora.accounts.roles import ABILITIES, Role
from tests.cast import NOON, Cast

pytestmark = pytest.mark.django_db
ROLES = ("member", "agent", "analyst", "manager", "administrator")

# The whole of who may do what, typed anew: a role that comes to an ability, or goes, is a decision.
LAW = """
take part         member agent analyst manager administrator
see console              agent analyst manager administrator
work cases               agent         manager administrator
edit people              agent         manager administrator
correct readings         agent analyst manager administrator
see value                      analyst manager administrator
run measures                   analyst manager administrator
export                         analyst manager administrator
configure                              manager administrator
administer                                     administrator
"""
MAY = {line[:18].strip(): set(line[18:].split()) for line in LAW.strip().splitlines()}


def account(role: str, **values: Any) -> Account:
    return Account.objects.create_user(f"{role}@example.org", name=role.title(), role=role, **values)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("ability", MAY)
def test_each_role_may_do_what_the_law_says(ability: str, role: str) -> None:
    assert account(role).may(ability) is (role in MAY[ability])


def test_the_law_names_every_ability_and_role() -> None:
    assert set(MAY) == set(ABILITIES)
    assert set(ROLES) == {str(role) for role in Role}


@pytest.mark.parametrize("role", ROLES)
def test_who_is_no_longer_active_may_do_nothing(role: str) -> None:
    gone = account(role, is_active=False)
    assert not any(gone.may(ability) for ability in ABILITIES)
    assert staff(gone) is False


@pytest.mark.parametrize("role", ROLES)
def test_everybody_but_members_works_here(role: str) -> None:
    somebody = account(role)
    assert somebody.is_staff is staff(somebody) is (role != "member")
    assert staff(AnonymousUser()) is False


def test_an_ability_that_does_not_exist_is_refused_when_the_view_is_written() -> None:
    with pytest.raises(AssertionError):
        requires("do everything")
    with pytest.raises(KeyError):
        account("agent").may("do everything")


# --- the guard -------------------------------------------------------------------------------------------------------


@requires("work cases")
def guarded(request: HttpRequest, number: int = 0, *, word: str = "") -> HttpResponse:
    """A view."""
    return HttpResponse(f"{number} {word}", headers={"Cache-Control": "max-age=60"})


def asked(user: Any, path: str = "/console/cases/?team=1") -> Any:
    request = RequestFactory().get(path)
    request.user = user
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]
    return request


@pytest.mark.parametrize("role", ROLES)
def test_the_guard_lets_through_whom_the_law_names(role: str) -> None:
    if role in MAY["work cases"]:
        assert guarded(asked(account(role)), 7, word="case").content == b"7 case"
    else:
        with pytest.raises(PermissionDenied, match=f"Your role \\(.*{role}.*\\) may not work cases"):
            guarded(asked(account(role)))


def test_a_stranger_is_sent_to_sign_in_and_back_to_where_they_were() -> None:
    response = guarded(asked(AnonymousUser()))
    assert response.status_code == 302
    assert response["Location"] == "/account/login/?next=/console/cases/%3Fteam%3D1"


def test_who_is_no_longer_active_is_sent_to_sign_in() -> None:
    response = guarded(asked(account("agent", is_active=False)))
    assert (response.status_code, response["Location"][:15]) == (302, "/account/login/")


def test_what_one_account_sees_is_kept_in_no_shared_cache() -> None:
    kept = guarded(asked(account("agent")))["Cache-Control"]
    assert {part.strip() for part in kept.split(",")} == {"max-age=60", "private"}


def test_the_guard_says_what_it_asks_for_and_looks_like_the_view() -> None:
    assert guarded.ability == "work cases"  # type: ignore[attr-defined]
    assert (guarded.__name__, guarded.__doc__) == ("guarded", "A view.")


# --- the second factor -----------------------------------------------------------------------------------------------

FACTORS = [  # needed here, has one, role, is let through
    (False, False, "agent", True),
    (False, True, "agent", True),
    (True, False, "agent", False),
    (True, True, "agent", True),
    (True, False, "administrator", False),
    (True, False, "member", True),
    (True, True, "member", True),
]


@requires("take part")
def open_to_members(request: HttpRequest) -> HttpResponse:
    return HttpResponse("in")


@pytest.mark.parametrize(("needed", "has", "role", "through"), FACTORS)
def test_where_a_second_factor_is_needed_staff_do_nothing_without_one(
    settings: Any, needed: bool, has: bool, role: str, through: bool
) -> None:
    settings.STAFF_SECOND_FACTOR = needed
    somebody = account(role)
    if has:
        Authenticator.objects.create(user=somebody, type=Authenticator.Type.TOTP, data={"secret": "x"})
    request = asked(somebody)
    response = open_to_members(request)
    assert lacks_second_factor(somebody) is (needed and not has)
    if through:
        assert response.content == b"in"
        assert not list(get_messages(request))
    else:
        assert response["Location"] == "/account/2fa/"
        assert [str(message) for message in get_messages(request)] == [str(SECOND_FACTOR)]


# --- accounts --------------------------------------------------------------------------------------------------------


def test_an_address_is_one_account_whatever_its_case(cast: Cast) -> None:
    assert cast.ada == Account.objects.get_by_natural_key("ADA@example.org")
    assert cast.ada.check_password("a long enough phrase")
    assert Account.objects.create_user("Noor@EXAMPLE.org", name="Noor").email == "Noor@example.org"


def test_an_account_without_a_password_is_opened_by_none() -> None:
    somebody = account("member")
    assert not somebody.has_usable_password()
    assert not somebody.check_password("")


@pytest.mark.parametrize(("name", "good"), [("Europe/Vienna", True), ("UTC", True), ("Mars/Base", False), ("", False)])
def test_a_time_zone_is_one_that_exists(name: str, good: bool) -> None:
    somebody = account("member")
    somebody.time_zone = name
    if good:
        somebody.full_clean(exclude=["password"])
    else:
        with pytest.raises(ValidationError):
            somebody.full_clean(exclude=["password"])


def test_times_are_shown_in_the_readers_zone_and_in_utc_to_strangers() -> None:
    from django.utils import timezone

    def respond(request: HttpRequest) -> HttpResponse:
        return HttpResponse(timezone.localtime(NOON).strftime("%H:%M"))

    viennese = account("member", time_zone="Europe/Vienna")
    assert LocalTime(respond)(asked(viennese)).content == b"14:00"
    assert LocalTime(respond)(asked(AnonymousUser())).content == b"12:00"
    assert timezone.get_current_timezone_name() == "UTC"


def test_the_audit_log_keeps_its_entries_when_an_account_goes(cast: Cast) -> None:
    entry = AuditEntry.objects.create(by=cast.ines, action="tag person", subject="person 1")
    cast.ines.delete()
    entry.refresh_from_db()
    assert (entry.by, entry.action) == (None, "tag person")
