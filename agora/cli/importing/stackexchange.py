"""Bring a Stack Exchange dump in: a folder with Users.xml, Posts.xml and the other tables, gzipped or not."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import CommandError
from django.utils.text import slugify

from agora.channels.connectors.stackexchange.reading import Unreadable, look
from agora.channels.connectors.stackexchange.running import run as run_import
from agora.channels.connectors.stackexchange.translating import Site
from agora.cli.progress import bar
from agora.cli.telling import tell
from agora.core.alone import AlreadyRunning
from agora.core.models import Source
from agora.core.models.sources import source


def add_arguments(parser: ArgumentParser) -> None:
    """Take the folder and where it is from."""
    parser.add_argument("folder", type=Path, help="the folder with Posts.xml or Posts.xml.gz in it")
    parser.add_argument("--source", default="", help="the short name of the site here (default: the folder's name)")
    parser.add_argument("--site", default="", help="the site's address, so that posts link to where they were said")
    parser.add_argument("--public", action="store_true", help="show it in the portal (default: only staff see it)")


def run(options: dict[str, Any], out: TextIO) -> None:
    """Import the dump and say what came in."""
    try:
        dump = look(options["folder"])
        name = options["source"] or dump.folder.resolve().name
        site = Site(options["site"].rstrip("/"))
        forum = source(slugify(name)[:80] or "stackexchange", kind=Source.Kind.STACK_EXCHANGE, name=name, url=site.url)
        with bar(f"Reading {dump.folder.name}") as read:
            of = run_import(dump, source=forum, site=site, public=options["public"], progress=read)
    except (Unreadable, AlreadyRunning) as problem:
        raise CommandError(str(problem)) from problem
    tell(of, out)
