from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from agora.cli.archiving import CannotArchive, holds_data, restore


class Command(BaseCommand):
    help = "Replace everything by what an archive of `agora backup` holds."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("archive", type=Path)
        parser.add_argument("--replace", action="store_true", help="drop what the database holds now")

    def handle(self, *args: Any, **options: Any) -> None:
        if holds_data() and not options["replace"]:
            raise CommandError("This database holds data. Add --replace to drop it, or restore into an empty one.")
        try:
            contents, same_key = restore(options["archive"])
        except CannotArchive as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(
            f"{sum(contents.rows.values()):,} rows of {len(contents.rows)} tables and {contents.files} files are back."
        )
        if not same_key:
            self.stderr.write(
                "The secret key is another than that of the archive: everybody signs in again, and people erased before "
                "the backup are no longer recognised. Set AGORA_SECRET_KEY to the old one."
            )
