"""The rooms of the settings, and the first of them: where words and money come from."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agora.accounts.models import Account
from agora.accounts.permissions import requires
from agora.channels.connector import kind_name
from agora.commerce.models import Order
from agora.conversations.models import Post
from agora.core.models import Import, Source
from agora.core.pagination import BadCursor
from agora.core.pagination import page as keyset
from agora.pages.requests import signed_in, unreadable
from agora.pages.tabs import Tab


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source with how much came from it and when something came in last."""

    source: Source
    kind: str
    posts: int
    orders: int
    latest: Import | None


def tabs(request: HttpRequest) -> list[Tab]:
    """Return the rooms of the settings that the viewer may enter."""
    rooms = [
        ("settings", _("Sources"), "see console"),
        ("teams", _("Departments"), "see console"),
        ("routes", _("Routes"), "see console"),
        ("tokens", _("Tokens"), "see console"),
        ("margin", _("Margin"), "see console"),
        ("incrementality", _("Incrementality"), "see console"),
        ("roles", _("People and roles"), "administer"),
        ("audit", _("Audit log"), "configure"),
    ]
    viewer = signed_in(request)
    return [
        Tab(
            label,
            reverse(f"console:{name}"),
            request.path.startswith(reverse(f"console:{name}")) and _exact(request, name),
        )
        for name, label, ability in rooms
        if viewer.may(ability)
    ]


def room(request: HttpRequest, template: str, context: dict[str, object], *, status: int = 200) -> HttpResponse:
    """Render a page of the settings with its tabs and whether the viewer may change things."""
    may = signed_in(request).may("configure")
    return render(
        request, f"console/settings/{template}", {"tabs": tabs(request), "may": may, **context}, status=status
    )


@requires("see console")
@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """Where words and money come from, and what the latest imports brought."""
    viewer = signed_in(request)
    imports = Import.objects.visible_to(viewer).select_related("source")
    try:
        imports_page = keyset(imports, by="-started_at", cursor=request.GET.get("cursor"), limit=20)
    except BadCursor as error:
        return unreadable(request, str(error))
    context: dict[str, object] = {
        "sources": _sources(viewer),
        "imports": imports_page.rows,
        "next": f"?cursor={imports_page.following}" if imports_page.following else "",
    }
    return room(request, "sources.html", context)


def _sources(viewer: Account) -> list[SourceRow]:
    posts = _counted(Post.objects.visible_to(viewer))
    orders = _counted(Order.objects.visible_to(viewer))
    newest = Import.objects.visible_to(viewer).order_by("source_id", "-started_at").distinct("source_id")
    latest = {import_row.source_id: import_row for import_row in newest}
    return [
        SourceRow(
            source,
            str(kind_name(source.kind)),
            posts.get(source.pk, 0),
            orders.get(source.pk, 0),
            latest.get(source.pk),
        )
        for source in Source.objects.visible_to(viewer)
    ]


def _counted(rows: object) -> dict[int, int]:
    return dict(rows.order_by().values_list("source").annotate(Count("pk")))  # type: ignore[attr-defined]


def _exact(request: HttpRequest, name: str) -> bool:
    # The sources stand at the root of the settings, so only their own pages count as theirs.
    if name != "settings":
        return True
    rest = request.path.removeprefix(reverse("console:settings"))
    return rest == "" or rest.startswith("imports/")
