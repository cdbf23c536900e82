from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from agora.channels.connector import Bar, FileConnector
from agora.channels.connectors.stackexchange.reading import look
from agora.channels.connectors.stackexchange.running import KIND, run
from agora.channels.connectors.stackexchange.translating import Site
from agora.conversations import undoing
from agora.core.models import Import
from agora.core.models.sources import source


class StackExchangeConnector:
    """Dumps as the network publishes them: a folder of XML tables."""

    name = _("Stack Exchange dump")
    answerable = False
    summary = "Bring a Stack Exchange dump in: a folder with Users.xml, Posts.xml and the other tables, gzipped or not."
    undo = staticmethod(undoing.undo)

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="the folder with Posts.xml or Posts.xml.gz in it")
        parser.add_argument("--source", default="", help="the short name of the site here (default: the folder's name)")
        parser.add_argument("--site", default="", help="the site's address, so that posts link to where they were said")
        parser.add_argument("--public", action="store_true", help="show it in the portal (default: only staff see it)")

    def bring(self, options: Namespace, *, bar: Bar) -> Import:
        dump = look(options.folder)
        name = options.source or dump.folder.resolve().name
        site = Site(options.site.rstrip("/"))
        forum = source(slugify(name)[:80] or KIND, kind=KIND, name=name, url=site.url)
        with bar(f"Reading {dump.folder.name}") as read:
            return run(dump, source=forum, site=site, public=options.public, progress=read)


connector: FileConnector = StackExchangeConnector()
