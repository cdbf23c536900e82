"""Jobs of the measures: everything every night, and helpfulness soon after a vote."""

from __future__ import annotations

from agora.core.jobs import app
from agora.measures import running


@app.periodic(cron="41 2 * * *")
@app.task(queue="measures", queueing_lock="measure_all")
def measure_all(timestamp: int = 0) -> None:
    """Calculate every measure; one that another process is calculating is left to it."""
    try:
        running.measure()
    except running.AlreadyRunning:
        return
