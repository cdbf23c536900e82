"""Lists come a page at a time; the cursor of the next page is in the answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Generic, TypeVar

from django.db import DataError
from django.db.models import Model, QuerySet
from ninja import Query
from pydantic import BaseModel, Field

from agora.core import pagination
from agora.core.pagination import LARGEST, BadCursor

Row = TypeVar("Row", bound=Model)
Item = TypeVar("Item", bound=BaseModel)
Cursor = Annotated[str | None, Query(max_length=2000, description="`next` of the page before")]
Limit = Annotated[int, Query(ge=1, le=LARGEST, description="how many at most")]


class PageOutput(BaseModel, Generic[Item]):
    """A part of a list, and the cursor of the next part (null at the end)."""

    items: list[Item]
    next: str | None = Field(description="give it as `cursor` to read on")


def paged(
    rows: QuerySet[Row], show: Callable[[Row], Item], *, by: str, cursor: str | None, limit: int
) -> tuple[list[Item], str | None]:
    """Return the rows after `cursor` as `show` shows them, and the next cursor. Raises BadCursor."""
    try:
        rows_page = pagination.page(rows, by=by, cursor=cursor, limit=limit)
    except (BadCursor, DataError, ValueError, OverflowError) as error:
        # A forged cursor may name a value that no column can hold.
        raise BadCursor("This cursor was not made by this list; begin again without one.") from error
    return [show(row) for row in rows_page.rows], rows_page.following
