"""List the imports, newest first, with what each brought."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any, TextIO

from agora.cli.counting import listed
from agora.core.models import Import

LATEST = 50


def add_arguments(parser: ArgumentParser) -> None:
    """Take how many to list."""
    parser.add_argument("--limit", type=int, default=LATEST, help=f"how many (default {LATEST})")


def run(options: dict[str, Any], out: TextIO) -> None:
    """Write one line per import."""
    imports = Import.objects.select_related("source").order_by("-started_at", "-pk")[: max(1, options["limit"])]
    for known in imports:
        brought = listed(known.counts, "nothing")
        refused = f"; {known.rejected:,} refused" if known.rejected else ""
        out.write(
            f"{known.pk:>5}  {known.started_at:%Y-%m-%d %H:%M}  {known.state:<8} {known.kind:<16}"
            f" {known.source.slug}: {known.label}  {brought}{refused}\n"
        )
    if not imports:
        out.write("Nothing was imported yet.\n")
