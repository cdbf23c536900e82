"""One import of words per source at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from agora.core.copying import fetch
from agora.core.models import Source


class AlreadyRunning(Exception):
    """Another process is importing words into the same source."""


@contextmanager
def alone(source: Source) -> Iterator[None]:
    """Hold the source for this process: the lock goes with the connection, also when the process is killed.

    Raises AlreadyRunning.
    """
    if not fetch("SELECT pg_try_advisory_lock(hashtext('agora.conversations.importing'), %s)", [source.pk])[0][0]:
        raise AlreadyRunning(f"Words are being imported into {source.slug} already; wait until that is done.")
    try:
        yield
    finally:
        fetch("SELECT pg_advisory_unlock(hashtext('agora.conversations.importing'), %s)", [source.pk])
