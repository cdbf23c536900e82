"""Every QuerySet that faces may read from, every role, every state: the table in visibility.py is the law."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import models

from agora.accounts.models import Account
from agora.accounts.roles import Role
from tests.architecture import visibility
from tests.architecture.visible_world import Rows, world
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def models_with(door: str) -> Iterator[type[models.Model]]:
    return (model for model in apps.get_models() if hasattr(model._default_manager, door))


@pytest.fixture
def rows(cast: Cast) -> Rows:
    return world(cast)


def viewer(name: str, cast: Cast) -> Any:
    if name == "stranger":
        return AnonymousUser()
    if name == "gone":
        return Account.objects.create_user("gone@example.org", name="Gone", role=Role.AGENT, is_active=False)
    return getattr(cast, name)


def seen(rows: Rows, by: Any, *, door: str) -> set[str]:
    """The names of the rows that come out of the door for one viewer."""
    names: set[str] = set()
    for model in models_with(door):
        through = set(getattr(model._default_manager, door)(by).values_list("pk", flat=True))
        names |= {name for name, row in rows.items() if type(row) is model and row.pk in through}
    return names


@pytest.mark.parametrize("name", visibility.VIEWERS)
def test_each_role_sees_what_the_table_says_and_no_more(name: str, rows: Rows, cast: Cast) -> None:
    law = {row for row, viewers in visibility.read(visibility.TABLE).items() if name in viewers}
    judged = set(visibility.read(visibility.TABLE))
    assert seen(rows, viewer(name, cast), door="visible_to") & judged == law


@pytest.mark.parametrize("name", visibility.VIEWERS)
def test_what_is_worth_money_is_shown_to_those_who_may_see_value(name: str, rows: Rows, cast: Cast) -> None:
    law = {row for row, viewers in visibility.read(visibility.SHOWN).items() if name in viewers}
    assert seen(rows, viewer(name, cast), door="shown_to") == law


def test_every_door_has_a_row_in_the_table(rows: Rows) -> None:
    for door, table in (("visible_to", visibility.TABLE), ("shown_to", visibility.SHOWN)):
        names = set(visibility.read(table))
        assert names <= set(rows), "the table names what the world does not have"
        assert {type(rows[name]) for name in names} == set(models_with(door))


def test_every_row_of_the_world_is_judged(rows: Rows) -> None:
    judged = set(visibility.read(visibility.TABLE)) | set(visibility.read(visibility.SHOWN))
    assert judged == set(rows)


def queryset_classes(base: type) -> Iterator[type]:
    for child in base.__subclasses__():
        yield child
        yield from queryset_classes(child)


def test_no_queryset_with_a_door_is_left_without_a_model() -> None:
    doors = {
        child
        for base in (models.QuerySet, models.Manager)
        for child in queryset_classes(base)
        if "visible_to" in vars(child) and child.__module__.startswith("agora.")
    }
    managers = [model._default_manager for model in models_with("visible_to")]
    assert doors == {getattr(manager, "_queryset_class", None) for manager in managers} & doors | {
        type(manager) for manager in managers if type(manager) in doors
    }


def test_nothing_is_seen_twice(rows: Rows, cast: Cast) -> None:
    for model in models_with("visible_to"):
        for name in ("ada", "ines"):
            keys = list(model._default_manager.visible_to(getattr(cast, name)).values_list("pk", flat=True))
            assert len(keys) == len(set(keys)), model
