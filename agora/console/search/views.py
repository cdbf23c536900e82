"""Search over everything staff may see: people, products, posts."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from agora.accounts.permissions import requires
from agora.core.text import excerpt
from agora.pages.requests import signed_in
from agora.search.finding import Hit, find
from agora.search.models import Entry

EACH = 12
LONGEST = 200


@dataclass(frozen=True, slots=True)
class StaffHit:
    """A hit with where it leads; `hit` carries the marked words."""

    hit: Hit
    href: str
    excerpt: SafeString


@dataclass(frozen=True, slots=True)
class HitGroup:
    """The hits of one kind."""

    kind: str
    label: str
    hits: list[StaffHit]


@requires("see console")
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The hits for `q`, by kind."""
    words = excerpt(request.GET.get("q", ""), length=LONGEST)
    groups = [_group(request, words, kind) for kind in (Entry.Kind.PERSON, Entry.Kind.PRODUCT, Entry.Kind.POST)]
    context = {"q": words, "groups": [group for group in groups if group.hits]}
    return render(request, "console/search/page.html", context)


def _group(request: HttpRequest, words: str, kind: Entry.Kind) -> HitGroup:
    viewer = signed_in(request)
    hits = _one_per_thread(find(words, viewer=viewer, kinds=(kind,), limit=4 * EACH))[:EACH]
    return HitGroup(kind, str(kind.label), [StaffHit(hit, _href(hit), hit.excerpt) for hit in hits])


def _one_per_thread(hits: list[Hit]) -> list[Hit]:
    """Keep the best hit of each conversation: ten posts of one thread would hide nine others."""
    best: dict[object, Hit] = {}
    for hit in hits:
        best.setdefault(hit.thread_id or (hit.kind, hit.subject_id), hit)
    return list(best.values())


def _href(hit: Hit) -> str:
    if hit.kind == Entry.Kind.POST:
        return f"{reverse('console:conversation', args=[hit.thread_id])}#post-{hit.subject_id}"
    return reverse(f"console:{hit.kind}", args=[hit.subject_id])
