"""Keys that end, names that do not deceive, what the audit log keeps, and the way out of every session."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.test import Client

from agora.accounts import audit, sessions
from agora.accounts.models import Account, AuditEntry, Token
from agora.accounts.names import of_member, readable
from agora.accounts.providers import NAME_LENGTH, ProviderAdapter
from agora.accounts.roles import Role
from tests.cast import NOON, Cast

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


# --- keys ------------------------------------------------------------------------------------------------------------


def test_a_key_is_kept_by_its_digest_with_scopes_in_order_and_an_end(cast: Cast) -> None:
    with time_machine.travel(NOON, tick=False):
        token, secret = Token.issue(account=cast.max, name="shop", scopes=["write", "ingest"], days=7)
    token.refresh_from_db()
    assert secret.startswith("agora_")
    assert len(secret) > 40
    assert (token.account, token.name, token.scopes) == (cast.max, "shop", ["ingest", "write"])
    assert token.start == secret[:12]
    assert token.expires_at == NOON + 7 * DAY
    assert (token.revoked_at, token.used_at) == (None, None)
    assert len(token.digest) == 64
    assert secret not in str(Token.objects.values().get())


def test_without_a_wish_a_key_lasts_ninety_days_and_no_two_are_alike(cast: Cast) -> None:
    with time_machine.travel(NOON, tick=False):
        one, two = (Token.issue(account=cast.max, name="shop", scopes=["read"]) for _ in range(2))
        assert [Token.presented(secret) for _, secret in (one, two)] == [one[0], two[0]]
    assert one[0].expires_at == NOON + 90 * DAY
    assert one[1] != two[1]


@pytest.mark.parametrize("wrong", ["", "agora_", "agora_nothing", "nothing"])
def test_what_was_never_issued_opens_nothing(cast: Cast, wrong: str) -> None:
    Token.issue(account=cast.max, name="shop", scopes=["read"])
    assert Token.presented(wrong) is None


def test_neither_the_digest_nor_the_start_opens_anything(cast: Cast) -> None:
    token, secret = Token.issue(account=cast.max, name="shop", scopes=["read"])
    assert Token.presented(token.digest) is None
    assert Token.presented(secret[:12]) is None
    assert Token.presented(secret) == token


def test_a_key_ends_at_its_moment_and_not_before(cast: Cast) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        token, secret = Token.issue(account=cast.max, name="shop", scopes=["read"], days=1)
        clock.move_to(NOON + DAY - timedelta(seconds=1))
        assert Token.presented(secret) == token
        assert token.live()
        clock.move_to(NOON + DAY)
        assert Token.presented(secret) is None
        assert not token.live()
        assert token.live(at=NOON)
        assert not token.live(at=NOON + DAY)


def test_a_revoked_key_stays_on_record_with_its_moment(cast: Cast) -> None:
    token, secret = Token.issue(account=cast.max, name="shop", scopes=["read"])
    other, open_secret = Token.issue(account=cast.max, name="other", scopes=["read"])
    with time_machine.travel(NOON, tick=False):
        token.revoke()
    token.refresh_from_db()
    assert token.revoked_at == NOON
    assert not token.live(at=NOON - DAY)
    assert Token.presented(secret) is None
    assert Token.presented(open_secret) == other


def test_use_is_noted_to_the_minute(cast: Cast) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        token, secret = Token.issue(account=cast.max, name="shop", scopes=["read"])
        other, _ = Token.issue(account=cast.max, name="other", scopes=["read"])
        used = []
        for seconds in (0, 30, 30, 1, 120):
            clock.shift(seconds)
            Token.presented(secret)
            token.refresh_from_db()
            used.append(((token.used_at or NOON) - NOON).seconds)
    other.refresh_from_db()
    assert used == [0, 0, 0, 61, 181]
    assert other.used_at is None


def test_keys_are_listed_newest_first_and_go_with_their_account(cast: Cast) -> None:
    for day, name in enumerate(("one", "two")):
        with time_machine.travel(NOON + day * DAY, tick=False):
            Token.issue(account=cast.max, name=name, scopes=["read"])
    assert [token.name for token in Token.objects.visible_to(cast.max)] == ["two", "one"]
    cast.max.delete()
    assert not Token.objects.exists()


# --- names -----------------------------------------------------------------------------------------------------------

NAMES: list[tuple[str, str | None]] = [
    ("Ada", "Ada"), ("  Ada   Lovelace ", "Ada Lovelace"), ("Ada\tL.\n", "AdaL."), ("\u202eadA\u202c", "adA"),
    ("A\u200bda", "Ada"), ("نیک\u200cنام", "نیک\u200cنام"), ("7", "7"), ("\ue000Ada", "Ada"), ("Ada\u2028B", "AdaB"),
    ("Аda", None), ("Ada Иван", "Ada Иван"), ("αda", None), ("Αθηνά", "Αθηνά"), ("", None), ("...", None), ("\u200c", None),
    ("李小龙", "李小龙"), ("Ada李", "Ada李"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "name"), NAMES)
def test_a_name_is_made_readable_or_refused(typed: str, name: str | None) -> None:
    if name is None:
        with pytest.raises(ValidationError):
            readable(typed)
    else:
        assert readable(typed) == name
        assert of_member(typed) == name


@pytest.mark.parametrize(
    ("name", "free"),
    [
        ("Ines", False), ("ines", False), ("Inés", False), ("Ines Müller", True), ("Max", False), ("Maximilian", True),
        ("staff", False), ("The Official Ada", False), ("officially", True), ("moderator Ada", False), ("admin", False),
        ("administrator", False), ("Ada", True), ("Ben", True), ("Agora", False), ("Agora Berlin", False), ("Agoraphil", True),
    ],
)  # fmt: skip
def test_a_member_takes_no_name_of_somebody_who_works_here(cast: Cast, name: str, free: bool) -> None:
    assert [cast.ines, cast.max, cast.ben]
    if free:
        assert of_member(name) == name
    else:
        with pytest.raises(ValidationError, match="would be taken for somebody who works here"):
            of_member(name, account=cast.ada)


def test_a_house_without_a_name_takes_none_away(settings: Any) -> None:
    settings.SITE_NAME = ""
    assert of_member("Agora") == "Agora"
    settings.SITE_NAME = "Rad & Tat"
    assert of_member("Rad") == "Rad"
    with pytest.raises(ValidationError):
        of_member("Tat Rad")


def test_whoever_works_here_may_say_so(cast: Cast) -> None:
    assert of_member("Ines (staff)", account=cast.ines) == "Ines (staff)"
    with pytest.raises(ValidationError):
        of_member("...", account=cast.ines)


def test_the_full_name_of_an_employee_is_refused_with_words_around_it(cast: Cast) -> None:
    cast.ines.name = "Ines Calderon"
    cast.ines.save()
    assert of_member("Ines") == "Ines"
    for name in ("Calderon Ines", "Ines M. Calderon", "i. calderón ines"):
        with pytest.raises(ValidationError):
            of_member(name)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ({"name": "Ada L."}, "Ada L."), ({"first_name": "Ada", "last_name": "L."}, "Ada L."), ({"last_name": "L."}, "L."),
        ({"name": "", "first_name": "Ada"}, "Ada"), ({}, ""), ({"name": "n" * 200}, "n" * NAME_LENGTH),
        ({"name": "Ada", "first_name": "Other"}, "Ada"),
    ],
)  # fmt: skip
def test_a_newcomer_brings_the_name_their_provider_knows(rf: Any, data: dict[str, str], name: str) -> None:
    from allauth.socialaccount.models import SocialLogin

    login = SocialLogin(user=Account())
    account = ProviderAdapter().populate_user(rf.get("/"), login, {"email": "ada@example.org", **data})
    assert (account.name, account.email) == (name, "ada@example.org")


# --- what the audit log keeps ----------------------------------------------------------------------------------------


def test_an_entry_says_who_did_what_to_which_record_with_what(cast: Cast) -> None:
    with time_machine.travel(NOON, tick=False):
        audit.record("change role", by=cast.root, subject=cast.ada, before="member", after="agent")
        audit.record("close shop", by=None, subject="shop")
    told, other = AuditEntry.objects.order_by("pk")
    assert (told.by, told.action, told.subject, told.at) == (cast.root, "change role", f"account {cast.ada.pk}", NOON)
    assert told.detail == {"before": "member", "after": "agent"}
    assert (other.by, other.subject, other.detail) == (None, "shop", {})


def test_the_log_is_read_newest_first(cast: Cast) -> None:
    for day in (2, 3, 1):
        with time_machine.travel(NOON + day * DAY, tick=False):
            audit.record(str(day), by=cast.root, subject="x")
    assert [entry.action for entry in AuditEntry.objects.visible_to(cast.ines)] == ["3", "2", "1"]


# --- sessions --------------------------------------------------------------------------------------------------------


def test_all_sessions_of_an_account_end_and_no_others(cast: Cast) -> None:
    for account, count in ((cast.ada, 3), (cast.ben, 2)):
        for _ in range(count):
            Client().force_login(account)
    SessionStore().save()
    assert sessions.end_all(cast.ada) == 3
    keys = [session.get_decoded().get("_auth_user_id") for session in Session.objects.all()]
    assert sorted(map(str, keys)) == sorted(["None", str(cast.ben.pk), str(cast.ben.pk)])
    assert sessions.end_all(cast.ada) == 0


def test_sessions_that_ended_by_themselves_are_not_counted(cast: Cast) -> None:
    Client().force_login(cast.ada)
    with time_machine.travel(NOON, tick=False):
        Session.objects.update(expire_date=NOON - timedelta(seconds=1))
        assert sessions.end_all(cast.ada) == 0
        Session.objects.update(expire_date=NOON)
        assert sessions.end_all(cast.ada) == 1


def test_a_role_is_one_of_five(cast: Cast) -> None:
    cast.ada.role = "owner"
    with pytest.raises(ValidationError):
        cast.ada.full_clean()
    assert len(Role) == 5
