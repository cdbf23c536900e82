"""Saved choices of people or conversations: kept by name, forgotten again, and brought back."""

from __future__ import annotations

from django.contrib import messages
from django.core import signing
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agora.accounts import audit
from agora.accounts.models import Account
from agora.accounts.permissions import requires
from agora.console.acting import employee, unreadable
from agora.console.forms import SegmentForm
from agora.measures.models import Segment

PAGES = {Segment.Of.PEOPLE: "console:people", Segment.Of.CONVERSATIONS: "console:conversations"}
SALT = "segment"


@requires("see console")
@require_POST
def save(request: HttpRequest, of: str) -> HttpResponse:
    """Keep the query of a list under a name."""
    form = SegmentForm(request.POST)
    if of not in PAGES or not form.is_valid():
        return unreadable(request, _("Give the saved choice a name of at most 80 characters."))
    segment = _keep(of, form.cleaned_data["name"], form.cleaned_data["query"], by=employee(request))
    if segment is None:
        messages.warning(request, _("There is a saved choice of this name already; choose another name."))
        return redirect(f"{reverse(PAGES[Segment.Of(of)])}?{form.cleaned_data['query']}")
    messages.success(request, _("Saved as “%(name)s”.") % {"name": segment.name}, extra_tags=_address("segment_delete", segment))
    return redirect(address(segment))


@requires("see console")
@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a saved choice."""
    segment = get_object_or_404(Segment.objects.visible_to(employee(request)), pk=pk)
    sealed = signing.dumps([segment.of, segment.name, segment.query], salt=SALT)
    audit.record("delete segment", by=employee(request), subject=segment, name=segment.name, query=segment.query)
    segment.delete()
    undo = reverse("console:segment_restore", args=[sealed])
    messages.success(request, _("“%(name)s” is no longer saved.") % {"name": segment.name}, extra_tags=undo)
    return redirect(PAGES[Segment.Of(segment.of)])


@requires("see console")
@require_POST
def restore(request: HttpRequest, sealed: str) -> HttpResponse:
    """Bring a forgotten choice back."""
    try:
        of, name, query = signing.loads(sealed, salt=SALT)
    except signing.BadSignature:
        return unreadable(request, _("This choice cannot be brought back; save it again."))
    _keep(of, name, query, by=employee(request))
    return redirect(f"{reverse(PAGES[Segment.Of(of)])}?{query}")


def address(segment: Segment) -> str:
    """Return where a saved choice shows what it chooses."""
    return f"{reverse(PAGES[Segment.Of(segment.of)])}?{segment.query}"


def _keep(of: str, name: str, query: str, *, by: Account) -> Segment | None:
    segment = Segment(of=of, name=name, query=query.lstrip("?"), by=by)
    try:
        with transaction.atomic():
            segment.save()
            audit.record("save segment", by=by, subject=segment, name=name, query=query)
    except IntegrityError:
        return None
    return segment


def _address(name: str, segment: Segment) -> str:
    return reverse(f"console:{name}", args=[segment.pk])
