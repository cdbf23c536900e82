"""Search: one box over questions, talk, reviews and products (for staff, people too)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from agora.portal.parts.finding import Found, found_for


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of one kind."""

    label: str
    found: tuple[Found, ...]


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show what was found, by kind, best first; any input is a search, an empty one explains itself."""
    words = " ".join(request.GET.get("q", "").split())[:200]
    found = found_for(words, viewer=request.user) if words else ()
    groups = _grouped(found)
    count = sum(len(group.found) for group in groups)
    shown = {"words": words, "words_in_address": quote(words), "groups": groups, "count": count}
    return render(request, "portal/search/page.html", shown)


def _grouped(found: Sequence[Found]) -> list[Group]:
    labels = {
        "question": gettext("Questions and answers"),
        "product": gettext("Products"),
        "review": gettext("Reviews"),
        "discussion": gettext("Discussions"),
        "person": gettext("People"),
    }
    groups = [Group(label, tuple(one for one in found if one.kind == kind)) for kind, label in labels.items()]
    return [group for group in groups if group.found]
