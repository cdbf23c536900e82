from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from agora.cli.archiving import CannotArchive, back_up
from agora.core import clock


class Command(BaseCommand):
    help = "Write everything (database and files) into one archive."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("archive", nargs="?", type=Path, help="default: agora-backup-DATE.tar in this folder")

    def handle(self, *args: Any, **options: Any) -> None:
        archive = options["archive"] or Path(f"agora-backup-{clock.now():%Y%m%d-%H%M%S}.tar")
        try:
            contents = back_up(archive)
        except CannotArchive as problem:
            raise CommandError(str(problem)) from problem
        size = archive.stat().st_size / 1_000_000
        rows = sum(contents.rows.values())
        self.stdout.write(
            f"{archive}: {rows:,} rows of {len(contents.rows)} tables, {contents.files} files, {size:.1f} MB."
        )
        self.stdout.write("Keep AGORA_SECRET_KEY (or var/secret-key) beside it: erased people are recognised by it.")
