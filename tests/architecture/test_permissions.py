"""Every address and every role: the table in tests/architecture/permissions.py is the law."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from agora.accounts.models import Account
from agora.accounts.roles import ABILITIES, Role
from tests.architecture.permissions import TABLE

DUMMIES = {"int": 999_999_999, "slug": "nothing-here", "str": "nothing", "path": "nothing"}
OTHERS = ("account_", "mfa_", "socialaccount_", "openid_connect_", "api-")  # allauth's, and the API's own table


def addresses(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        else:
            yield f"{space}{pattern.name}", pattern


PATTERNS = {name: pattern for name, pattern in addresses(get_resolver().url_patterns) if not name.startswith(OTHERS)}


def address(name: str) -> str:
    converters = PATTERNS[name].pattern.converters
    kinds = {key: type(converter).__name__.removesuffix("Converter").lower() for key, converter in converters.items()}
    return reverse(name, kwargs={key: DUMMIES[{"string": "str"}.get(kind, kind)] for key, kind in kinds.items()})


def verdict(name: str, account: Account | None) -> str:
    client = Client(raise_request_exception=False)
    if account:
        client.force_login(account)
    answer = client.get(address(name))
    if answer.status_code == 405:
        answer = client.post(address(name))
    assert answer.status_code < 500, f"{name}: {answer.status_code}"
    if answer.status_code == 302 and answer["Location"].startswith(reverse("account_login")):
        return "sign in"
    return "no" if answer.status_code == 403 else "yes"


def test_the_table_names_every_address_and_no_other() -> None:
    assert set(TABLE) == {
        name for name in PATTERNS if name.split(":")[0] in {"portal", "console"} or name.startswith("health")
    }
    assert all(ability is None or ability in ABILITIES for ability in TABLE.values())


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(TABLE))
def test_each_role_gets_what_the_table_says(name: str) -> None:
    ability = TABLE[name]
    found = {"nobody": verdict(name, None)}
    expected = {"nobody": "yes" if ability is None else "sign in"}
    for role in Role:
        account = Account.objects.create_user(f"{role}@example.org", name=role, role=role)
        found[role] = verdict(name, account)
        expected[role] = "yes" if ability is None or role in ABILITIES[ability] else "no"
    assert found == expected
