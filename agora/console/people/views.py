"""People: the table and its export."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agora.accounts import audit
from agora.accounts.permissions import requires
from agora.console.people.table import (
    MEASURES,
    Choice,
    PeopleFilter,
    PersonRow,
    asks_for_value,
    every_row,
    sorts,
    table,
)
from agora.core.pagination import BadCursor
from agora.core.requests import refusal
from agora.measures.models import Segment
from agora.measures.models.score import sees_value
from agora.pages.amounts import units
from agora.pages.exports import Cell, download
from agora.pages.requests import signed_in

HEADER = (
    "id",
    "name",
    "why held",
    "because",
    "country",
    *(f"{measure}{bound}" for measure in MEASURES for bound in ("", " low", " high")),
    "last word",
    "last order",
)


@require_safe
@requires("see console")
def people(request: HttpRequest) -> HttpResponse:
    """Show the people a reader asks for: the most valuable word first, or by name to whom value is not shown."""
    if asks_for_value(request.GET) and not sees_value(request.user):
        raise PermissionDenied(_("Choosing and sorting people by value is for those who may see value."))
    people_filter = PeopleFilter(request.GET, viewer=request.user)
    if not people_filter.is_valid():
        return render(request, "console/people/list.html", {"filter": people_filter}, status=400)
    try:
        page_of_people = table(Choice(request.user, people_filter.cleaned_data), cursor=request.GET.get("after"))
    except BadCursor as problem:
        return refusal(request, str(problem))
    query = _query(request)
    context = {
        "filter": people_filter,
        "table": page_of_people,
        "query": query.urlencode(),
        "segments": _segments(request),
        "in_money": sees_value(request.user),
        "may_export": signed_in(request).may("export"),
        "following": _address(request, after=page_of_people.following) if page_of_people.following else "",
        "first": f"?{query.urlencode()}" if request.GET.get("after") else "",
        "columns": _columns(request, page_of_people.sort),
    }
    return render(request, "console/people/list.html", context)


@require_safe
@requires("export")  # type: ignore[arg-type]  # a file is sent in parts
def export(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """Send the chosen people as CSV; that somebody took them along is audited."""
    people_filter = PeopleFilter(request.GET, viewer=request.user)
    if not people_filter.is_valid():
        return refusal(request, _("One of the filters cannot be read; mend it on the page of people first."))
    choice = Choice(request.user, people_filter.cleaned_data)
    audit.record("export people", by=signed_in(request), subject="people", query=_query(request).urlencode())
    return download("people", header=HEADER, rows=_cells(every_row(choice)))


def _cells(rows: Iterator[PersonRow]) -> Iterator[list[Cell]]:
    for row in rows:
        person = row.person
        cells: list[Cell] = [person.pk, person.name, person.get_reason_display(), person.because, person.country]
        for measure in MEASURES:
            score = row.scores.get(measure)
            cells += [units(bound) for bound in ((score.value, score.low, score.high) if score else (None,) * 3)]
        yield [*cells, row.last_word, row.last_order]


def _segments(request: HttpRequest) -> list[Segment]:
    """The saved choices that the reader may open."""
    segments = Segment.objects.visible_to(request.user).filter(of="people")
    return [one for one in segments if sees_value(request.user) or not asks_for_value(QueryDict(one.query))]


def _query(request: HttpRequest) -> QueryDict:
    query = request.GET.copy()
    query.pop("after", None)
    for name in [name for name, value in query.items() if not value]:
        del query[name]
    return query


def _address(request: HttpRequest, **changes: str | None) -> str:
    query = _query(request)
    for name, value in changes.items():
        query[name] = value or ""
    return f"?{query.urlencode()}"


def _columns(request: HttpRequest, sort: str) -> dict[str, dict[str, str]]:
    """The head of each column that sorts: its words, where it leads, and whether it is the order now."""
    descending = {"name": "ascending"}
    return {
        name: {
            "label": str(words),
            "href": _address(request, sort=name),
            "sort": descending.get(name, "descending") if name == sort else "",
        }
        for name, words in sorts(request.user).items()
    }
