"""Reads an archive line by line: one JSON object a line, gzipped or not, in bounded memory."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from agora.channels.intake import Fault
from agora.core.models.imports import Unreadable

LONGEST_LINE = 4_000_000
GZIP = b"\x1f\x8b"
BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its number, and the object on it, or why there is none."""

    number: int
    value: dict[str, Any]
    fault: Fault | None = None


def lines(path: Path) -> Iterator[Line]:
    """Read the lines that are not blank; a broken one comes with its fault. Raises Unreadable."""
    try:
        with _open(path) as file:
            number = 0
            while raw := file.readline(LONGEST_LINE + 1):
                number += 1
                if len(raw) > LONGEST_LINE:
                    _skip(file, raw)
                    yield Line(number, {}, Fault(f"This line is longer than {LONGEST_LINE:,} bytes."))
                elif raw := (raw.removeprefix(BOM) if number == 1 else raw).strip():
                    yield _line(number, raw)
    except (OSError, EOFError) as problem:
        raise Unreadable(f"{path.name} cannot be read: {problem}.") from problem


def _line(number: int, raw: bytes) -> Line:
    try:
        value = json.loads(raw.decode())
    except UnicodeDecodeError as problem:
        return Line(number, {}, Fault(f"This line is not UTF-8: byte {problem.start + 1} of it."))
    except json.JSONDecodeError as problem:
        return Line(number, {}, Fault(f"This is not JSON: {problem.msg} at column {problem.colno}."))
    except (RecursionError, ValueError):
        return Line(number, {}, Fault("This is nested too deep, or a number in it is too long."))
    if not isinstance(value, dict):
        return Line(number, {}, Fault("A line is one JSON object; this is something else."))
    return Line(number, value)


def _open(path: Path) -> IO[bytes]:
    file = path.open("rb")
    packed = file.read(2) == GZIP
    file.seek(0)
    return gzip.GzipFile(fileobj=file) if packed else file  # type: ignore[return-value]


def _skip(file: IO[bytes], raw: bytes) -> None:
    while raw and not raw.endswith(b"\n"):
        raw = file.readline(LONGEST_LINE)
