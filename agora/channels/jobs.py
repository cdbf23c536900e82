"""Jobs of the channels: taking an import back, which takes too long to wait for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob

from agora.accounts.models import Account
from agora.channels.undoing import undo
from agora.core.jobs import app
from agora.core.models import Import
from agora.core.states import IllegalStep


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


@dataclass(frozen=True, slots=True)
class UndoingState:
    """How far taking an import back is: "todo", "doing" or "failed", and since when a worker is at it."""

    status: str
    since: datetime | None = None


def undoing_state(of: Import) -> UndoingState | None:
    """Return how far taking `of` back is; None where nobody asked for it, or it is done."""
    jobs = ProcrastinateJob.objects.filter(task_name=undo_import.name, args__import_id=of.pk)
    job = jobs.order_by("-pk").first()
    if job is None or job.status not in {"todo", "doing", "failed"}:
        return None
    began = ProcrastinateEvent.objects.filter(job=job.pk, type="started").order_by("-at").first()
    return UndoingState(job.status, began.at if began else None)
