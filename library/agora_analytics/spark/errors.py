"""What can be wrong with a cluster: Spark or Java absent, a driver absent, and errors of the workers told by their names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from agora_analytics.errors import InvalidInput, NotConverged, NotEnoughData

_NAMED = re.compile(r"agora_analytics\.errors\.(InvalidInput|NotEnoughData|NotConverged): (.+)")
_COLUMN = re.compile(r"(?P<column>\w+): (?P<why>.+)")


class SparkUnavailable(RuntimeError):
    """Something outside Python that Spark needs is not there; the message says what to install."""


@contextmanager
def named_errors() -> Iterator[None]:
    """Raise what a worker found wrong under its own name, and not as a trace of a Java machine."""
    from pyspark.errors import PySparkException

    try:
        yield
    except PySparkException as raised:
        found = _NAMED.search(str(raised))
        if found is None:
            raise
        raise _error(*found.groups()) from None


def _error(name: str, message: str) -> Exception:
    if name == "InvalidInput":
        parts = _COLUMN.match(message)
        return InvalidInput(parts["why"], column=parts["column"]) if parts else InvalidInput(message, column="?")
    return NotEnoughData(message) if name == "NotEnoughData" else NotConverged(message)
