from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine

from agora.accounts.models import Token
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_a_token_opens_until_it_ends(cast: Cast) -> None:
    with time_machine.travel(datetime(2026, 1, 1, tzinfo=UTC)) as clock:
        token, secret = Token.issue(account=cast.max, name="shop", scopes=["ingest"], days=30)
        assert Token.presented(secret) == token
        clock.shift(31 * 86400)
        assert Token.presented(secret) is None


def test_a_revoked_token_opens_nothing(cast: Cast) -> None:
    token, secret = Token.issue(account=cast.max, name="shop", scopes=["ingest"])
    token.revoke()
    assert Token.presented(secret) is None


def test_a_token_ends_with_its_account(cast: Cast) -> None:
    _, secret = Token.issue(account=cast.max, name="shop", scopes=["read"])
    cast.max.is_active = False
    cast.max.save()
    assert Token.presented(secret) is None


def test_the_secret_is_not_kept(cast: Cast) -> None:
    token, secret = Token.issue(account=cast.max, name="shop", scopes=["read"])
    assert secret not in str(Token.objects.filter(pk=token.pk).values().get())
