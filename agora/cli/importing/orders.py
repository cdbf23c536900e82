"""Bring orders in from a CSV or Parquet file (gzipped CSV too)."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any, TextIO
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.core.management.base import CommandError
from django.utils.text import slugify

from agora.cli.counting import listed, noun
from agora.cli.progress import bar
from agora.commerce.batches import NewOrder, NewReturn
from agora.commerce.checking import wrong_currency
from agora.commerce.importing.columns import FIELDS, Columns, WrongMapping, choose, parse
from agora.commerce.importing.parsing import Habits
from agora.commerce.importing.preview import Preview, preview
from agora.commerce.importing.reading import File, Unreadable, look
from agora.commerce.importing.running import run as run_import
from agora.commerce.importing.survey import survey
from agora.core.alone import AlreadyRunning
from agora.core.models import Import, Source
from agora.core.models.sources import source
from agora.core.money import Money

SHOWN_REJECTIONS = 5
SHOWN_LINES = 3


def add_arguments(parser: ArgumentParser) -> None:
    """Take the file and how to read it."""
    parser.add_argument("file", type=Path, help="a .csv, .csv.gz or .parquet file with one row per line of an order")
    parser.add_argument(
        "--map", default="", metavar="FIELD=COLUMN,...", help=f"which column is which; fields: {', '.join(FIELDS)}"
    )
    parser.add_argument("--currency", default=settings.CURRENCY, help="the currency where no column says it")
    parser.add_argument(
        "--source", default="shop", help="the short name of the shop the orders are from (default: shop)"
    )
    parser.add_argument("--time-zone", default="UTC", help="the time zone of times that name none (default: UTC)")
    parser.add_argument("--dates", choices=("day", "month"), default="", help="what dates such as 3/4/2026 begin with")
    parser.add_argument("--encoding", default="", help="the encoding of a CSV file (default: UTF-8, else Windows-1252)")
    parser.add_argument("--preview", action="store_true", help="show what would be recorded, and write nothing")


def run(options: dict[str, Any], out: TextIO) -> None:
    """Preview or import the file."""
    try:
        file = look(options["file"], encoding=options["encoding"])
        columns = choose(file.header, parse(options["map"]))
        habits = Habits(_currency(options["currency"]), ZoneInfo(options["time_zone"]), options["dates"])
        if options["preview"]:
            _show(preview(file, columns=columns, habits=habits), out)
        else:
            _tell(
                _import(file, columns, habits, slug=slugify(options["source"]) or "shop", name=options["source"]), out
            )
    except (WrongMapping, Unreadable, AlreadyRunning) as problem:
        raise CommandError(str(problem)) from problem
    except ZoneInfoNotFoundError as problem:
        raise CommandError(f"There is no time zone {options['time_zone']!r}; one is Europe/London.") from problem


def _currency(told: str) -> str:
    if wrong := wrong_currency(told.upper()):
        raise CommandError(wrong)
    return told.upper()


def _import(file: File, columns: Columns, habits: Habits, *, slug: str, name: str) -> Import:
    with bar(f"Looking through {file.path.name}") as looked:
        found = survey(file, columns=columns, habits=habits, progress=looked)
    shop = source(slug, kind=Source.Kind.SHOP, name=name)
    with bar("Recording", found.rows) as recorded:
        return run_import(file, source=shop, columns=columns, habits=habits, survey=found, progress=recorded)


def _tell(of: Import, out: TextIO) -> None:
    out.write(f"Import {of.pk} into {of.source.slug} is done.\n")
    for name, count in of.counts.items():
        out.write(f"{count:>12,} {noun(count, name)}\n")
    if of.rejected:
        out.write(f"{of.rejected:>12,} {noun(of.rejected, 'rows')} refused:\n")
        for refused in of.rejections.all()[:SHOWN_REJECTIONS]:
            out.write(f"             line {refused.line}, {refused.column} {refused.value!r}: {refused.reason}\n")
    if of.rejected > SHOWN_REJECTIONS:
        out.write("             the others are listed in the console: Settings, Sources\n")
    out.write(f"To take it back: agora import undo {of.pk}\n")


def _show(found: Preview, out: TextIO) -> None:
    out.write("Columns:\n")
    for name, column in found.mapping.items():
        out.write(f"  {name:<12} {column}\n")
    out.write(f"  not used     {', '.join(found.unused) or 'none'}\n\n")
    out.write(f"The first {found.rows:,} rows would become: {listed(found.tally, 'nothing')}.\n")
    for sale in found.sales:
        _show_sale(sale, found, out)
    out.write(f"\nRefused: {found.refused:,}\n")
    for fault in found.faults:
        out.write(f"  line {fault.line}, {fault.column} {fault.value!r}: {fault.reason}\n")
    out.write("Nothing was written. Without --preview the whole file is recorded.\n")


def _show_sale(sale: NewOrder | NewReturn, found: Preview, out: TextIO) -> None:
    noun = "order" if isinstance(sale, NewOrder) else f"return ({sale.reason})"
    out.write(f"\n  {sale.at:%Y-%m-%d %H:%M}  {noun} {sale.origin_id}  buyer {sale.buyer or 'unknown'}\n")
    for line in sale.lines[:SHOWN_LINES]:
        price = Money(round(line.unit_price_minor), sale.currency).shown()
        out.write(f"    {line.quantity:>6} × {found.names.get(line.product) or line.product} at {price}\n")
    if len(sale.lines) > SHOWN_LINES:
        out.write(f"    and {len(sale.lines) - SHOWN_LINES} more\n")
