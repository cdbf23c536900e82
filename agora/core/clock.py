"""The one clock: UTC, and everything that needs the time asks here."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


def now() -> datetime:
    """Return the present moment in UTC."""
    return datetime.now(UTC)


def ago(**span: float) -> datetime:
    """Return the moment that lies `timedelta(**span)` before now."""
    return now() - timedelta(**span)
