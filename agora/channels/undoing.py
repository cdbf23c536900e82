"""Taking an import back, whichever kind it is: its connector says how."""

from __future__ import annotations

from agora.accounts.models import Account
from agora.channels.connector import Undo, file_connectors
from agora.core.models import Import

# A running import is not offered: taking it back would first have to end it.
ENDED = frozenset({"done", "failed"})


class CannotUndo(ValueError):
    """Imports of this kind cannot be taken back."""


def undoable(of: Import) -> bool:
    """Whether the import has ended and is of a kind that can be taken back."""
    return of.state in ENDED and _way_back(of) is not None


def undo(of: Import, *, by: Account | None = None) -> dict[str, int]:
    """Take the import back and return how much of each went.

    Raises CannotUndo, IllegalStep for an import already undone, AlreadyRunning for a live one.
    """
    if not (way_back := _way_back(of)):
        raise CannotUndo(f"Imports of kind {of.kind} cannot be undone.")
    return way_back(of, by=by)


def _way_back(of: Import) -> Undo | None:
    connector = file_connectors().get(of.kind)
    return connector.undo if connector else None
