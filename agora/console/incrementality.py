"""How much of what leans on words they are held to have caused: in force, where it comes from, and what the data say."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agora.accounts import audit
from agora.accounts.permissions import requires
from agora.console.acting import employee
from agora.console.forms import IncrementalityForm
from agora.console.settings import room
from agora.measures.models import Incrementality


@requires("see console")
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The share in force and those before it."""
    return _page(request, IncrementalityForm())


@requires("configure")
@require_POST
def state(request: HttpRequest) -> HttpResponse:
    """State the share; earlier statements stay."""
    form = IncrementalityForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=400)
    given = form.cleaned_data
    stated = Incrementality(
        origin=given["origin"], because=given["because"], by=employee(request),
        **{name: None if given[name] is None else float(given[name]) / 100 for name in ("share", "low", "high")},
    )  # fmt: skip
    stated.save()
    audit.record("state incrementality", by=employee(request), subject=stated, share=stated.share, origin=stated.origin)
    messages.success(request, _("The share is stated. The next run of the measures uses it."))
    return redirect("console:incrementality")


def _page(request: HttpRequest, form: IncrementalityForm, *, status: int = 200) -> HttpResponse:
    known = Incrementality.objects.visible_to(employee(request))
    context: dict[str, object] = {
        "share": known.in_force(), "history": known.select_related("by")[:20], "form": form,
    }  # fmt: skip
    return room(request, "incrementality.html", context, status=status)
