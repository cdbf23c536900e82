"""What staff do with one post: set its reading right, hold it back, make it a case. Each can be undone."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agora.accounts.models import Team
from agora.accounts.permissions import requires
from agora.console.conversations.forms import HoldForm, OpenCaseForm
from agora.console.parts.meanings import tone_word
from agora.conversations import flagging
from agora.conversations.models import Post
from agora.desk import cases
from agora.pages.requests import problems, signed_in, unreadable, way_back, within
from agora.readings import correcting
from agora.readings.models import Correction, Intent


@requires("correct readings")
@require_POST
@within("correction", limit=1000)
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what a post means, or does not mean."""
    post = _post(request, pk)
    aspect, value = request.POST.get("aspect", ""), request.POST.get("value", "")
    try:
        correction = correcting.correct(post, by=signed_in(request), aspect=aspect, value=value)
    except correcting.NotAReading as problem:
        return unreadable(request, str(problem))
    undo = reverse("console:correction_undo", args=[correction.pk])
    messages.success(request, _sentence(correction), extra_tags=undo)
    return _back(request, post)


@requires("correct readings")
@require_POST
def undo_correction(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a correction back."""
    corrections = Correction.objects.visible_to(signed_in(request)).select_related("post")
    correction = get_object_or_404(corrections, pk=pk)
    post = correction.post
    correcting.undo(correction, by=signed_in(request))
    messages.info(request, _("The correction is taken back; the post was read again."))
    return _back(request, post)


@requires("work cases")
@require_POST
@within("hold", limit=200)
def hold(request: HttpRequest, pk: int) -> HttpResponse:
    """Hide a post from everybody but staff."""
    post = _post(request, pk)
    form = HoldForm(request.POST)
    if not form.is_valid():
        return unreadable(request, problems(form))
    flagging.hold(post, by=signed_in(request), because=form.cleaned_data["because"])
    messages.success(request, _("Only staff see this post now."), extra_tags=reverse("console:post_release", args=[pk]))
    return _back(request, post)


@requires("work cases")
@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a held post again."""
    post = _post(request, pk)
    if hold := getattr(post, "hold", None):
        flagging.release(hold, by=signed_in(request))
    messages.success(request, _("Everybody sees this post again."))
    return _back(request, post)


@requires("work cases")
@require_POST
@within("case", limit=200)
def open_case(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a case of a post."""
    post = _post(request, pk)
    form = OpenCaseForm(request.POST, teams=Team.objects.visible_to(signed_in(request)))
    if not form.is_valid():
        return unreadable(request, problems(form))
    values = form.cleaned_data
    case = cases.open_by_hand(
        post,
        team=values["team"],
        reason=values["because"],
        by=signed_in(request),
        due_hours=values["due_hours"],
    )
    messages.success(request, _("Case #%(number)d is open.") % {"number": case.pk})
    return redirect(case)


def _post(request: HttpRequest, pk: int) -> Post:
    return get_object_or_404(Post.objects.visible_to(signed_in(request)).select_related("thread", "hold"), pk=pk)


def _back(request: HttpRequest, post: Post) -> HttpResponse:
    there = f"{reverse('console:conversation', args=[post.thread_id])}#post-{post.pk}"
    return redirect(way_back(request, there))


def _sentence(correction: Correction) -> str:
    if correction.aspect == Correction.Aspect.POLARITY:
        return _("The tone is now %(tone)s.") % {"tone": tone_word(float(correction.value))}
    intent = Intent.Kind(correction.value).label
    if correction.aspect == Correction.Aspect.INTENT_PRESENT:
        return _("Noted: %(intent)s.") % {"intent": intent}
    return _("Noted: not %(intent)s.") % {"intent": intent}
