"""Jobs of the channels: taking an import back, which takes too long to wait for."""

from __future__ import annotations

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
