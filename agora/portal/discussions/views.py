"""Discussions: the list, and starting one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from agora.accounts.permissions import requires
from agora.community import discussions
from agora.conversations.models import Thread
from agora.core.pagination import BadCursor
from agora.core.requests import refusal
from agora.core.text import rendered
from agora.pages.requests import within
from agora.portal.discussions.forms import DiscussionForm
from agora.portal.parts.speakers import speaker
from agora.portal.parts.threads import thread_list, threads_of


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List discussions, those with the latest words first."""
    threads = threads_of(request.user, Thread.Kind.DISCUSSION)
    try:
        rows = thread_list(threads, by="-last_post_at", cursor=request.GET.get("after"), viewer=request.user)
    except BadCursor as error:
        return refusal(request, str(error))
    return render(request, "portal/discussions/index.html", {"threads": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@requires("take part")
@within("post", limit=60)
def start(request: HttpRequest) -> HttpResponse:
    """Start a discussion, or show how its opening will look."""
    form = DiscussionForm(request.POST or None)
    valid = form.is_valid()
    if valid and "preview" not in request.POST:
        thread = discussions.open(author=speaker(request), **form.cleaned_data)
        messages.success(request, gettext("Your discussion is open."))
        return redirect(thread.get_absolute_url())
    preview = rendered(form.cleaned_data["body"]) if valid else ""
    status = 422 if form.is_bound and not valid else 200
    return render(request, "portal/discussions/start.html", {"form": form, "preview": preview}, status=status)
