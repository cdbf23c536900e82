"""Value: whose words carry what others buy, beside what they buy themselves; the runs behind it, and the way to run
again.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from procrastinate.exceptions import AlreadyEnqueued

from agora.accounts import audit
from agora.accounts.models import Viewer
from agora.accounts.permissions import requires
from agora.console.parts.runs import calculation_status, period, recent_runs
from agora.console.value.drawing import dot_places, plane
from agora.console.value.page import COLUMNS, plane_of, sort_columns, value_page, value_rows
from agora.core import clock
from agora.core.requests import refusal
from agora.measures.jobs import measure_again
from agora.measures.overview import FARTHEST, LARGEST_PAGE
from agora.measures.scores import table
from agora.pages.amounts import units
from agora.pages.exports import Cell, download
from agora.pages.requests import signed_in, within

PAGE = 50
HEADER = ("kind", "id", "name", *(f"{measure}{bound}" for measure in COLUMNS for bound in ("", " low", " high")))


class TableFilter(forms.Form):
    """What the reader asks of the table."""

    q = forms.CharField(max_length=100, required=False)
    sort = forms.ChoiceField(
        choices=[(f"{sign}{name}", name) for name in COLUMNS for sign in ("-", "")], required=False
    )
    offset = forms.IntegerField(min_value=0, max_value=FARTHEST, required=False)


class PeriodForm(forms.Form):
    """Over which sales to calculate."""

    months = forms.TypedChoiceField(
        label=gettext_lazy("Sales of"),
        choices=[
            ("", gettext_lazy("all time")),
            ("12", gettext_lazy("the last 12 months")),
            ("3", gettext_lazy("the last 3 months")),
        ],
        coerce=int,
        empty_value=None,
        required=False,
    )


@require_safe
@requires("see value")
def value(request: HttpRequest) -> HttpResponse:
    """Show the finding, the plane and the table."""
    wanted = TableFilter(request.GET)
    if not wanted.is_valid():
        return refusal(request, _("The address asks for an order or a page that does not exist."))
    asked = wanted.cleaned_data
    offset, sort = asked["offset"] or 0, asked["sort"] or "-csv"
    found = table(request.user, sort=sort, search=asked["q"], offset=offset, limit=PAGE)
    page, people = value_page(request.user), plane_of(request.user)
    context = {
        "page": page,
        "plane": plane(people.dots, across=people.across, up=people.up) if people else None,
        "rows": value_rows(found),
        "table": found,
        "columns": sort_columns(found.sort, asked["q"]),
        "search": asked["q"],
        "previous": _page(asked, max(offset - PAGE, 0)) if offset else "",
        "following": _page(asked, offset + PAGE) if offset + PAGE < min(found.total, FARTHEST) else "",
        "place": _("%(first)s–%(last)s of %(total)s")
        % {"first": f"{offset + 1:,}", "last": f"{offset + len(found.rows):,}", "total": f"{found.total:,}"},
        "period": period(page.runs.get("value")),
        "runs": recent_runs(request.user),
        "progress": calculation_status(request.user),
        "period_form": PeriodForm(),
        "may_run": signed_in(request).may("run measures"),
        "may_export": signed_in(request).may("export"),
    }
    return render(request, "console/value/page.html", context)


@require_safe
@requires("see value")
def plane_data(request: HttpRequest) -> HttpResponse:
    """Name the dots of the plane, for who points at them; 204 while nothing was measured."""
    people = plane_of(request.user)
    if people is None:
        return HttpResponse(status=204)
    return JsonResponse({"dots": dot_places(people.dots, across=people.across, up=people.up)})


@require_safe
@requires("export")  # type: ignore[arg-type]  # a file is sent in parts
def export(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """Send the table as CSV, at most its first 10,000 rows; that somebody took it along is audited."""
    wanted = TableFilter(request.GET)
    if not wanted.is_valid():
        return refusal(request, _("The address asks for an order that does not exist."))
    sort, search = wanted.cleaned_data["sort"] or "-csv", wanted.cleaned_data["q"]
    audit.record("export value", by=signed_in(request), subject="value", sort=sort, search=search)
    return download("value", header=HEADER, rows=_cells(request.user, sort=sort, search=search))


@require_POST
@requires("run measures")
@within("run", limit=60)
def run_again(request: HttpRequest) -> HttpResponse:
    """Ask a worker to calculate everything again."""
    form = PeriodForm(request.POST)
    if not form.is_valid():
        return refusal(request, _("Choose one of the periods on the page."))
    months = form.cleaned_data["months"]
    since = (clock.now() - timedelta(days=round(months * 30.44))).isoformat() if months else None
    try:
        with transaction.atomic():
            measure_again.defer(since=since)
            audit.record("run measures", by=signed_in(request), subject="measures", since=since)
    except AlreadyEnqueued:
        messages.info(request, _("A calculation waits already; it will read what is there when it begins."))
    else:
        messages.success(
            request, _("The measures are being calculated. This page keeps the last figures until they are there.")
        )
    return redirect(f"{reverse('console:value')}#runs")


@require_safe
@requires("see value")
def progress(request: HttpRequest) -> HttpResponse:
    """Give the state of the calculation, for the page that waits for it."""
    context = {"progress": calculation_status(request.user), "asked": True}
    return render(request, "console/value/progress.html", context)


def _cells(viewer: Viewer, *, sort: str, search: str) -> Iterator[list[Cell]]:
    for offset in range(0, FARTHEST, LARGEST_PAGE):
        found = table(viewer, sort=sort, search=search, offset=offset, limit=LARGEST_PAGE)
        for row in found.rows:
            cells: list[Cell] = [row.kind, row.id, row.name]
            for measure in COLUMNS:
                cell = row.cells.get(measure)
                cells += [units(bound) for bound in ((cell.value, cell.low, cell.high) if cell else (None,) * 3)]
            yield cells
        if len(found.rows) < LARGEST_PAGE:
            return


def _page(asked: dict[str, object], offset: int) -> str:
    query = {name: value for name, value in {**asked, "offset": offset}.items() if value}
    return f"?{urlencode(query)}#table"
