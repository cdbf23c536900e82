"""The company-wide margin rate: stated with its reason, or an assumption that every figure names."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agora.accounts import audit
from agora.accounts.permissions import requires
from agora.commerce.models import MarginRate
from agora.console.settings.forms import MarginForm
from agora.console.settings.sources import room
from agora.pages.requests import signed_in


@requires("see console")
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The rate in force and those before it."""
    return _page(request, MarginForm())


@requires("configure")
@require_POST
def state(request: HttpRequest) -> HttpResponse:
    """State the rate; earlier statements stay."""
    form = MarginForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=400)
    stated = MarginRate(
        rate=form.cleaned_data["rate"] / 100, because=form.cleaned_data["because"], by=signed_in(request)
    )
    stated.save()
    audit.record("state margin", by=signed_in(request), subject=stated, rate=str(stated.rate), because=stated.because)
    messages.success(request, _("The margin is stated. The next run of the measures uses it."))
    return redirect("console:margin")


def _page(request: HttpRequest, form: MarginForm, *, status: int = 200) -> HttpResponse:
    rate, stated = MarginRate.current()
    history = MarginRate.objects.visible_to(signed_in(request)).select_related("by")[:20]
    context: dict[str, object] = {"percent": rate * 100, "stated": stated, "history": history, "form": form}
    return room(request, "margin.html", context, status=status)
