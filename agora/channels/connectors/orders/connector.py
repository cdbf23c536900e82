from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from agora.channels.connector import Bar, FileConnector
from agora.channels.connectors.orders.preview import described
from agora.commerce import undoing
from agora.commerce.checking import wrong_currency
from agora.commerce.importing.columns import FIELDS, Columns, choose, parse
from agora.commerce.importing.parsing import Habits
from agora.commerce.importing.preview import preview
from agora.commerce.importing.reading import File, look
from agora.commerce.importing.running import KIND, run
from agora.commerce.importing.survey import survey
from agora.core.models import Import
from agora.core.models.imports import CannotImport
from agora.core.models.sources import source


class OrdersConnector:
    """Files of orders; commerce reads them, for it alone knows what a sale is."""

    name = _("shop or order file")
    answerable = False
    summary = "Bring orders in from a CSV or Parquet file (gzipped CSV too)."
    undo = staticmethod(undoing.undo)

    def add_arguments(self, parser: ArgumentParser) -> None:
        add = parser.add_argument
        add("file", type=Path, help="a .csv, .csv.gz or .parquet file with one row per line of an order")
        known = f"which column is which; fields: {', '.join(FIELDS)}"
        add("--map", default="", metavar="FIELD=COLUMN,...", help=known)
        add("--currency", default=settings.CURRENCY, help="the currency where no column says it")
        add("--source", default="shop", help="the short name of the shop the orders are from (default: shop)")
        add("--time-zone", default="UTC", help="the time zone of times that name none (default: UTC)")
        add("--dates", choices=("day", "month"), default="", help="what dates such as 3/4/2026 begin with")
        add("--encoding", default="", help="the encoding of a CSV file (default: UTF-8, else Windows-1252)")
        add("--preview", action="store_true", help="show what would be recorded, and write nothing")

    def bring(self, options: Namespace, *, bar: Bar) -> Import | str:
        file = look(options.file, encoding=options.encoding)
        columns = choose(file.header, parse(options.map))
        habits = Habits(_currency(options.currency), _zone(options.time_zone), options.dates)
        if options.preview:
            return described(preview(file, columns=columns, habits=habits))
        return _recorded(file, columns, habits, shop=options.source, bar=bar)


connector: FileConnector = OrdersConnector()


def _currency(word: str) -> str:
    if wrong := wrong_currency(word.upper()):
        raise CannotImport(wrong)
    return word.upper()


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except ZoneInfoNotFoundError as problem:
        raise CannotImport(f"There is no time zone {name!r}; one is Europe/London.") from problem


def _recorded(file: File, columns: Columns, habits: Habits, *, shop: str, bar: Bar) -> Import:
    with bar(f"Looking through {file.path.name}") as looked:
        contents = survey(file, columns=columns, habits=habits, progress=looked)
    place = source(slugify(shop) or "shop", kind=KIND, name=shop)
    with bar("Recording", contents.rows) as recorded:
        return run(file, source=place, columns=columns, habits=habits, survey=contents, progress=recorded)
