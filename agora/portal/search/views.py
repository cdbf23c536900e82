"""Search: one box over questions, talk, reviews and products (for staff, people too)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from agora.portal.parts.results import SearchResult, search_results


@dataclass(frozen=True, slots=True)
class ResultGroup:
    """The results of one kind."""

    label: str
    results: tuple[SearchResult, ...]


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show what was found, by kind, best first; any input is a search, an empty one explains itself."""
    words = " ".join(request.GET.get("q", "").split())[:200]
    results = search_results(words, viewer=request.user) if words else ()
    groups = _groups(results)
    count = sum(len(group.results) for group in groups)
    context = {"words": words, "words_in_address": quote(words), "groups": groups, "count": count}
    return render(request, "portal/search/page.html", context)


def _groups(results: Sequence[SearchResult]) -> list[ResultGroup]:
    labels = {
        "question": gettext("Questions and answers"),
        "product": gettext("Products"),
        "review": gettext("Reviews"),
        "discussion": gettext("Discussions"),
        "person": gettext("People"),
    }
    groups = [
        ResultGroup(label, tuple(result for result in results if result.kind == kind)) for kind, label in labels.items()
    ]
    return [group for group in groups if group.results]
