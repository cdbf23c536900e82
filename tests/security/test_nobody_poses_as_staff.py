"""Who speaks for the house is shown by its badge: no name imitates it, and it goes when the job does."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from agora.accounts.models import Account
from agora.accounts.names import of_member
from agora.accounts.roles import Role
from agora.community import discussions
from agora.people.holding import identity_of
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def ines(cast: Cast) -> Account:
    cast.ines.name = "Ines Calderón"
    cast.ines.save()
    return cast.ines


@pytest.mark.parametrize(
    "name",
    [
        "Ines Calderón", "ines calderon", "INES  CALDERÓN", "Calderón Ines", "Ines Calderón of Agora",
        "I\u200bnes Calder\u00adón", "\u202eInes Calderón", "Ines C\u0430lderón", "Ｉｎｅｓ Calderón", "Ben (staff)",
        "Moderator", "Site Admin", "Agora", "Agora Service", "\u200b\u202e", " ", "()",
    ],
)  # fmt: skip
def test_a_name_that_poses_as_an_employee_or_as_nobody_is_refused(ines: Account, name: str) -> None:
    with pytest.raises(ValidationError):
        of_member(name)


@pytest.mark.parametrize(
    "name", ["Ines", "Ines Müller", "Calderón", "Zoë O'Neill-Smith", "李小龙", "Иван Петров", "pedal42", "نیک\u200cنام"]
)
def test_everybody_else_keeps_their_name(ines: Account, name: str) -> None:
    assert of_member(name) == name


def test_a_member_cannot_take_an_employees_name_on_their_page(client: Client, cast: Cast, ines: Account) -> None:
    client.force_login(cast.ada)
    wanted = {"name": "Ines Calderón (staff)", "time_zone": "UTC", "role": "administrator", "is_ours": "on"}
    assert client.post("/me/name/", wanted).status_code == 422
    known = Account.objects.get(pk=cast.ada.pk)
    assert (known.name, known.role) == ("Ada", Role.MEMBER)


def test_nobody_joins_with_an_employees_name(client: Client, ines: Account) -> None:
    client.post(
        "/account/signup/",
        {"email": "new@example.org", "name": "ines calderon", "password1": "a phrase nobody guesses"},
    )
    assert not Account.objects.filter(email="new@example.org").exists()


def test_an_employee_keeps_their_own_name(client: Client, ines: Account) -> None:
    client.force_login(ines)
    assert client.post("/me/name/", {"name": "Ines Calderón", "time_zone": "UTC"}).status_code == 302


def test_who_no_longer_works_here_no_longer_speaks_for_the_house(client: Client, cast: Cast, ines: Account) -> None:
    assert identity_of(ines).is_ours
    Account.objects.filter(pk=ines.pk).update(role=Role.MEMBER)
    demoted: Any = Account.objects.get(pk=ines.pk)
    thread = discussions.open(author=identity_of(demoted), title="Still here", body="As a member.")
    assert thread.opened_by is not None
    assert not thread.opened_by.is_ours
