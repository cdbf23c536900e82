"""Rows of a file as text, with their line, in bounded memory: CSV (gzipped or not) and Parquet."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from agora.core.models.imports import Unreadable

ROWS_AT_ONCE = 20_000
LONGEST_CELL = 1_000_000
_DELIMITERS = ",;\t|"
_HEAD = 64_000


@dataclass(frozen=True, slots=True)
class Row:
    """One row as text: the line it stands on (a row number in Parquet, the header being line 1), and its cells.

    `problem` is set, and there are no cells, where the line itself could not be read.
    """

    line: int
    cells: Sequence[str]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """A file that can be read again and again: where it is, its form, and its column names."""

    path: Path
    form: str
    header: tuple[str, ...]
    encoding: str = "utf-8-sig"
    delimiter: str = ","

    def rows(self) -> Iterator[Row]:
        """Read it from the start."""
        return _parquet_rows(self) if self.form == "parquet" else _csv_rows(self)


def look(path: Path, *, encoding: str = "") -> File:
    """Return what kind of file this is. UTF-8 is expected and Windows-1252 accepted; Unreadable if it is neither form."""
    try:
        with path.open("rb") as raw:
            magic = raw.read(4)
    except OSError as error:
        raise Unreadable(f"{path} cannot be read: {error.strerror}.") from error
    if magic == b"PAR1":
        return File(path, "parquet", _parquet_header(path))
    try:
        return _look_at_csv(path, encoding or _encoding(path))
    except (EOFError, gzip.BadGzipFile, UnicodeDecodeError, LookupError, csv.Error) as error:
        raise Unreadable(f"{path.name} cannot be read as CSV: {error}.") from error


def _look_at_csv(path: Path, encoding: str) -> File:
    with _text(path, encoding) as text:
        first = text.readline(_HEAD)
    if not first.strip():
        raise Unreadable(f"{path.name} is empty: a line with the names of the columns is needed first.")
    if "\0" in first:
        raise Unreadable(f"{path.name} holds NUL characters: if it is UTF-16, say so with --encoding utf-16.")
    delimiter = max(_DELIMITERS, key=first.count)
    header = tuple(name.strip() for name in next(csv.reader([first], delimiter=delimiter)))
    return File(path, "csv", header, encoding, delimiter)


def _encoding(path: Path) -> str:
    """Whole files are tried: one accent far down decides. Spreadsheets save "Unicode text" as UTF-16, with a mark."""
    with _bytes(path) as raw:
        if raw.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            return "utf-16"
        raw.seek(0)
        text = io.TextIOWrapper(raw, encoding="utf-8-sig")
        try:
            while text.read(1_000_000):
                pass
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig"


def _csv_rows(file: File) -> Iterator[Row]:
    csv.field_size_limit(LONGEST_CELL)
    with _text(file.path, file.encoding) as text:
        reader = csv.reader(text, delimiter=file.delimiter)
        next(reader, None)
        while True:
            line = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield Row(line, (), f"The line cannot be read: {error}.")
                continue
            except (EOFError, gzip.BadGzipFile) as error:
                raise Unreadable(f"{file.path.name} breaks off near line {line}: {error}.") from error
            if cells:
                yield Row(line, cells)


@contextmanager
def _text(path: Path, encoding: str) -> Iterator[io.TextIOWrapper]:
    # A byte that Windows-1252 does not know becomes the replacement character rather than the end of the import.
    errors = "replace" if encoding == "cp1252" else "strict"
    with _bytes(path) as raw, io.TextIOWrapper(raw, encoding=encoding, errors=errors, newline="") as text:
        yield text


@contextmanager
def _bytes(path: Path) -> Iterator[BinaryIO]:
    with path.open("rb") as raw:
        packed = raw.read(2) == b"\x1f\x8b"
        raw.seek(0)
        yield cast(BinaryIO, gzip.GzipFile(fileobj=raw)) if packed else raw


def _parquet_header(path: Path) -> tuple[str, ...]:
    # Loaded for Parquet only: arrow takes longer to load than most CSV files to read.
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return tuple(pq.read_schema(path).names)
    except pa.ArrowException as error:
        raise Unreadable(f"{path.name} cannot be read as Parquet: {error}.") from error


def _parquet_rows(file: File) -> Iterator[Row]:
    # Loaded for Parquet only: arrow takes longer to load than most CSV files to read.
    import pyarrow as pa
    import pyarrow.parquet as pq

    line = 2
    with pq.ParquetFile(file.path) as parquet:
        for batch in parquet.iter_batches(batch_size=ROWS_AT_ONCE):
            columns = [_as_text(column, pa) for column in batch.columns]
            for cells in zip(*columns, strict=True):
                yield Row(line, cells)
                line += 1


def _as_text(column: object, pa: object) -> list[str]:
    try:
        text = column.cast(pa.string()).to_pylist()  # type: ignore[attr-defined]
    except pa.ArrowException:  # type: ignore[attr-defined]
        text = [None if value is None else str(value) for value in column.to_pylist()]  # type: ignore[attr-defined]
    return ["" if value is None else value for value in text]
