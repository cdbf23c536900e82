"""What a monitor hears: alive, ready, or what is missing."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client

pytestmark = pytest.mark.django_db


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_database_with_the_tables_of_the_code_is_ready() -> None:
    answer = Client().get("/health/ready")
    assert (answer.status_code, answer.json()) == (200, {"ready": True})


def test_a_database_that_was_never_migrated_is_not_ready() -> None:
    run("ALTER TABLE django_migrations RENAME TO put_away")
    answer = Client().get("/health/ready")
    assert answer.status_code == 503
    assert answer.json()["problem"] == "The database has no tables yet. Run “agora migrate” first."


def test_tables_older_than_the_code_are_named() -> None:
    run("DELETE FROM django_migrations WHERE app = 'desk'")
    answer = Client().get("/health/ready")
    assert answer.status_code == 503
    assert "older than the code (desk 0" in answer.json()["problem"]


def test_the_process_is_alive_whatever_the_database_says() -> None:
    run("ALTER TABLE django_migrations RENAME TO put_away")
    assert Client().get("/health/live").json() == {"alive": True}
