"""Jobs of the measures: everything every night, and helpfulness soon after a vote."""

from __future__ import annotations

from django.utils.dateparse import parse_datetime
from procrastinate import RetryStrategy
from procrastinate.contrib.django.models import ProcrastinateJob

from agora.core.jobs import app
from agora.measures import running

QUEUE = "measures"
# Somebody is calculating by hand: the night is tried again every half hour, until the morning.
TONIGHT = RetryStrategy(max_attempts=8, wait=1800, retry_exceptions=(running.MeasureRunning,))


@app.periodic(cron="41 2 * * *")
@app.task(queue=QUEUE, queueing_lock="measure_all", retry=TONIGHT)
def measure_all(timestamp: int = 0) -> None:
    """Calculate every measure and show them; while another process calculates one, try again later."""
    running.measure()


def waiting() -> int:
    """How many calculations wait for a worker or are under way; they are nobody's, so this tells nothing of anyone."""
    return ProcrastinateJob.objects.filter(queue_name=QUEUE, status__in=("todo", "doing")).count()


@app.task(queue=QUEUE, queueing_lock="measure_again")
def measure_again(since: str | None = None) -> None:
    """Calculate every measure, value over the sales since a moment (ISO 8601; None: all of them)."""
    running.measure(parameters={"value": {"since": parse_datetime(since)}} if since else None)
