"""Taking an import back, whichever kind it is: one list of what can be undone, and by what."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Protocol

from agora.accounts.models import Account
from agora.commerce import undoing as sales
from agora.conversations import undoing as words
from agora.core.models import Import


class Undo(Protocol):
    """Deletes what an import created and returns how much of each went."""

    def __call__(self, of: Import, *, by: Account | None = None) -> dict[str, int]: ...


# The kind of import → what takes it back.
UNDOING: Mapping[str, Undo] = MappingProxyType(
    {"orders": sales.undo, "stackexchange": words.undo, "activitystreams": words.undo}
)
# A running import is not offered: taking it back would first have to end it.
ENDED = frozenset({"done", "failed"})


class CannotUndo(ValueError):
    """Imports of this kind cannot be taken back."""


def undoable(of: Import) -> bool:
    """Whether the import has ended and is of a kind that can be taken back."""
    return of.kind in UNDOING and of.state in ENDED


def undo(of: Import, *, by: Account | None = None) -> dict[str, int]:
    """Take the import back and return how much of each went.

    Raises CannotUndo, IllegalStep for an import already undone, AlreadyRunning for a live one.
    """
    if of.kind not in UNDOING:
        raise CannotUndo(f"Imports of kind {of.kind} cannot be undone.")
    return UNDOING[of.kind](of, by=by)
