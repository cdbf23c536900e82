"""Cases: the list by whose and how urgent, one case, and every step that can be done about it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agora.accounts.models import Account, Team
from agora.accounts.permissions import accounts_that_may, requires
from agora.channels.outbox import NotPermitted
from agora.console.cases import page as case_page
from agora.console.cases.forms import CaseNoteForm, ClosureForm, MoveForm
from agora.console.cases.listing import CaseFilter, case_list
from agora.console.parts.forms import ReplyForm
from agora.core.pagination import BadCursor
from agora.desk import cases, replying
from agora.desk.models import Case
from agora.pages.requests import signed_in, unreadable, within


@requires("see console")
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The cases."""
    viewer = signed_in(request)
    case_filter = CaseFilter(request.GET, viewer=viewer)
    if not case_filter.is_valid():
        return unreadable(request, _("This filter names something that is not known here. Begin again without it."))
    try:
        rows, following = case_list(case_filter, viewer=viewer, cursor=request.GET.get("cursor"))
    except BadCursor as error:
        return unreadable(request, str(error))
    context = {"filter": case_filter, "rows": rows, "next": case_filter.address(cursor=following) if following else ""}
    return render(request, "console/cases/list.html", context)


@requires("see console")
@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One case."""
    return _page(request, _case(request, pk))


@requires("work cases")
@require_POST
@within("reply", limit=200)
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer the post that opened the case."""
    case, form = _case(request, pk), ReplyForm(request.POST)
    if not form.is_valid():
        return _page(request, case, reply_form=form)
    try:
        replying.reply(case, by=signed_in(request), body=form.cleaned_data["body"])
    except NotPermitted as refusal:
        form.add_error("body", str(refusal))
        return _page(request, case, reply_form=form)
    messages.success(request, _("Your reply is out, at %(place)s.") % {"place": case.thread.source.name})
    return redirect(case)


@requires("work cases")
@require_POST
@within("note", limit=500)
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell colleagues something."""
    case, form = _case(request, pk), CaseNoteForm(request.POST)
    if not form.is_valid():
        return _page(request, case, note_form=form)
    cases.note(case, by=signed_in(request), body=form.cleaned_data["body"])
    messages.success(request, _("Your note is kept."))
    return redirect(case)


@requires("work cases")
@require_POST
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the case to somebody (`to`, an account's id), or to nobody; undone by giving it back."""
    case, viewer = _case(request, pk), signed_in(request)
    named = request.POST.get("to", request.GET.get("to", ""))
    if not (named == "" or (named.isdecimal() and len(named) < 18)):
        return unreadable(request, _("Choose a colleague of the list."))
    to = get_object_or_404(accounts_that_may("work cases", viewer=viewer), pk=int(named)) if named else None
    before = case.assignments.first()
    try:
        cases.assign(case, to=to, by=viewer)
    except cases.CaseClosed as problem:
        return _refused(request, case, problem)
    undo = f"{reverse('console:case_assign', args=[pk])}?to={(before.to_id if before else '') or ''}"
    messages.success(request, _has(to, viewer), extra_tags=undo)
    return redirect(case)


@requires("work cases")
@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Pass the case to another department."""
    case, viewer = _case(request, pk), signed_in(request)
    form = MoveForm(request.POST, teams=Team.objects.visible_to(viewer))
    if not form.is_valid():
        return _page(request, case, move_form=form)
    try:
        cases.move(case, team=form.cleaned_data["team"], by=viewer, because=form.cleaned_data["because"])
    except cases.CaseClosed as problem:
        return _refused(request, case, problem)
    messages.success(request, _("The case is with %(team)s now.") % {"team": case.team})
    return redirect(case)


@requires("work cases")
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the case with its outcome."""
    case, form = _case(request, pk), ClosureForm(request.POST)
    if not form.is_valid():
        return _page(request, case, closure_form=form)
    try:
        cases.close(case, by=signed_in(request), **form.cleaned_data)
    except cases.CaseClosed as problem:
        return _refused(request, case, problem)
    undo = reverse("console:case_reopen", args=[pk])
    messages.success(request, _("Case #%(number)d is closed.") % {"number": case.pk}, extra_tags=undo)
    return redirect(case)


@requires("work cases")
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a closure back."""
    case = _case(request, pk)
    cases.reopen(case, by=signed_in(request))
    messages.success(request, _("Case #%(number)d is open again.") % {"number": case.pk})
    return redirect(case)


def _case(request: HttpRequest, pk: int) -> Case:
    whole = (
        "thread__source",
        "thread__channel",
        "post__source",
        "post__thread",
        "post__author__person",
        "team",
        "route",
    )
    cases = Case.objects.visible_to(signed_in(request)).with_holder()
    return get_object_or_404(cases.select_related(*whole, "closure__by"), pk=pk)


def _page(request: HttpRequest, case: Case, **forms: object) -> HttpResponse:
    viewer = signed_in(request)
    teams = list(Team.objects.visible_to(viewer))
    context = {
        "page": case_page.read(case, viewer=viewer),
        "reply_form": ReplyForm(),
        "note_form": CaseNoteForm(auto_id="note_%s"),
        "closure_form": ClosureForm(auto_id="closure_%s"),
        "move_form": MoveForm(auto_id="move_%s", teams=teams, initial={"team": case.team.slug}),
        "colleagues": list(accounts_that_may("work cases", viewer=viewer)),
        "teams": teams,
        "may_work": viewer.may("work cases"),
        **forms,
    }
    return render(request, "console/cases/page.html", context, status=400 if forms else 200)


def _refused(request: HttpRequest, case: Case, problem: Exception) -> HttpResponse:
    messages.warning(request, str(problem))
    return redirect(case)


def _has(to: Account | None, viewer: Account) -> str:
    if to is None:
        return _("Nobody has this case now.")
    if to == viewer:
        return _("You have this case now.")
    return _("%(name)s has this case now.") % {"name": to}
