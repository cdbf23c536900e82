"""Whether the tables are those that the code expects."""

from __future__ import annotations

from functools import cache

from django.db import ProgrammingError, connection
from django.db.migrations.loader import MigrationLoader
from psycopg import errors

NEVER = "The database has no tables yet. Run “agora migrate” first."
BEHIND = "The tables are older than the code ({names}). Run “agora migrate” first."
MISSING = (errors.UndefinedTable, errors.UndefinedColumn, errors.UndefinedFunction, errors.UndefinedObject)


def lacking() -> str:
    """Return in one sentence what the tables lack and the cure; empty where they are as the code expects."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT app, name FROM django_migrations")
            applied = set(cursor.fetchall())
    except ProgrammingError:
        return NEVER
    missing = sorted(f"{app} {name}" for app, name in newest() - applied)
    return BEHIND.format(names=", ".join(missing[:3]) + (", …" if len(missing) > 3 else "")) if missing else ""


@cache
def newest() -> frozenset[tuple[str, str]]:
    """Return the last migration of every app, as the code of this process has them."""
    return frozenset(MigrationLoader(None).graph.leaf_nodes())


def is_about_tables(error: BaseException | None) -> bool:
    """Whether an error comes from a table, column or function that is not there."""
    while error is not None:
        if isinstance(error, MISSING):
            return True
        error = error.__cause__ or error.__context__
    return False
