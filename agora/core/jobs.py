"""The job queue: rows in the same database, deferred in the same transaction as the data they are about.

A job may run twice (a worker was killed), so what it calls is idempotent.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from agora.core import clock

__all__ = ["PATIENT", "app", "drain", "job", "waiting"]
# Waits 5 s, 25 s, about 2 min, 10 min, 50 min between attempts.
PATIENT = RetryStrategy(max_attempts=6, exponential_wait=5)
# A worker's heart beats every ten seconds; one that missed six beats was killed and will not come back for its jobs.
STALLED_AFTER_SECONDS = 60.0
# Long enough to look back on a bad night; the queue is read at every fetch and should stay small.
KEEP_FINISHED_HOURS = 24 * 7
# A bound, so that a job which defers itself again lets this end.
DRAINED_AT_MOST = 10_000

job: Callable[..., Any] = app.task


@dataclass(frozen=True, slots=True)
class DueJob:
    """A job whose time has come: the task's full name and its arguments."""

    id: int
    task_name: str
    arguments: dict[str, Any]


@app.periodic(cron="* * * * *")
@app.task(queue="upkeep", queueing_lock="retry_stalled", pass_context=False)
async def retry_stalled(timestamp: int) -> None:
    """Give the jobs of killed workers back to the queue."""
    for stalled in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER_SECONDS):
        await app.job_manager.retry_job(stalled, retry_at=clock.now())


@app.periodic(cron="17 3 * * *")
@app.task(queue="upkeep", queueing_lock="forget_finished")
async def forget_finished(timestamp: int) -> None:
    """Delete finished jobs after a week; failed ones stay, for somebody has to look at them."""
    await app.job_manager.delete_old_jobs(nb_hours=KEEP_FINISHED_HOURS, include_failed=False, include_cancelled=True)


def drain(*, limit: int = DRAINED_AT_MOST, progress: Callable[[int], None] | None = None) -> int:
    """Run the jobs that are due in this process, oldest first, until none is left; returns how many ran.

    For commands and tests that want the consequences now; a failing job raises here. `progress` hears how many are
    done.
    """
    count = 0
    while count < limit and (due := _take()):
        _run(due)
        count += 1
        if progress:
            progress(count)
    return count


def waiting() -> int:
    """Return how many jobs are due or running."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')")
        return int(cursor.fetchone()[0])


def failed() -> int:
    """Return how many jobs failed for good in the last seven days.

    A job is "failed" only once its last attempt is over; until then it waits as "todo" again.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs j WHERE j.status = 'failed' AND EXISTS (SELECT FROM"
            " procrastinate_events e WHERE e.job_id = j.id AND e.type = 'failed' AND e.at > now() - interval '7 days')"
        )
        return int(cursor.fetchone()[0])


def _take() -> DueJob | None:
    """Mark the oldest job that is due as ours; Procrastinate's own function skips what another worker has locked."""
    with connection.cursor() as cursor:
        # No worker's number and no choice of queues: any job will do.
        cursor.execute("SELECT id, task_name, args::text FROM procrastinate_fetch_job_v2(NULL, NULL)")
        job_id, task_name, arguments = cursor.fetchone()
    # The function always returns a row, of nulls where nothing is due.
    return None if job_id is None else DueJob(job_id, task_name, json.loads(arguments))


def _run(due: DueJob) -> None:
    # The bare function, not the task: what fails here is the caller's to see, not to be tried again later.
    app.tasks[due.task_name].func(**due.arguments)
    with connection.cursor() as cursor:
        cursor.execute("SELECT procrastinate_finish_job_v1(%s, 'succeeded', true)", [due.id])
