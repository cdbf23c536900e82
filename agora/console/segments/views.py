"""Saved choices of people or conversations: kept by name, forgotten again, and brought back."""

from __future__ import annotations

from contextlib import suppress

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agora.accounts.permissions import requires
from agora.console.segments.forms import SegmentForm
from agora.measures import segments
from agora.measures.models import Segment
from agora.pages.requests import problems, signed_in, unreadable

SALT = "segment"


@requires("see console")
@require_POST
def save(request: HttpRequest, of: str) -> HttpResponse:
    """Keep the query of a list (`of` people or conversations) under a name."""
    if of not in Segment.Of.values:
        raise Http404
    form = SegmentForm(request.POST)
    if not form.is_valid():
        return unreadable(request, problems(form))
    name, query = form.cleaned_data["name"], form.cleaned_data["query"].lstrip("?")
    try:
        segment = segments.save(of, name, query, by=signed_in(request))
    except segments.NameTaken as problem:
        messages.warning(request, str(problem))
    else:
        undo = reverse("console:segment_delete", args=[segment.pk])
        messages.success(request, _("Saved as “%(name)s”.") % {"name": name}, extra_tags=undo)
    return redirect(address(of, query))


@requires("see console")
@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a saved choice."""
    segment = get_object_or_404(Segment.objects.visible_to(signed_in(request)), pk=pk)
    sealed = signing.dumps([segment.of, segment.name, segment.query], salt=SALT)
    segments.delete(segment, by=signed_in(request))
    undo = reverse("console:segment_restore", args=[sealed])
    messages.success(request, _("“%(name)s” is no longer saved.") % {"name": segment.name}, extra_tags=undo)
    return redirect(f"console:{segment.of}")


@requires("see console")
@require_POST
def restore(request: HttpRequest, sealed: str) -> HttpResponse:
    """Bring a forgotten choice back."""
    try:
        of, name, query = signing.loads(sealed, salt=SALT)
    except signing.BadSignature:
        return unreadable(request, _("This choice cannot be brought back; save it again."))
    with suppress(segments.NameTaken):
        segments.save(of, name, query, by=signed_in(request))
    return redirect(address(of, query))


def address(of: str, query: str) -> str:
    """Return where a saved choice shows what it chooses."""
    return f"{reverse(f'console:{of}')}?{query}"
