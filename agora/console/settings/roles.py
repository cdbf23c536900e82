"""Who may do what here: every employee's role, and members by name or e-mail address. For administrators."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from agora.accounts import audit
from agora.accounts.models import Account
from agora.accounts.permissions import requires
from agora.accounts.roles import ABILITIES, Role
from agora.accounts.sessions import end_all
from agora.console.settings.forms import RoleForm
from agora.console.settings.sources import room
from agora.pages.requests import signed_in

MOST = 50


@requires("administer")
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The staff, and the accounts that match the words."""
    words = request.GET.get("q", "").strip()[:200]
    accounts = Account.objects.visible_to(signed_in(request))
    staff = accounts.exclude(role=Role.MEMBER).prefetch_related("teams").order_by("name")
    matches = (
        accounts.filter(Q(name__icontains=words) | Q(email__icontains=words)).order_by("name")[:MOST] if words else []
    )
    roles = [
        (role, [ability for ability, roles_that_may in ABILITIES.items() if role in roles_that_may]) for role in Role
    ]
    return room(request, "roles.html", {"staff": staff, "matches": matches, "q": words, "roles": roles})


@requires("administer")
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Give an account another role, or keep it from signing in."""
    account = get_object_or_404(Account.objects.visible_to(signed_in(request)), pk=pk)
    form = RoleForm(request.POST or None, initial={"role": account.role, "is_active": account.is_active})
    if form.is_valid() and _last_key(request, account, form):
        form.add_error("role", _("Nobody could administer Agora then. Make somebody else an administrator first."))
    if form.is_valid():
        return _save(request, account, form)
    return room(request, "role.html", {"account": account, "form": form}, status=400 if form.errors else 200)


def _save(request: HttpRequest, account: Account, form: RoleForm) -> HttpResponse:
    before = [account.role, account.is_active]
    account.role, account.is_active = form.cleaned_data["role"], form.cleaned_data["is_active"]
    account.save(update_fields=["role", "is_active"])
    if not account.is_active:
        end_all(account)
    after = [account.role, account.is_active]
    audit.record("change role", by=signed_in(request), subject=account, before=before, after=after)
    messages.success(request, _("%(name)s: %(role)s.") % {"name": account, "role": account.get_role_display()})
    return redirect("console:roles")


def _last_key(request: HttpRequest, account: Account, form: RoleForm) -> bool:
    stays = form.cleaned_data["role"] == Role.ADMINISTRATOR and form.cleaned_data["is_active"]
    others = Account.objects.visible_to(signed_in(request)).filter(role=Role.ADMINISTRATOR, is_active=True)
    return not stays and not others.exclude(pk=account.pk).exists()
