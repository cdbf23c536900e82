"""`agora import <what> ...`: brings a file in, lists what came in, takes an import back."""  # noqa: N999

from __future__ import annotations

from argparse import Namespace
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from agora.channels.connector import FileConnector, file_connectors
from agora.cli.importing import listing, undoing
from agora.cli.importing.telling import told
from agora.core.models import Import
from agora.core.models.imports import CannotImport
from agora.core.progress import bar

OTHERS = {"list": listing, "undo": undoing}


class Command(BaseCommand):
    """Hands over to the connector named by the first word."""

    help = "Bring words or orders in from a file; list imports; undo one."
    # The checks load every page; nothing here needs them.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """One parser per kind that comes in from files, and one for each other thing to do."""
        words = parser.add_subparsers(dest="what", metavar="WHAT", required=True)
        for kind, connector in file_connectors().items():
            summary = connector.summary
            connector.add_arguments(words.add_parser(kind, help=summary, description=summary))
        for word, module in OTHERS.items():
            summary = (module.__doc__ or "").strip()
            module.add_arguments(words.add_parser(word, help=summary, description=summary))

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was chosen and write what came of it."""
        chosen = Namespace(**options)
        if other := OTHERS.get(chosen.what):
            self.stdout.write(other.run(chosen), ending="")
        else:
            self.stdout.write(_brought(file_connectors()[chosen.what], chosen), ending="")


def _brought(connector: FileConnector, options: Namespace) -> str:
    try:
        came = connector.bring(options, bar=bar)
    except CannotImport as problem:
        raise CommandError(str(problem)) from problem
    return told(came) if isinstance(came, Import) else came
