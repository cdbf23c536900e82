"""The one clock: UTC, and everything that needs the time asks here."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


def now() -> datetime:
    """Return the present moment in UTC."""
    return datetime.now(UTC)


def latest() -> datetime:
    """Return the latest moment that can have happened: a day ahead, for clocks that are fast and days without a
    zone.
    """
    return now() + timedelta(days=1)


def ago(**span: float) -> datetime:
    """Return the moment that lies `timedelta(**span)` before now."""
    return now() - timedelta(**span)
