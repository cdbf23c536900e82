"""Progress on stderr: a bar on a terminal, a line every few seconds elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

WIDTH = 30
EVERY_SECONDS = (0.1, 5.0)


@contextmanager
def bar(label: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
    """Show how far `label` is; the block calls what it gets with how many of `total` are done."""
    terminal = sys.stderr.isatty()
    latest = [time.monotonic() if not terminal else 0.0, 0.0]

    def show(done: int, *, last: bool = False) -> None:
        latest[1] = done
        now = time.monotonic()
        if last or now - latest[0] >= EVERY_SECONDS[not terminal]:
            latest[0] = now
            end = "\n" if last or not terminal else ""
            sys.stderr.write(f"{chr(13) if terminal else ''}{_line(label, done, total, drawn=terminal)}{end}")
            sys.stderr.flush()

    try:
        yield show
    finally:
        show(int(latest[1]), last=True)


def _line(label: str, done: int, total: int | None, *, drawn: bool) -> str:
    if not total:
        return f"{label}  {done:,}"
    share = min(1.0, done / total)
    full = round(share * WIDTH)
    return f"{label}  {'█' * full + '░' * (WIDTH - full) + '  ' if drawn else ''}{share:4.0%}  {done:,} of {total:,}"
