"""Jobs and news: written with the data, run in order, tried again with patience, heard by everybody, twice if need be."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import OperationalError

from agora.core import events, jobs

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class KettleBoiled:
    liters: int
    where: str = "kitchen"


@dataclass(frozen=True)
class CupBroke:
    pieces: int


class Listener:
    """Hears, and writes down what; fails as often as it is told to."""

    def __init__(self) -> None:
        self.notes: list[object] = []
        self.failures = 0

    def first(self, event: KettleBoiled) -> None:
        self.notes.append(("first", event))

    def second(self, event: KettleBoiled) -> None:
        if self.failures:
            self.failures -= 1
            raise OperationalError("the tea is out")
        self.notes.append(("second", event))


@pytest.fixture
def listener() -> Iterator[Listener]:
    """Subscribed twice, under two names, the later one first."""
    heard = Listener()

    def zeta(event: KettleBoiled) -> None:
        heard.second(event)

    def alpha(event: KettleBoiled) -> None:
        heard.first(event)

    for function in (zeta, alpha):
        assert events.subscribe(KettleBoiled)(function) is function
    yield heard
    events._subscribers.pop(KettleBoiled)


def queued() -> list[tuple[str, str, dict[str, Any]]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT queue_name, status::text, args::text FROM procrastinate_jobs ORDER BY id")
        return [(queue, state, json.loads(arguments)) for queue, state, arguments in cursor.fetchall()]


def ago(days: int, *, kind: str) -> None:
    """Make a job that failed, with the event of that kind so many days ago."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status) VALUES ('events', 't', 'failed') RETURNING id"
        )
        (job,) = cursor.fetchone()
        cursor.execute(
            "INSERT INTO procrastinate_events (job_id, type, at) VALUES (%s, %s, now() - make_interval(days => %s))",
            [job, kind, days],
        )


# --- news ------------------------------------------------------------------------------------------------------------


def test_every_subscriber_gets_a_job_of_its_own_in_order_of_name(listener: Listener) -> None:
    events.publish(KettleBoiled(2))
    names = [arguments["subscriber"].rsplit(".", 1)[-1] for _, _, arguments in queued()]
    assert names == ["alpha", "zeta"]
    assert {(queue, state) for queue, state, _ in queued()} == {("events", "todo")}
    assert all(arguments["content"] == {"liters": 2, "where": "kitchen"} for _, _, arguments in queued())


def test_every_subscriber_hears_the_event_with_all_its_values(listener: Listener) -> None:
    events.publish(KettleBoiled(3, where="garden"))
    assert jobs.drain() == 2
    news = KettleBoiled(3, where="garden")
    assert listener.notes == [("first", news), ("second", news)]


def test_events_are_heard_in_the_order_of_their_publication(listener: Listener) -> None:
    for liters in (1, 2, 3):
        events.publish(KettleBoiled(liters))
    jobs.drain()
    assert [note[1].liters for note in listener.notes] == [1, 1, 2, 2, 3, 3]  # type: ignore[index]


def test_an_event_that_nobody_hears_makes_no_job(listener: Listener) -> None:
    events.publish(CupBroke(5))
    assert queued() == []


def test_a_delivery_reaches_only_the_subscriber_and_the_event_it_names(listener: Listener) -> None:
    known = sorted(events._subscribers[KettleBoiled])
    name = f"{KettleBoiled.__module__}.{KettleBoiled.__qualname__}"
    events.deliver(event=name, subscriber=known[0], content={"liters": 1})
    events.deliver(event="tests.Other", subscriber=known[0], content={"liters": 1})
    events.deliver(event=name, subscriber="tests.other", content={"liters": 1})
    assert listener.notes == [("first", KettleBoiled(1))]


def test_one_that_stumbles_does_not_keep_others_from_hearing_and_hears_it_at_the_next_try(listener: Listener) -> None:
    listener.failures = 1
    events.publish(KettleBoiled(1))
    with pytest.raises(OperationalError), transaction.atomic():
        jobs.drain()
    assert ("first", KettleBoiled(1)) in listener.notes
    assert jobs.drain() == 2
    assert listener.notes.count(("second", KettleBoiled(1))) == 1


def test_the_table_of_news_is_sorted_and_leaves_out_what_nobody_hears(listener: Listener) -> None:
    events._subscribers[CupBroke] = {}
    table = events.table()
    events._subscribers.pop(CupBroke)
    assert list(table) == sorted(table)
    assert all(heard == sorted(heard) and heard for heard in table.values())
    assert [name for name in table if "CupBroke" in name] == []
    assert [len(heard) for name, heard in table.items() if "KettleBoiled" in name] == [2]


def test_the_page_of_news_has_a_row_for_each_event(listener: Listener) -> None:
    page = events.document()
    rows = [line for line in page.splitlines() if line.startswith("| `")]
    assert len(rows) == len(events.table())
    (row,) = [line for line in rows if "KettleBoiled" in line]
    assert row.count("`") == 6
    assert page.endswith("|\n")


# --- jobs ------------------------------------------------------------------------------------------------------------


def test_patience_is_six_attempts_ever_longer_apart() -> None:
    assert (jobs.PATIENT.max_attempts, jobs.PATIENT.exponential_wait) == (6, 5)
    assert events.deliver.retry_strategy == jobs.PATIENT


def test_draining_stops_at_its_limit_and_tells_how_far_it_is(listener: Listener) -> None:
    for liters in range(3):
        events.publish(KettleBoiled(liters))
    progress: list[int] = []
    assert jobs.drain(limit=4, progress=progress.append) == 4
    assert progress == [1, 2, 3, 4]
    assert jobs.waiting() == 2
    assert jobs.drain() == 2
    assert jobs.drain() == 0


def test_a_finished_job_is_gone_from_the_queue_and_does_not_run_twice(listener: Listener) -> None:
    events.publish(KettleBoiled(1))
    assert jobs.waiting() == 2
    jobs.drain()
    assert jobs.waiting() == 0
    assert [state for _, state, _ in queued() if state in {"todo", "doing"}] == []
    assert len(listener.notes) == 2


def test_a_job_being_done_still_counts_as_waiting(listener: Listener) -> None:
    events.publish(KettleBoiled(1))
    assert jobs._take() is not None
    assert jobs.waiting() == 2
    assert jobs.failed() == 0


def test_only_failures_of_the_last_week_are_told() -> None:
    for days, kind in ((0, "failed"), (6, "failed"), (8, "failed"), (1, "deferred_for_retry")):
        ago(days, kind=kind)
    assert jobs.failed() == 2


def test_the_jobs_of_upkeep_are_known_by_their_hours() -> None:
    hours = {
        task.task.name.rsplit(".", 1)[-1]: task.cron for task in jobs.app.periodic_registry.periodic_tasks.values()
    }
    assert hours["retry_stalled"] == "* * * * *"
    assert hours["forget_finished"] == "17 3 * * *"


def test_jobs_of_a_transaction_that_failed_were_never_there(listener: Listener) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        events.publish(KettleBoiled(1))
        assert jobs.waiting() == 2
        raise RuntimeError
    assert jobs.waiting() == 0
