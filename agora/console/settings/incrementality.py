"""How much of what leans on words they are held to have caused: in force, where it comes from, and what the data
say.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agora.accounts import audit
from agora.accounts.permissions import requires
from agora.console.parts.matched import matched_card, resting_on
from agora.console.settings.forms import IncrementalityForm
from agora.console.settings.sources import room
from agora.measures.matched import matched
from agora.measures.models import Incrementality
from agora.pages.requests import signed_in


@requires("see console")
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The share in force, what the data say, and the shares before."""
    return _page(request, IncrementalityForm())


@requires("configure")
@require_POST
def state(request: HttpRequest) -> HttpResponse:
    """State the share; earlier statements stay."""
    form = IncrementalityForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=400)
    values = form.cleaned_data
    shares = {name: None if values[name] is None else float(values[name]) / 100 for name in ("share", "low", "high")}
    return _state(request, origin=values["origin"], because=values["because"], **shares)


@requires("configure")
@require_POST
def take(request: HttpRequest) -> HttpResponse:
    """Take what the data say as the share in force: the estimate that was shown, and only where it can be told."""
    shares = matched(signed_in(request))
    offer = shares.offer if shares else None
    if not shares or not offer or request.POST.get("run") != str(shares.run.pk):
        messages.error(request, _("This estimate is not offered any more; nothing has changed. Look again."))
        return redirect("console:incrementality")
    return _state(request, origin=Incrementality.Origin.MATCHED, because=resting_on(offer, shares.run), **offer.shares)


def _state(request: HttpRequest, **values: Any) -> HttpResponse:
    statement = Incrementality(by=signed_in(request), **values)
    statement.save()
    audit.record(
        "state incrementality", by=signed_in(request), subject=statement, share=statement.share, origin=statement.origin
    )
    messages.success(request, _("The share is stated. The next run of the measures uses it."))
    return redirect("console:incrementality")


def _page(request: HttpRequest, form: IncrementalityForm, *, status: int = 200) -> HttpResponse:
    viewer = signed_in(request)
    statements, shares = Incrementality.objects.visible_to(viewer), matched(viewer)
    share = statements.in_force()
    context: dict[str, object] = {
        "share": share,
        "history": statements.select_related("by")[:20],
        "form": form,
        "matched": matched_card(shares, share=share) if shares else None,
    }
    return room(request, "incrementality.html", context, status=status)
