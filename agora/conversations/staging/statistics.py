"""Keeps what the planner believes of the tables near the truth while they grow by whole batches."""

from __future__ import annotations

from agora.core.copying import fetch, run

MANY = 1_000


def keep_up(*tables: str, created: int) -> None:
    """Have the planner look again at tables that one batch has more than doubled.

    Between two rounds of autovacuum a table that was empty a minute ago is still believed to be empty, and a join that
    reads it whole for each staged row looks cheap.
    """
    if created >= MANY:
        for (table,) in fetch(
            "SELECT relname FROM pg_class WHERE oid = ANY(%s::regclass[]) AND reltuples < %s", [list(tables), created]
        ):
            run(f"ANALYZE {table}")
