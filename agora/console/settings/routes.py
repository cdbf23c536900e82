"""Routes: the editable rules by which conversations reach the department that can act."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agora.accounts import audit
from agora.accounts.models import Team
from agora.accounts.permissions import requires
from agora.console.settings import route_trial
from agora.console.settings.forms import RouteForm
from agora.console.settings.sources import room
from agora.desk.models import Route
from agora.pages.requests import signed_in

FIELDS = ("name", "on", "intents", "polarity_below", "words", "team", "due_hours", "position", "is_active")


@requires("see console")
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The rules in the order in which they are asked."""
    routes = Route.objects.visible_to(signed_in(request)).select_related("team")
    return room(request, "routes.html", {"routes": [route_trial.route_line(route) for route in routes]})


@requires("configure")
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """A new rule."""
    return _edited(request, Route())


@requires("configure")
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a rule, or try it on the last posts first."""
    return _edited(request, _route(request, pk))


@requires("configure")
@require_POST
def toggle(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a rule in force or out of it; the same again undoes it."""
    route = _route(request, pk)
    route.is_active = not route.is_active
    route.save(update_fields=["is_active"])
    audit.record("switch route", by=signed_in(request), subject=route, is_active=route.is_active)
    sentence = _("“%(route)s” is in force.") if route.is_active else _("“%(route)s” is out of force.")
    undo = reverse("console:route_toggle", args=[pk])
    messages.success(request, sentence % {"route": route}, extra_tags=undo)
    return redirect("console:routes")


def _edited(request: HttpRequest, route: Route) -> HttpResponse:
    viewer = signed_in(request)
    form = RouteForm(
        request.POST or None, teams=Team.objects.visible_to(viewer), initial=_values(route) if route.pk else None
    )
    trial = None
    if form.is_valid():
        before = _plain(route) if route.pk else {}
        for name in FIELDS:
            setattr(route, name, form.cleaned_data[name])
        if "try" not in request.POST:
            return _save(request, route, before)
        trial = route_trial.trial_of(route, viewer=viewer)
    context: dict[str, object] = {"route": route, "form": form, "trial": trial}
    return room(request, "route.html", context, status=400 if form.errors else 200)


def _save(request: HttpRequest, route: Route, before: dict[str, object]) -> HttpResponse:
    route.save()
    audit.record("edit route", by=signed_in(request), subject=route, before=before, after=_plain(route))
    messages.success(request, _("The rule “%(route)s” is kept.") % {"route": route})
    return redirect("console:routes")


def _route(request: HttpRequest, pk: int) -> Route:
    return get_object_or_404(Route.objects.visible_to(signed_in(request)).select_related("team"), pk=pk)


def _values(route: Route) -> dict[str, object]:
    return {name: getattr(route, name) for name in FIELDS} | {"team": route.team.slug}


def _plain(route: Route) -> dict[str, object]:
    return _values(route) | {"intents": list(route.intents)}
