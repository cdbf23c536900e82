"""Take an import back: exactly what it created goes, what others built on stays."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from django.core.management.base import CommandError

from agora.channels.undoing import CannotUndo, undo
from agora.core.alone import AlreadyRunning
from agora.core.counts import listed
from agora.core.models import Import
from agora.core.states import IllegalStep


def add_arguments(parser: ArgumentParser) -> None:
    """Take the number of the import."""
    parser.add_argument("id", type=int, help="the number that `agora import list` shows")


def run(options: Namespace) -> str:
    """Undo the import and return what went."""
    of = Import.objects.select_related("source").filter(pk=options.id).first()
    if not of:
        raise CommandError(f"There is no import {options.id}; `agora import list` shows them.")
    try:
        gone = undo(of)
    except (AlreadyRunning, CannotUndo) as problem:
        raise CommandError(str(problem)) from problem
    except IllegalStep:
        raise CommandError(f"Import {of.pk} is {of.state} and cannot be undone.") from None
    return f"Import {of.pk} is undone: {listed(gone, 'nothing was left of it')} removed.\n"
