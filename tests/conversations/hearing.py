"""Hears what is published, in order, whoever else subscribes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from agora.core import events
from agora.core.jobs import drain

NAME = "tests.conversations.hearing"


@contextmanager
def hearing(*kinds: type) -> Iterator[list[object]]:
    """Collect the events of these kinds that are published in the block; told when it ends, by jobs as for everybody."""
    news: list[object] = []
    for kind in kinds:
        events._subscribers[kind][NAME] = news.append
    try:
        yield news
        drain()
    finally:
        for kind in kinds:
            events._subscribers[kind].pop(NAME)
