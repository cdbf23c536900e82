"""COPY in: rows go through a temporary table in one stream, then a set-based statement takes them over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection

Parameters = Sequence[Any] | Mapping[str, Any]


def stage(table: str, columns: str, rows: Iterable[Sequence[Any]]) -> None:
    """Fill the temporary `table` (made from `columns`, "name type, ...") with `rows`, replacing what it held.

    Must run inside a transaction: the table empties itself at commit.
    """
    names = ", ".join(column.split()[0] for column in columns.split(","))
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMP TABLE IF NOT EXISTS {table} ({columns}) ON COMMIT DELETE ROWS; DELETE FROM {table}"
        )
        with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)


def run(sql: str, parameters: Parameters = ()) -> int:
    """Execute one statement and return how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return int(cursor.rowcount)


def fetch(sql: str, parameters: Parameters = ()) -> list[tuple[Any, ...]]:
    """Execute one statement and return its rows."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())
