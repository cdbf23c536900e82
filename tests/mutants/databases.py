"""Each worker has a database of its own, a copy of one that is migrated once."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connections

TEMPLATE = "test_mutants"


class OwnDatabase:
    """Tests of this process use the database they were given instead of making one."""

    @pytest.hookimpl(tryfirst=True)
    def pytest_fixture_setup(self, fixturedef: Any, request: Any) -> object:
        if fixturedef.argname != "django_db_setup":
            return None
        fixturedef.cached_result = (None, fixturedef.cache_key(request), None)
        return fixturedef


def make(config: pytest.Config, slots: int) -> None:
    """Migrate the template and copy it once for each of `slots` workers."""
    from pytest_django.plugin import blocking_manager_key

    with config.stash[blocking_manager_key].unblock():
        connection = connections["default"]
        connection.settings_dict["TEST"]["NAME"] = TEMPLATE
        connection.creation.create_test_db(verbosity=0, autoclobber=True, keepdb=True, serialize=False)
        for slot in range(slots):
            copy(slot, config)
        connections.close_all()


def copy(slot: int, config: pytest.Config) -> None:
    """Make the database of worker `slot` anew."""
    from pytest_django.plugin import blocking_manager_key

    with config.stash[blocking_manager_key].unblock():
        connections["default"].close()
        with connections["default"]._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {TEMPLATE}_{slot} WITH (FORCE)")
            cursor.execute(f"CREATE DATABASE {TEMPLATE}_{slot} TEMPLATE {TEMPLATE}")


def enter(slot: int) -> None:
    """Point this process at the database of worker `slot`."""
    connection = connections["default"]
    connection.connection = None  # what a fork brought along belongs to the parent
    connection.settings_dict["NAME"] = f"{TEMPLATE}_{slot}"
