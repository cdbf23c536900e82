"""Keys for the API: issued, shown once, revoked."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from agora.accounts import audit
from agora.accounts.models import Token
from agora.accounts.permissions import requires
from agora.console.settings.forms import TokenForm
from agora.console.settings.sources import room
from agora.pages.requests import signed_in, within


@requires("see console")
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The tokens one may see: one's own, or all for an administrator."""
    return _listing(request, TokenForm())


@requires("see console")
@require_POST
@within("token", limit=30)
@never_cache
def issue(request: HttpRequest) -> HttpResponse:
    """Issue a token and show its secret this once."""
    form = TokenForm(request.POST)
    if not form.is_valid():
        return _listing(request, form, status=400)
    values = form.cleaned_data
    token, secret = Token.issue(
        account=signed_in(request), name=values["name"], scopes=values["scopes"], days=values["days"]
    )
    audit.record("issue token", by=signed_in(request), subject=token, name=token.name, scopes=token.scopes)
    # Not by redirect: the secret must not be kept anywhere, not even in a session.
    return _listing(request, TokenForm(), secret=secret, issued=token)


@requires("see console")
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """End a token now."""
    token = get_object_or_404(Token.objects.visible_to(signed_in(request)), pk=pk)
    if token.revoked_at is None:
        token.revoke()
        audit.record("revoke token", by=signed_in(request), subject=token, name=token.name)
    messages.success(request, _("“%(name)s” opens nothing any more.") % {"name": token.name})
    return redirect("console:tokens")


def _listing(request: HttpRequest, form: TokenForm, *, status: int = 200, **values: object) -> HttpResponse:
    tokens = Token.objects.visible_to(signed_in(request)).select_related("account")
    live = [token for token in tokens if token.live()]
    ended = [token for token in tokens if not token.live()]
    return room(request, "tokens.html", {"live": live, "ended": ended, "form": form, **values}, status=status)
