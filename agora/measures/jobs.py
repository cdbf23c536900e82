"""Jobs of the measures: everything every night, and helpfulness soon after a vote."""

from __future__ import annotations

from procrastinate import RetryStrategy

from agora.core.jobs import app
from agora.measures import running

# Somebody is calculating by hand: the night is tried again every half hour, until the morning.
TONIGHT = RetryStrategy(max_attempts=8, wait=1800, retry_exceptions=(running.AlreadyRunning,))


@app.periodic(cron="41 2 * * *")
@app.task(queue="measures", queueing_lock="measure_all", retry=TONIGHT)
def measure_all(timestamp: int = 0) -> None:
    """Calculate every measure and show them; while another process calculates one, try again later."""
    running.measure()
