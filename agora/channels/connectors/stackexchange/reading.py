"""Reads the tables of a dump row by row: bounded memory, hostile XML refused, every row with its line."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from agora.channels.intake import Fault
from agora.core.models.imports import Unreadable

TABLES = ("Users", "Tags", "Posts", "Comments", "Votes", "PostLinks", "Badges")
NEEDED = ("Users", "Posts")
BYTES_AT_ONCE = 1 << 18


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its table, its line in the file and its attributes."""

    table: str
    line: int
    values: dict[str, str]

    def text(self, name: str) -> str:
        """Return an attribute that must be there and not be empty; raises Fault."""
        if not (value := self.values.get(name, "")):
            raise Fault("This attribute is missing.", self.column(name))
        return value

    def column(self, name: str) -> str:
        """Return what to call an attribute in a report."""
        return f"{self.table} {name}"

    def get(self, name: str) -> str | None:
        """Return an attribute, None where it is absent or empty."""
        return self.values.get(name) or None

    def moment(self, name: str) -> datetime:
        """Return an attribute as a moment; dumps mean UTC and do not say so. Raises Fault."""
        value = self.text(name)
        try:
            told = datetime.fromisoformat(value)
        except ValueError:
            raise Fault("This is no date and time.", self.column(name), value) from None
        return told.astimezone(UTC) if told.tzinfo else told.replace(tzinfo=UTC)

    def known_moment(self, name: str) -> datetime | None:
        """Return an attribute as a moment, None where it is absent; raises Fault."""
        return self.moment(name) if self.get(name) else None


@dataclass(frozen=True, slots=True)
class Dump:
    """A folder with the tables of one site."""

    folder: Path
    files: dict[str, Path]

    def rows(self, table: str) -> Iterator[Row]:
        """Read a table; one that the folder does not have is empty. Raises Unreadable."""
        if path := self.files.get(table):
            yield from rows(path)


def look(folder: Path) -> Dump:
    """Find the tables in `folder`, gzipped or not; raises Unreadable if it is no dump."""
    if not folder.is_dir():
        raise Unreadable(f"{folder} is not a folder; name the one with Posts.xml in it.")
    files: dict[str, Path] = {}
    for table in TABLES:
        for path in (folder / f"{table}.xml", folder / f"{table}.xml.gz"):
            if path.is_file():
                files.setdefault(table, path)
    if missing := [table for table in NEEDED if table not in files]:
        raise Unreadable(f"{folder} has no {' and no '.join(f'{table}.xml (or .xml.gz)' for table in missing)}.")
    return Dump(folder, files)


def rows(path: Path) -> Iterator[Row]:
    """Read the rows of one table, a piece of the file at a time; raises Unreadable."""
    parser = DefusedExpatParser(forbid_dtd=True)
    collected = _Collecting(path.name.partition(".")[0], parser)
    parser.setContentHandler(collected)
    try:
        with _open(path) as file:
            while piece := file.read(BYTES_AT_ONCE):
                parser.feed(piece)
                yield from collected.take()
        parser.close()
    except SAXParseException as problem:
        where = f"line {problem.getLineNumber()}, column {problem.getColumnNumber()}"
        raise Unreadable(f"{path.name} is broken at {where}: {problem.getMessage()}.") from problem
    except (OSError, EOFError) as problem:
        raise Unreadable(f"{path.name} cannot be read: {problem}.") from problem
    except DefusedXmlException as problem:
        raise Unreadable(
            f"{path.name} declares a document type or entities, which no dump does: {problem}."
        ) from problem
    yield from collected.take()


def _open(path: Path) -> IO[bytes]:
    return gzip.open(path) if path.suffix == ".gz" else path.open("rb")  # type: ignore[return-value]


class _Collecting(ContentHandler):
    """Keeps the rows that the parser has met since they were last taken."""

    def __init__(self, table: str, parser: Any) -> None:
        super().__init__()
        self._rows: list[Row] = []
        self._table, self._parser = table, parser

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802
        if name == "row":
            self._rows.append(Row(self._table, self._parser.getLineNumber(), dict(attrs)))

    def take(self) -> list[Row]:
        """Return what was kept, and begin anew."""
        taken, self._rows = self._rows, []
        return taken
