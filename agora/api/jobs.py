"""Upkeep of the API: answers kept for idempotency keys are forgotten after a week."""

from __future__ import annotations

from procrastinate.contrib.django import app

from agora.core import clock
from agora.core.models import Replay

KEPT_DAYS = 7


@app.periodic(cron="47 3 * * *")
@app.task(queue="upkeep", queueing_lock="forget_replays")
def forget_replays(timestamp: int = 0) -> None:
    """Delete the answers that nobody can still be asking for again."""
    Replay.objects.filter(at__lt=clock.ago(days=KEPT_DAYS)).delete()
