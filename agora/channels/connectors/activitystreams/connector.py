from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from agora.channels.connector import Bar, FileConnector
from agora.channels.connectors.activitystreams.running import KIND, run
from agora.conversations import undoing
from agora.core.models import Import
from agora.core.models.imports import Unreadable
from agora.core.models.sources import source


class ActivityStreamsConnector:
    """Archives in which every line is an activity, an object or an actor."""

    name = _("Activity Streams archive")
    answerable = False
    summary = "Bring an Activity Streams 2.0 archive in: one JSON object a line, gzipped or not."
    undo = staticmethod(undoing.undo)

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a .jsonl file of activities, objects and actors; may be gzipped")
        parser.add_argument("--source", required=True, help="the short name of where the words are from")
        parser.add_argument("--public", action="store_true", help="show it in the portal (default: only staff see it)")

    def bring(self, options: Namespace, *, bar: Bar) -> Import:
        path: Path = options.file
        if not path.is_file():
            raise Unreadable(f"There is no file {path}.")
        slug = slugify(options.source)[:80] or "activity-streams"
        with bar(f"Reading {path.name}") as read:
            place = source(slug, kind=KIND, name=options.source)
            return run(path, source=place, public=options.public, progress=read)


connector: FileConnector = ActivityStreamsConnector()
