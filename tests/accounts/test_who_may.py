"""Who may do something is said by the table of abilities, also where a page offers colleagues to choose from."""

from __future__ import annotations

import pytest

from agora.accounts.permissions import accounts_that_may
from agora.accounts.roles import ABILITIES
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_cases_are_given_to_those_who_may_work_them(cast: Cast) -> None:
    workers = {cast.ines, cast.max, cast.root}
    assert {cast.ada, cast.ana}.isdisjoint(workers)
    assert set(accounts_that_may("work cases", viewer=cast.ana)) == workers


def test_who_may_no_longer_sign_in_may_nothing(cast: Cast) -> None:
    cast.ines.is_active = False
    cast.ines.save()
    for ability in ABILITIES:
        assert cast.ines not in accounts_that_may(ability, viewer=cast.max)


def test_a_member_learns_of_nobody_who_works_here(cast: Cast) -> None:
    assert cast.ines.is_staff
    assert not accounts_that_may("work cases", viewer=cast.ada).exists()
