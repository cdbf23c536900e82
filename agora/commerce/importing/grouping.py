"""Lines come together by order: as they stand where an order is in one place, by way of the disk where it is scattered."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TextIO

from agora.commerce.importing.parsing import Fault, Line, Parser
from agora.commerce.importing.reading import Row
from agora.commerce.importing.survey import Survey

ROWS_PER_PART = 50_000
MOST_PARTS = 256


def groups(
    rows: Iterable[Row], *, parser: Parser, survey: Survey, refuse: Callable[[Fault], None]
) -> Iterator[tuple[int, list[Line]]]:
    """Yield (rows read so far, the lines of one order) for every order, whole; rows at fault go to `refuse`."""
    with _Aside(survey) as aside:
        order: list[Line] = []
        read = 0
        for row in rows:
            read += 1
            line = parser.line(row)
            if isinstance(line, Fault):
                refuse(line)
                continue
            if order and line.order != order[0].order:
                yield read, order
                order = []
            if survey.scattered and hash(line.order) in survey.scattered:
                aside.put(line.order, row)
            else:
                order.append(line)
        if order:
            yield read, order
        for part in aside.parts():
            for scattered in _together(parser, part):
                yield read, scattered


def _together(parser: Parser, rows: Iterator[Row]) -> Iterator[list[Line]]:
    orders: dict[str, list[Line]] = {}
    for row in rows:
        line = parser.line(row)
        assert isinstance(line, Line), "it was understood before it was put aside"
        orders.setdefault(line.order, []).append(line)
    yield from orders.values()


class _Aside:
    """Rows of scattered orders in temporary files, each order in one of them, so that one file at a time is in memory."""

    def __init__(self, survey: Survey) -> None:
        self._count = min(MOST_PARTS, 1 + survey.rows // ROWS_PER_PART)
        self._files: dict[int, TextIO] = {}
        self._open = ExitStack()

    def __enter__(self) -> _Aside:
        self._folder = Path(self._open.enter_context(tempfile.TemporaryDirectory(prefix="agora-import-")))
        return self

    def __exit__(self, *problem: object) -> None:
        self._open.close()

    def put(self, order: str, row: Row) -> None:
        part = hash(order) % self._count
        if part not in self._files:
            path = self._folder / f"{part}.jsonl"
            self._files[part] = self._open.enter_context(path.open("w+", encoding="utf-8", errors="surrogatepass"))
        self._files[part].write(json.dumps([row.line, list(row.cells)]) + "\n")

    def parts(self) -> Iterator[Iterator[Row]]:
        for _, file in sorted(self._files.items()):
            file.seek(0)
            yield (Row(*json.loads(text)) for text in file)
