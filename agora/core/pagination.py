"""Keyset pagination: a cursor names the last row seen, so page 1,000 costs what page 1 costs."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet

from agora.core.text import storable

Row = TypeVar("Row", bound=Model)
LARGEST = 200


class BadCursor(ValueError):
    """The cursor was not made by this list."""


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """One page of rows, and the cursor of the next (None at the end)."""

    rows: list[Row]
    following: str | None


def page(rows: QuerySet[Row], *, by: str, cursor: str | None = None, limit: int = 50) -> Page[Row]:
    """Return at most `limit` (1 to 200) rows after `cursor`, ordered by field `by` ('-' descends) and then by id.

    Raises BadCursor.
    """
    limit = max(1, min(limit, LARGEST))
    field, descending = by.lstrip("-"), by.startswith("-")
    if cursor:
        rows = rows.filter(_after(field, *_read(rows, field, cursor), descending=descending))
    sign = "-" if descending else ""
    matches = list(rows.order_by(f"{sign}{field}", f"{sign}pk")[: limit + 1])
    more = len(matches) > limit
    return Page(matches[:limit], _cursor(matches[limit - 1], field) if more else None)


def _after(field: str, value: Any, pk: int, *, descending: bool) -> Q:
    beyond = "lt" if descending else "gt"
    # The redundant bound on `field` alone lets PostgreSQL start its index scan at the cursor.
    bound = Q(**{f"{field}__{beyond}e": value})
    return bound & (Q(**{f"{field}__{beyond}": value}) | Q(**{field: value, f"pk__{beyond}": pk}))


def _cursor(row: Model, field: str) -> str:
    value: Any = row
    for part in field.split("__"):
        value = getattr(value, part)
    # Moments and numbers are written so that the field's own `to_python` reads them back exactly.
    text = value.isoformat() if isinstance(value, date) else str(value)
    return base64.urlsafe_b64encode(json.dumps([text, row.pk]).encode()).decode().rstrip("=")


def _read(rows: QuerySet[Any], field: str, cursor: str) -> tuple[Any, int]:
    try:
        text, pk = json.loads(base64.urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4)))
        value = rows.model._meta.get_field(field).to_python(storable(text) if isinstance(text, str) else text)
        if isinstance(value, datetime) and value.tzinfo is None:
            value = value.replace(tzinfo=UTC)
    except (ValueError, TypeError, OverflowError, binascii.Error, RecursionError, ValidationError):
        value = pk = None
    if not isinstance(pk, int) or abs(pk) >= 2**63 or value is None:
        raise BadCursor("This cursor was not made by this list; begin again without one.")
    return value, pk
