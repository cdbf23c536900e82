"""Jobs that pages ask for."""

from __future__ import annotations

from django.utils.dateparse import parse_datetime

from agora.console.runs import QUEUE
from agora.core.jobs import app
from agora.measures import running


@app.task(queue=QUEUE, queueing_lock="measure_again")
def measure_again(since: str | None = None) -> None:
    """Calculate every measure, value over the sales since a moment (ISO 8601; None: all of them)."""
    running.run_all(**({"since": parse_datetime(since)} if since else {}))
