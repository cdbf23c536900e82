"""Limits that are shared, secrets that are made once, states that move along their graph, and locks on a source."""

from __future__ import annotations

import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.db import connection, transaction

from agora.core import clock, secrets
from agora.core.alone import AlreadyRunning, alone
from agora.core.copying import fetch, run, stage
from agora.core.limits import Allowance, spend
from agora.core.models import Import, Rejection
from agora.core.models.sources import portal, source
from agora.core.states import IllegalStep

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


# --- limits ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("costs", "left"),
    [([1], [2]), ([1, 1, 1], [2, 1, 0]), ([3], [0]), ([4], [-1]), ([2, 2], [1, -1]), ([0, 3, 1], [3, 0, -1])],
)
def test_what_is_spent_is_taken_from_what_is_left(costs: list[int], left: list[int]) -> None:
    with time_machine.travel(NOON, tick=False):
        assert [spend("key", limit=3, seconds=60, cost=cost).remaining for cost in costs] == left


@pytest.mark.parametrize("remaining", [-2, -1, 0, 1])
def test_a_limit_is_exceeded_by_what_goes_beyond_it(remaining: int) -> None:
    allowance = Allowance(limit=5, remaining=remaining, reset=30)
    assert allowance.exceeded is (remaining < 0)
    assert allowance.headers() == {
        "RateLimit-Limit": "5",
        "RateLimit-Remaining": str(max(0, remaining)),
        "RateLimit-Reset": "30",
        **({"Retry-After": "30"} if remaining < 0 else {}),
    }


@pytest.mark.parametrize("second", [0, 1, 30, 59])
def test_the_window_ends_when_the_header_says(second: int) -> None:
    with time_machine.travel(NOON + timedelta(seconds=second), tick=False) as time:
        allowance = spend("key", limit=1, seconds=60)
        assert allowance.reset == 60 - second
        time.shift(allowance.reset - 1)
        assert spend("key", limit=1, seconds=60).exceeded
        time.shift(1)
        assert spend("key", limit=1, seconds=60).remaining == 0


def test_keys_longer_than_the_column_are_cut_and_still_count() -> None:
    with time_machine.travel(NOON, tick=False):
        assert spend("k" * 200, limit=5, seconds=60).remaining == 4
        assert spend("k" * 300, limit=5, seconds=60).remaining == 3
        assert spend("k" * 199, limit=5, seconds=60).remaining == 4


# --- secrets ---------------------------------------------------------------------------------------------------------


def test_a_secret_is_made_once_for_this_user_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AGORA_SECRET_KEY", raising=False)
    var = tmp_path / "not" / "there"
    key = secrets.secret_key(var)
    assert len(key) > 60
    assert secrets.secret_key(var) == key
    assert stat.S_IMODE((var / "secret-key").stat().st_mode) == 0o600
    assert [path.name for path in var.iterdir()] == ["secret-key"]
    assert secrets.secret_key(tmp_path / "other") != key


def test_a_secret_of_the_environment_is_taken_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AGORA_SECRET_KEY", "from the environment")
    assert secrets.secret_key(tmp_path) == "from the environment"
    assert list(tmp_path.iterdir()) == []


def test_of_two_processes_that_start_the_first_makes_the_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AGORA_SECRET_KEY", raising=False)
    first = secrets.secret_key(tmp_path)
    monkeypatch.setattr(os, "getpid", lambda: 1)
    secrets._make(tmp_path / "secret-key")
    assert secrets.secret_key(tmp_path) == first
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]


# --- imports and their states ----------------------------------------------------------------------------------------

NEXT = {
    ("running", "running"), ("running", "done"), ("running", "failed"), ("failed", "running"), ("failed", "undone"),
    ("done", "undone"),
}  # fmt: skip
STATES = ("running", "failed", "done", "undone")


@pytest.fixture
def running() -> Import:
    with time_machine.travel(NOON, tick=False):
        return Import.begin(kind="orders", source=source("shop", kind="orders"), label="o" * 400)


@pytest.mark.parametrize("after", [*STATES, "lost"])
@pytest.mark.parametrize("before", STATES)
def test_an_import_moves_along_its_graph_only(running: Import, before: str, after: str) -> None:
    Import.objects.filter(pk=running.pk).update(state=before)
    running.refresh_from_db()
    if (before, after) in NEXT:
        running.step(after, problem="why")
        assert (running.state, running.problem) == (after, "why")
    else:
        with pytest.raises(IllegalStep, match=f"Import {running.pk} cannot go from {before!r} to {after!r}"):
            running.step(after)
    running.refresh_from_db()
    assert running.state == (after if (before, after) in NEXT else before)


