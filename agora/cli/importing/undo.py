"""Take an import back: exactly what it created goes, what others built on stays."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable
from importlib import import_module
from typing import Any, TextIO

from django.core.management.base import CommandError

from agora.core.alone import AlreadyRunning
from agora.core.models import Import
from agora.core.states import IllegalStep

# The kind of import → the module whose `undo(of)` takes it back.
UNDOING = {
    "orders": "agora.commerce.undoing",
    "stackexchange": "agora.conversations.undoing",
    "activitystreams": "agora.conversations.undoing",
}


def add_arguments(parser: ArgumentParser) -> None:
    """Take the number of the import."""
    parser.add_argument("id", type=int, help="the number that `agora import list` shows")


def run(options: dict[str, Any], out: TextIO) -> None:
    """Undo the import and say what went."""
    known = Import.objects.select_related("source").filter(pk=options["id"]).first()
    if not known:
        raise CommandError(f"There is no import {options['id']}; `agora import list` shows them.")
    if known.kind not in UNDOING:
        raise CommandError(f"Imports of kind {known.kind} cannot be undone.")
    undo: Callable[[Import], dict[str, int]] = import_module(UNDOING[known.kind]).undo
    try:
        gone = undo(known)
    except AlreadyRunning as problem:
        raise CommandError(str(problem)) from problem
    except IllegalStep:
        raise CommandError(f"Import {known.pk} is {known.state} and cannot be undone.") from None
    told = ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in gone.items() if count)
    out.write(f"Import {known.pk} is undone: {told or 'nothing was left of it'} removed.\n")
