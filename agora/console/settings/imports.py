"""One import: what it brought, what was refused and why, and taking it back."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agora.accounts.permissions import requires
from agora.channels.connector import kind_name
from agora.channels.jobs import undo_import, undoing_state
from agora.channels.undoing import undoable
from agora.console.settings.sources import room
from agora.core.models import Import
from agora.core.pagination import BadCursor, page
from agora.pages.requests import signed_in, unreadable

AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Undoing:
    """How far taking an import back is, as components/progress.html draws it; broken: it was given up."""

    label: str = ""
    text: str = ""
    broken: bool = False


@requires("see console")
@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """What an import brought and what it refused."""
    import_row = _import(request, pk)
    try:
        rejections_page = page(import_row.rejections.all(), by="line", cursor=request.GET.get("cursor"), limit=AT_ONCE)
    except BadCursor as error:
        return unreadable(request, str(error))
    counts = [{"label": name.replace("_", " "), "value": f"{count:,}"} for name, count in import_row.counts.items()]
    context: dict[str, object] = {
        "of": import_row,
        "kind": kind_name(import_row.kind),
        "counts": counts,
        "rejections": rejections_page.rows,
        "next": f"?cursor={rejections_page.following}" if rejections_page.following else "",
        "undoable": undoable(import_row),
        "undoing": under_way(import_row),
    }
    return room(request, "import.html", context)


@requires("see console")
@require_safe
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far taking the import back is: fetched again and again by its page."""
    import_row = _import(request, pk)
    context = {"of": import_row, "undoing": under_way(import_row), "asked": True}
    return render(request, "console/settings/import_undoing.html", context)


@requires("configure")
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an import back; a large one takes a while, so a job does it."""
    import_row = _import(request, pk)
    if not undoable(import_row):
        return unreadable(request, _("This import cannot be taken back."))
    undoing = under_way(import_row)
    if undoing is None or undoing.broken:
        undo_import.defer(import_id=import_row.pk, account_id=signed_in(request).pk)
    return redirect("console:import", pk)


def under_way(of: Import) -> Undoing | None:
    """Return how far taking the import back is; None where nobody asked for it, or it is done."""
    if not undoable(of):
        return None
    state = undoing_state(of)
    if state is None:
        return None
    if state.status == "failed":
        return Undoing(broken=True)
    if state.status == "todo":
        return Undoing(_("Taking this import back"), _("waiting for a worker"))
    since = _("since %(time)s") % {"time": date_format(state.since, "H:i:s")} if state.since else ""
    return Undoing(_("Taking this import back"), since)


def _import(request: HttpRequest, pk: int) -> Import:
    return get_object_or_404(Import.objects.visible_to(signed_in(request)).select_related("source"), pk=pk)
