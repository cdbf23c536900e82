"""Every change that staff made."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agora.accounts.models import Account, AuditEntry
from agora.accounts.permissions import requires
from agora.console.settings.sources import room
from agora.core.pagination import BadCursor, page
from agora.pages.requests import signed_in, unreadable

AT_ONCE = 100


@requires("configure")
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The log, newest first, by who and about what."""
    viewer = signed_in(request)
    entries = AuditEntry.objects.visible_to(viewer).select_related("by")
    by, about = request.GET.get("by", ""), request.GET.get("about", "").strip()[:120]
    if by:
        if not by.isdecimal() or len(by) > 18:
            return unreadable(request, _("Choose a colleague of the list."))
        entries = entries.filter(by=int(by))
    if about:
        entries = entries.filter(subject=about)
    try:
        entries_page = page(entries, by="-at", cursor=request.GET.get("cursor"), limit=AT_ONCE)
    except BadCursor as error:
        return unreadable(request, str(error))
    context: dict[str, object] = {
        "rows": [(entry, json.dumps(entry.detail, ensure_ascii=False)[1:-1]) for entry in entries_page.rows],
        "by": by,
        "about": about,
        "staff": Account.objects.visible_to(viewer).exclude(role="member"),
        "next": _next(by, about, entries_page.following),
    }
    return room(request, "audit.html", context)


def _next(by: str, about: str, cursor: str | None) -> str:
    if cursor is None:
        return ""
    query = QueryDict(mutable=True)
    query.update({name: value for name, value in (("by", by), ("about", about), ("cursor", cursor)) if value})
    return f"?{query.urlencode()}"