def test_a_step_moves_one_row_and_no_other(running: Import) -> None:
    other = Import.begin(kind="orders", source=running.source, label="other.csv")
    running.step("done")
    other.refresh_from_db()
    assert other.state == "running"


def test_an_import_begins_running_ends_with_counts_and_keeps_what_was_refused(running: Import) -> None:
    assert (running.state, running.kind, running.started_at, running.mapping) == ("running", "orders", NOON, {})
    assert running.label == "o" * 300
    for lines in ((5, 3), (9,)):
        running.reject([Rejection(of=running, line=line, reason="no amount") for line in lines])
    with time_machine.travel(NOON + timedelta(hours=1), tick=False):
        running.finish({"orders": 7})
    assert (running.rejected, running.counts, running.finished_at) == (3, {"orders": 7}, NOON + timedelta(hours=1))
    assert [rejection.line for rejection in running.rejections.all()] == [3, 5, 9]
    assert Import.begin(kind="orders", source=running.source, label="x", mapping={"id": "Nr"}).mapping == {"id": "Nr"}


def test_a_failed_import_says_why_and_when_and_may_run_again(running: Import) -> None:
    with time_machine.travel(NOON, tick=False):
        running.fail("x" * 3000)
    running.refresh_from_db()
    assert (running.state, running.problem, running.finished_at) == ("failed", "x" * 2000, NOON)
    running.step("running")


def test_a_source_is_made_once_and_stays_as_it_was() -> None:
    first = source("shop", kind="orders", name="Shop", url="https://example.org")
    again = source("shop", kind="api", name="Other")
    assert first == again
    assert (again.kind, again.name, again.url) == ("orders", "Shop", "https://example.org")
    assert source("plain", kind="orders").name == "plain"
    assert (portal().slug, portal().kind, portal().name) == ("portal", "portal", "Portal")
    assert portal() == portal()


# --- one import at a time --------------------------------------------------------------------------------------------


def locks() -> int:
    return int(fetch("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()")[0][0])


def test_a_source_is_locked_while_it_is_read_and_free_afterwards_also_after_a_fall() -> None:
    shop = source("shop", kind="orders")
    with alone(shop, what="orders"):
        assert locks() == 1
        with alone(shop, what="words"):
            assert locks() == 2
    assert locks() == 0
    with pytest.raises(RuntimeError), alone(shop, what="orders"):
        raise RuntimeError
    assert locks() == 0


def test_another_process_is_told_that_it_must_wait_for_the_same_but_not_for_another() -> None:
    shop, other = source("shop", kind="orders"), source("other", kind="orders")
    second = connection.copy()
    try:
        with second.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashtext('agora.importing.orders'), %s)", [shop.pk])
        with (
            pytest.raises(AlreadyRunning, match="Orders are being imported into shop already"),
            alone(shop, what="orders"),
        ):
            pytest.fail("two at once")
        with alone(shop, what="words"), alone(other, what="orders"):
            assert locks() == 2
    finally:
        second.close()


# --- copying in ------------------------------------------------------------------------------------------------------


def test_rows_are_staged_anew_each_time_and_counted() -> None:
    with transaction.atomic():
        stage("w_test", "id bigint, name text", [(1, "a"), (2, None)])
        assert fetch("SELECT id, name FROM w_test ORDER BY id") == [(1, "a"), (2, None)]
        stage("w_test", "id bigint, name text", [(3, "tab\tand\nline \\ é")])
        assert fetch("SELECT id, name FROM w_test") == [(3, "tab\tand\nline \\ é")]
        assert run("UPDATE w_test SET id = %s", [4]) == 1
        assert run("DELETE FROM w_test WHERE id = %(id)s", {"id": 9}) == 0


# --- the clock -------------------------------------------------------------------------------------------------------


def test_the_clock_is_utc_and_looks_a_day_ahead_and_any_span_back() -> None:
    with time_machine.travel(NOON, tick=False):
        assert clock.now() == NOON
        assert clock.now().tzinfo == UTC
        assert clock.latest() == NOON + timedelta(days=1)
        assert clock.ago(hours=2, minutes=1) == NOON - timedelta(hours=2, minutes=1)
