"""One import: what it brought, what was refused and why, and taking it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agora.accounts.permissions import requires
from agora.console.acting import employee, unreadable
from agora.console.jobs import UNDOING, undo_import
from agora.console.settings import room
from agora.core.models import Import
from agora.core.pagination import BadCursor, page

AT_ONCE = 100


@requires("see console")
@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """What an import brought and what it refused."""
    known = _import(request, pk)
    try:
        refused = page(known.rejections.all(), by="line", cursor=request.GET.get("cursor"), limit=AT_ONCE)
    except BadCursor as error:
        return unreadable(request, str(error))
    counts = [{"label": name.replace("_", " "), "value": f"{count:,}"} for name, count in known.counts.items()]
    context: dict[str, object] = {
        "of": known,
        "counts": counts,
        "rejections": refused.rows,
        "next": f"?cursor={refused.following}" if refused.following else "",
        "undoable": known.kind in UNDOING and known.state in {"done", "failed"},
    }
    return room(request, "import.html", context)


@requires("configure")
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an import back; a large one takes a while, so a job does it."""
    known = _import(request, pk)
    if known.kind not in UNDOING or known.state not in {"done", "failed"}:
        return unreadable(request, _("This import cannot be taken back."))
    undo_import.defer(import_id=known.pk, account_id=employee(request).pk)
    messages.success(request, _("The import is being taken back; this page shows when it is done."))
    return redirect("console:import", pk)


def _import(request: HttpRequest, pk: int) -> Import:
    return get_object_or_404(Import.objects.visible_to(employee(request)).select_related("source"), pk=pk)
