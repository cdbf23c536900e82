"""Work that a page starts and that takes too long to wait for."""

from __future__ import annotations

from django.utils.dateparse import parse_datetime

from agora.accounts.models import Account
from agora.channels.undoing import undo
from agora.console.runs import QUEUE
from agora.core.jobs import app
from agora.core.models import Import
from agora.core.states import IllegalStep
from agora.measures import running


@app.task(queue="imports")
def undo_import(import_id: int, account_id: int) -> None:
    """Take an import back on behalf of an account; one already taken back is left alone."""
    # Who asked for it, not something that is shown to anybody.
    by = Account._default_manager.get(pk=account_id)
    of = Import.objects.visible_to(by).select_related("source").get(pk=import_id)
    try:
        undo(of, by=by)
    except IllegalStep:
        return


@app.task(queue=QUEUE, queueing_lock="measure_again")
def measure_again(since: str | None = None) -> None:
    """Calculate every measure, value over the sales since a moment (ISO 8601; None: all of them)."""
    running.measure(given={"value": {"since": parse_datetime(since)}} if since else None)
