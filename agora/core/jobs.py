"""The job queue: rows in the same database, deferred in the same transaction as the data they are about.

A job may run twice (a worker was killed), so what it calls is idempotent.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.db import connection
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from agora.core import clock

__all__ = ["PATIENT", "app", "drain", "job", "waiting"]
# Waits 5 s, 25 s, about 2 min, 10 min, 50 min between attempts.
PATIENT = RetryStrategy(max_attempts=6, exponential_wait=5)
STALLED_AFTER_SECONDS = 60.0

job: Callable[..., Any] = app.task


@app.periodic(cron="* * * * *")
@app.task(queue="upkeep", queueing_lock="retry_stalled", pass_context=False)
async def retry_stalled(timestamp: int) -> None:
    """Give the jobs of killed workers back to the queue."""
    for stalled in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER_SECONDS):
        await app.job_manager.retry_job(stalled, retry_at=clock.now())


@app.periodic(cron="17 3 * * *")
@app.task(queue="upkeep", queueing_lock="forget_finished")
async def forget_finished(timestamp: int) -> None:
    """Delete finished jobs after a week."""
    await app.job_manager.delete_old_jobs(nb_hours=24 * 7, include_failed=False, include_cancelled=True)


def drain(*, limit: int = 10_000, told: Callable[[int], None] | None = None) -> int:
    """Run the jobs that are due in this process, oldest first, until none is left; returns how many ran.

    For commands and tests that want the consequences now; a failing job raises here. `told` hears how many are done.
    """
    ran = 0
    while ran < limit and (due := _take()):
        job_id, task_name, arguments = due
        app.tasks[task_name].func(**arguments)
        with connection.cursor() as cursor:
            cursor.execute("SELECT procrastinate_finish_job_v1(%s, 'succeeded', true)", [job_id])
        ran += 1
        if told:
            told(ran)
    return ran


def waiting() -> int:
    """Return how many jobs are due or running."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')")
        return int(cursor.fetchone()[0])


def failed() -> int:
    """Return how many jobs failed for good in the last seven days."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs j WHERE j.status = 'failed' AND EXISTS (SELECT FROM"
            " procrastinate_events e WHERE e.job_id = j.id AND e.type = 'failed' AND e.at > now() - interval '7 days')"
        )
        return int(cursor.fetchone()[0])


def _take() -> tuple[int, str, dict[str, Any]] | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, task_name, args::text FROM procrastinate_fetch_job_v2(NULL, NULL)")
        job_id, task_name, arguments = cursor.fetchone()
    if job_id is None:
        return None
    return job_id, task_name, json.loads(arguments)
