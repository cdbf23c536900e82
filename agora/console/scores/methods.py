"""How each measure is made, in prose: the pages of docs/measures, read inside the product."""

from __future__ import annotations

import re
from functools import cache

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from agora.accounts.permissions import requires
from agora.core import text
from agora.core.folders import DOCS

PAGES = DOCS / "measures"
# A link to another page of the folder.
_BESIDE = re.compile(r"\]\(([\w-]+)\.md")


@require_safe
@requires("see console")
def method(request: HttpRequest, name: str) -> HttpResponse:
    """Show how a measure is made."""
    if name not in _names():
        raise Http404
    title, body = _page(name)
    return render(request, "console/scores/method.html", {"title": title, "body": body})


@cache
def _names() -> frozenset[str]:
    return frozenset(page.stem for page in PAGES.glob("*.md"))


@cache
def _page(name: str) -> tuple[str, SafeString]:
    """The title, and the rest as HTML: our own page, rendered like anything else that is written."""
    first, _, rest = (PAGES / f"{name}.md").read_text(encoding="utf-8").partition("\n")
    body = text.rendered(_BESIDE.sub(r"](../\1/", rest))
    return first.lstrip("# "), mark_safe(body)  # noqa: S308 (core.text made it safe)
