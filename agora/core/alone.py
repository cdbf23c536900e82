"""One at a time: an import of a kind into a source, a request under a name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from agora.core.copying import fetch
from agora.core.models import Source
from agora.core.models.imports import CannotImport


class AlreadyRunning(CannotImport):
    """Another process is importing the same into the same source."""


@contextmanager
def alone(source: Source, *, what: str) -> Iterator[None]:
    """Hold the source for this process's import of `what` ("orders", "words").

    The lock goes with the connection, also when the process is killed. Raises AlreadyRunning.
    """
    lock = [f"agora.importing.{what}", source.pk]
    if not fetch("SELECT pg_try_advisory_lock(hashtext(%s), %s)", lock)[0][0]:
        raise AlreadyRunning(
            f"{what.capitalize()} are being imported into {source.slug} already; wait until that is done."
        )
    try:
        yield
    finally:
        fetch("SELECT pg_advisory_unlock(hashtext(%s), %s)", lock)


def hold(name: str) -> bool:
    """Hold a name until the transaction ends; False where another transaction holds it now."""
    return bool(fetch("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 7301))", [name])[0][0])
