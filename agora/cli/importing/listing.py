"""List the imports, newest first, with what each brought."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from agora.core.counts import listed
from agora.core.models import Import

LATEST = 50


def add_arguments(parser: ArgumentParser) -> None:
    """Take how many to list."""
    parser.add_argument("--limit", type=int, default=LATEST, help=f"how many (default {LATEST})")


def run(options: Namespace) -> str:
    """Return one line per import."""
    imports = Import.objects.select_related("source").order_by("-started_at", "-pk")[: max(1, options.limit)]
    return "".join(_line(one) for one in imports) or "Nothing was imported yet.\n"


def _line(of: Import) -> str:
    refused = f"; {of.rejected:,} refused" if of.rejected else ""
    return (
        f"{of.pk:>5}  {of.started_at:%Y-%m-%d %H:%M}  {of.state:<8} {of.kind:<16}"
        f" {of.source.slug}: {of.label}  {listed(of.counts, 'nothing')}{refused}\n"
    )
