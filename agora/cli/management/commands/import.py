"""`agora import <what> ...`: brings a file in, lists what came in, takes an import back."""  # noqa: N999

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from agora.cli import importing


class Command(BaseCommand):
    """Hands over to the module of agora.cli.importing named by the first word."""

    help = "Bring words or orders in from a file; list imports; undo one."
    # The checks load every page; nothing here needs them.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """One parser per module; its help is the first line of the module."""
        kinds = parser.add_subparsers(dest="what", metavar="WHAT", required=True)
        for name, module in importing.modules().items():
            said = (module.__doc__ or "").strip().partition("\n")[0]
            module.add_arguments(kinds.add_parser(name, help=said, description=said))

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the chosen module."""
        importing.modules()[options["what"]].run(options, self.stdout)
