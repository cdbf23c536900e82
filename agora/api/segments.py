"""Segments: saved choices of people or conversations, kept as the query that finds them in the console."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal, cast

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from pydantic import BaseModel, Field, StringConstraints

from agora.api.fields import Id, RequestBody, Storable
from agora.api.keys import viewer
from agora.api.paging import Cursor, Limit, PageOutput, paged
from agora.api.problems import Refused
from agora.api.replays import Key, once
from agora.api.routing import NounRouter
from agora.measures import segments
from agora.measures.models import Segment

router = NounRouter("segments")
Of = Literal["people", "conversations"]
SegmentName = Annotated[str, StringConstraints(min_length=1, max_length=80, strip_whitespace=True), Storable]
SegmentQuery = Annotated[str, StringConstraints(max_length=1000), Storable]


class SegmentOutput(BaseModel):
    """A saved choice; `query` is the query string of the console's list, `by` the account that saved it."""

    id: int
    of: Of
    name: str
    query: str
    by: int | None
    at: datetime


class NewSegment(RequestBody):
    """A choice worth keeping."""

    of: Of
    name: SegmentName
    query: SegmentQuery = Field(description="such as tag=wholesale&min_csv=100")


@router.reads("", PageOutput[SegmentOutput], title="List segments", ability="see console")
def list_segments(
    request: HttpRequest, *, cursor: Cursor = None, limit: Limit = 50, of: Of | None = None
) -> PageOutput[SegmentOutput]:
    """Saved choices by name, optionally of people or of conversations."""
    rows = Segment.objects.visible_to(viewer(request))
    items, following = paged(rows.filter(of=of) if of else rows, _segment_output, by="name", cursor=cursor, limit=limit)
    return PageOutput[SegmentOutput](items=items, next=following)


@router.reads("/{id}", SegmentOutput, title="Get a segment", ability="see console")
def get_segment(request: HttpRequest, id: Id) -> SegmentOutput:
    """One saved choice."""
    return _segment_output(get_object_or_404(Segment.objects.visible_to(viewer(request)), pk=id))


@router.does("", {201: SegmentOutput}, title="Save a segment", ability="see console")
def save_segment(request: HttpRequest, payload: NewSegment, key: Key = None) -> SegmentOutput:
    """Keep a choice under a name that is not taken."""

    def work() -> SegmentOutput:
        try:
            return _segment_output(
                segments.save(payload.of, payload.name, payload.query.lstrip("?"), by=viewer(request))
            )
        except segments.NameTaken as problem:
            raise Refused(409, str(problem)) from problem

    return once(request, key, SegmentOutput, work)


@router.does("/{id}/delete", SegmentOutput, title="Delete a segment", ability="see console")
def delete_segment(request: HttpRequest, id: Id, key: Key = None) -> SegmentOutput:
    """Forget a saved choice, and answer what it was; whom it chose stays as it is."""

    def work() -> SegmentOutput:
        segment = get_object_or_404(Segment.objects.visible_to(viewer(request)), pk=id)
        answer = _segment_output(segment)
        segments.delete(segment, by=viewer(request))
        return answer

    return once(request, key, SegmentOutput, work)


def _segment_output(segment: Segment) -> SegmentOutput:
    return SegmentOutput(
        id=segment.pk,
        of=cast("Of", segment.of),
        name=segment.name,
        query=segment.query,
        by=segment.by_id,
        at=segment.at,
    )
