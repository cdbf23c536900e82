"""News goes up the storeys as events: a lower app publishes a frozen dataclass, an upper app subscribes.

Publishing writes one job per subscriber in the transaction of the news itself, so a crash between the two
loses nothing; a subscriber may hear the same event twice and must not mind.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import asdict
from typing import Any, TypeVar

from agora.core.jobs import PATIENT, app

Event = TypeVar("Event")
Subscriber = Callable[[Any], None]

_subscribers: dict[type, dict[str, Subscriber]] = defaultdict(dict)


def subscribe(event: type[Event]) -> Callable[[Callable[[Event], None]], Callable[[Event], None]]:
    """Declare the decorated function a subscriber of `event` (a frozen dataclass of JSON values)."""

    def keep(function: Callable[[Event], None]) -> Callable[[Event], None]:
        _subscribers[event][f"{function.__module__}.{function.__qualname__}"] = function
        return function

    return keep


def publish(event: object) -> None:
    """Tell every subscriber of `event`, in order of name, by a job in the current transaction."""
    content = asdict(event)  # type: ignore[call-overload]
    jobs = [
        {"event": _name(type(event)), "subscriber": name, "content": content}
        for name in sorted(_subscribers.get(type(event), {}))
    ]
    if jobs:
        deliver.batch_defer(*jobs)


def table() -> dict[str, list[str]]:
    """Return event → subscribers, both by full name, sorted: the table in docs/reference/events.md."""
    return {
        _name(event): sorted(subscribers)
        for event, subscribers in sorted(_subscribers.items(), key=lambda pair: _name(pair[0]))
        if subscribers
    }


def document() -> str:
    """Return the table as the page docs/reference/events.md; `agora events` writes it."""
    rows = [
        f"| `{event}` | {', '.join(f'`{name}`' for name in subscribers) or 'nobody yet'} |"
        for event, subscribers in table().items()
    ]
    head = "# Events\n\nWhat each app tells, and who hears it. Made by `agora events`; a test holds it current.\n\n"
    return head + "| event | heard by |\n|---|---|\n" + "\n".join(rows) + "\n"


@app.task(queue="events", retry=PATIENT)
def deliver(event: str, subscriber: str, content: dict[str, Any]) -> None:
    """Hand one event to one subscriber; an event or subscriber that no longer exists is left alone."""
    for event_type, subscribers in _subscribers.items():
        if _name(event_type) == event and subscriber in subscribers:
            subscribers[subscriber](event_type(**content))


def _name(event: type) -> str:
    return f"{event.__module__}.{event.__qualname__}"
