"""What the two doors share: the source that rows come from, how many may come at once, and what was refused."""

from __future__ import annotations

from collections.abc import Iterable, Sized

from pydantic import BaseModel, Field

from agora.api.fields import Name, RequestBody, Slug
from agora.api.problems import FieldFault, Refused
from agora.core.models import Source
from agora.core.models.sources import portal, source

LARGEST_BATCH = 5_000


class SourceBatch(RequestBody):
    """Rows of one source; a source that is new is made."""

    source: Slug = Field(description="a short name of the system these rows come from; they belong to it")
    source_name: Name = Field("", description="its full name, where the source is new")


class RefusedRow(BaseModel):
    """A row that was not recorded, and why; the others of its batch are in."""

    what: str
    origin_id: str
    reason: str


def bounded(rows: Iterable[Sized]) -> None:
    """Refuse a batch of more than 5,000 rows in all."""
    count = sum(len(some) for some in rows)
    if count > LARGEST_BATCH:
        raise Refused(413, f"{count:,} rows are too many for one batch; send at most {LARGEST_BATCH:,}.")


def origin(sent: SourceBatch) -> Source:
    """Return the source the rows belong to; Refused for our own portal, where members speak for themselves."""
    if sent.source.lower() == portal().slug:
        fault = FieldFault(
            detail="The portal's own rows are made in the portal; choose another source.", pointer="#/source"
        )
        raise Refused(422, "1 value is not what it should be.", faults=[fault])
    return source(sent.source, kind="api", name=sent.source_name)
