"""Bring an Activity Streams 2.0 archive in: one JSON object a line, gzipped or not."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import CommandError
from django.utils.text import slugify

from agora.channels.connectors.activitystreams.reading import Unreadable
from agora.channels.connectors.activitystreams.running import run as run_import
from agora.cli.progress import bar
from agora.cli.telling import tell
from agora.core.alone import AlreadyRunning
from agora.core.models import Source
from agora.core.models.sources import source


def add_arguments(parser: ArgumentParser) -> None:
    """Take the file and where it is from."""
    parser.add_argument("file", type=Path, help="a .jsonl file of activities, objects and actors; may be gzipped")
    parser.add_argument("--source", required=True, help="the short name of where the words are from")
    parser.add_argument("--public", action="store_true", help="show it in the portal (default: only staff see it)")


def run(options: dict[str, Any], out: TextIO) -> None:
    """Import the archive and say what came in."""
    path: Path = options["file"]
    if not path.is_file():
        raise CommandError(f"There is no file {path}.")
    name = options["source"]
    slug = slugify(name)[:80] or "activity-streams"
    try:
        with bar(f"Reading {path.name}") as read:
            place = source(slug, kind=Source.Kind.ACTIVITY_STREAMS, name=name)
            tell(run_import(path, source=place, public=options["public"], progress=read), out)
    except (Unreadable, AlreadyRunning) as problem:
        raise CommandError(str(problem)) from problem
