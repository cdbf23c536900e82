"""Departments and who is in them."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agora.accounts import audit
from agora.accounts.models import Account, Team
from agora.accounts.permissions import requires
from agora.console.settings.forms import TeamForm
from agora.console.settings.sources import room
from agora.pages.requests import signed_in, unreadable


@requires("see console")
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The departments with their members."""
    return _listing(request, TeamForm())


@requires("configure")
@require_POST
def create(request: HttpRequest) -> HttpResponse:
    """Set up a department."""
    form = TeamForm(request.POST)
    slug = slugify(request.POST.get("name", ""))[:60]
    if form.is_valid() and (not slug or Team.objects.visible_to(signed_in(request)).filter(slug=slug).exists()):
        form.add_error("name", _("There is a department of this name, or the name has no letters; choose another."))
    if not form.is_valid():
        return _listing(request, form, status=400)
    team = Team(slug=slug, **form.cleaned_data)
    team.save()
    audit.record("create team", by=signed_in(request), subject=team, name=team.name)
    messages.success(request, _("%(team)s is set up. Add its members now.") % {"team": team})
    return redirect("console:teams")


@requires("configure")
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change a department's name and purpose."""
    team = _team(request, slug)
    form = TeamForm(request.POST or None, initial={"name": team.name, "purpose": team.purpose})
    if form.is_valid():
        before = [team.name, team.purpose]
        team.name, team.purpose = form.cleaned_data["name"], form.cleaned_data["purpose"]
        team.save(update_fields=["name", "purpose"])
        audit.record("edit team", by=signed_in(request), subject=team, before=before, after=[team.name, team.purpose])
        messages.success(request, _("%(team)s is changed.") % {"team": team})
        return redirect("console:teams")
    return room(request, "team.html", {"team": team, "form": form}, status=400 if form.errors else 200)


@requires("configure")
@require_POST
def join(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Put an employee into a department."""
    return _place(request, slug, pk, joins=True)


@requires("configure")
@require_POST
def leave(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take an employee out of a department."""
    return _place(request, slug, pk, joins=False)


@requires("configure")
@require_POST
def join_named(request: HttpRequest, slug: str) -> HttpResponse:
    """Put the chosen employee into a department."""
    named = request.POST.get("account", "")
    if not named.isdecimal() or len(named) > 18:
        return unreadable(request, _("Choose a colleague of the list."))
    return _place(request, slug, int(named), joins=True)


def _place(request: HttpRequest, slug: str, pk: int, *, joins: bool) -> HttpResponse:
    team = _team(request, slug)
    account = get_object_or_404(_staff(request), pk=pk)
    words = {"name": account, "team": team}
    if joins:
        team.members.add(account)
        sentence, undo = _("%(name)s is in %(team)s now."), "team_leave"
    else:
        team.members.remove(account)
        sentence, undo = _("%(name)s has left %(team)s."), "team_join"
    audit.record("join team" if joins else "leave team", by=signed_in(request), subject=team, account=account.pk)
    messages.success(request, sentence % words, extra_tags=reverse(f"console:{undo}", args=[slug, pk]))
    return redirect("console:teams")


def _team(request: HttpRequest, slug: str) -> Team:
    return get_object_or_404(Team.objects.visible_to(signed_in(request)), slug=slug)


def _staff(request: HttpRequest) -> QuerySet[Account]:
    return Account.objects.visible_to(signed_in(request)).filter(is_active=True).exclude(role="member")


def _listing(request: HttpRequest, form: TeamForm, *, status: int = 200) -> HttpResponse:
    teams = Team.objects.visible_to(signed_in(request)).prefetch_related("members")
    return room(request, "teams.html", {"teams": teams, "staff": _staff(request), "form": form}, status=status)
