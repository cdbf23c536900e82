"""A member's own page: name and time zone, what we may do, what we know, and the way out with all of it."""

from __future__ import annotations

import json

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from agora.accounts import sessions
from agora.accounts.permissions import requires
from agora.pages.requests import signed_in
from agora.portal.me import export
from agora.portal.me import page as me_page
from agora.portal.me.forms import NameForm
from agora.portal.parts.speakers import speaker


@require_safe
@requires("take part")
def page(request: HttpRequest) -> HttpResponse:
    """Show a member their own page."""
    return _show(request, NameForm(instance=signed_in(request)))


@require_POST
@requires("take part")
def name(request: HttpRequest) -> HttpResponse:
    """Change the name others see, and the time zone."""
    form = NameForm(request.POST, instance=signed_in(request))
    if not form.is_valid():
        signed_in(request).refresh_from_db()
        return _show(request, form, status=422)
    account = form.save()
    me = speaker(request)
    me.name = me.handle = account.name
    me.save(update_fields=["name", "handle"])
    messages.success(request, gettext("Saved. From now on others see this name."))
    return redirect("portal:me")


@require_POST
@requires("take part")
def consents(request: HttpRequest) -> HttpResponse:
    """Write the member's decisions into the consent ledger."""
    person = speaker(request).person
    changed = me_page.decide(person, allowed=set(request.POST.getlist("allow")), by=signed_in(request)) if person else 0
    words = ngettext("%(n)d decision written down.", "%(n)d decisions written down.", changed) % {"n": changed}
    messages.success(request, words if changed else gettext("Nothing changed."))
    return redirect("portal:me")


@require_safe
@requires("take part")
def download(request: HttpRequest) -> HttpResponse:
    """Hand out everything kept about the member, as JSON."""
    text = json.dumps(export.of(signed_in(request)), ensure_ascii=False, indent=2)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="what-is-known-about-me.json"'
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@requires("take part")
def leave_everywhere(request: HttpRequest) -> HttpResponse:
    """Sign out on every device, this one included."""
    ended = sessions.end_all(signed_in(request))
    logout(request)
    words = ngettext("Signed out on %(n)d device.", "Signed out on %(n)d devices.", ended) % {"n": ended}
    messages.success(request, words)
    return redirect("portal:home")


def _show(request: HttpRequest, form: NameForm, *, status: int = 200) -> HttpResponse:
    page = {"page": me_page.read(signed_in(request)), "form": form}
    return render(request, "portal/me/page.html", page, status=status)
