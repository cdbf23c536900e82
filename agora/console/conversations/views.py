"""The inbox, and one conversation with everything one can do about it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agora.accounts import audit
from agora.accounts.models import Team
from agora.accounts.permissions import requires
from agora.channels import outbox
from agora.console.conversations import inbox, waiting
from agora.console.conversations.filter import InboxFilter
from agora.console.parts import posts as thread_page
from agora.console.parts.forms import ReplyForm
from agora.console.parts.meanings import POLARITIES, meanings
from agora.console.parts.weights import weigh
from agora.conversations.models import Post, Thread
from agora.core.pagination import BadCursor
from agora.desk import replying
from agora.desk.models import Case
from agora.measures.models import Segment
from agora.pages.requests import signed_in, unreadable, within
from agora.people.models import Identity

SHORT = 15


@requires("see console")
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The inbox."""
    viewer = signed_in(request)
    inbox_filter = InboxFilter(request.GET, viewer=viewer)
    if not inbox_filter.is_valid():
        return unreadable(request, _("This filter names something that is not known here. Begin again without it."))
    try:
        outline = inbox.read_outline(inbox_filter, viewer=viewer, cursor=request.GET.get("cursor"))
    except BadCursor as error:
        return unreadable(request, str(error))
    segments = Segment.objects.visible_to(viewer).filter(of="conversations")
    context = {
        "filter": inbox_filter,
        "rows": inbox.read(outline, viewer=viewer),
        "next": _next(inbox_filter.query, outline.following),
        "segments": segments,
        "saved": next((segment for segment in segments if segment.query == inbox_filter.query), None),
        "later": bool(request.GET.get("cursor")),
    }
    if inbox_filter.narrows or context["later"]:
        return render(request, "console/conversations/list.html", context)
    waiting.mark_seen(request)
    response = render(request, "console/conversations/list.html", context)
    waiting.remember(request, response)
    return response


@requires("see console")
@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One conversation."""
    return _conversation(request, pk, form=ReplyForm())


@requires("work cases")
@require_POST
@within("reply", limit=200)
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer where the words were said: the case that is open for the post, or the post itself."""
    viewer = signed_in(request)
    thread = get_object_or_404(Thread.objects.visible_to(viewer), pk=pk)
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return _conversation(request, pk, form=form, status=400)
    to = _addressed(request, thread)
    case = Case.objects.visible_to(viewer).open().filter(post=to).first()
    try:
        if case:
            answer = replying.reply(case, by=viewer, body=form.cleaned_data["body"]).post
        else:
            answer = outbox.reply(to, by=viewer, body=form.cleaned_data["body"])
            audit.record("reply", by=viewer, subject=to, post=answer.pk)
    except outbox.NotPermitted as refusal:
        form.add_error("body", str(refusal))
        return _conversation(request, pk, form=form, status=400)
    messages.success(request, _("Your reply is out, at %(place)s.") % {"place": thread.source.name})
    return redirect(f"{reverse('console:conversation', args=[pk])}#post-{answer.pk}")


def _addressed(request: HttpRequest, thread: Thread) -> Post:
    """The post a reply goes to; 404 if the form names one of another thread."""
    named = request.POST.get("to", "")
    if not named.isdecimal() or len(named) > 18:
        raise Http404
    posts = Post.objects.visible_to(signed_in(request)).select_related("source", "thread__source", "author")
    return get_object_or_404(posts, pk=int(named), thread=thread)


def _conversation(request: HttpRequest, pk: int, *, form: ReplyForm, status: int = 200) -> HttpResponse:
    viewer = signed_in(request)
    thread = get_object_or_404(Thread.objects.visible_to(viewer).select_related("source", "channel", "product"), pk=pk)
    inbox_filter = InboxFilter(request.GET, viewer=viewer)
    if not inbox_filter.is_valid():
        return unreadable(request, _("This filter names something that is not known here. Begin again without it."))
    try:
        outline = inbox.read_outline(inbox_filter, viewer=viewer, cursor=None, limit=SHORT)
        posts = thread_page.posts_of(thread, viewer=viewer, cursor=request.GET.get("cursor"))
    except BadCursor as error:
        return unreadable(request, str(error))
    every_post = [*outline.posts, *posts.rows]
    meaning_by_post = meanings((post.pk for post in every_post), viewer=viewer)
    voices: list[Identity | None] = [post.author for post in every_post]
    weights = weigh(voices, viewer=viewer)
    context = {
        "thread": thread,
        "filter": inbox_filter,
        "rows": inbox.filled(outline, meaning_by_post, weights),
        "posts": thread_page.posts_for_staff(posts, meaning_by_post, weights),
        "cases": list(posts.cases.values()),
        "next": _next(inbox_filter.query, posts.following),
        "reply_target": thread_page.reply_target(thread, posts.rows),
        "form": form,
        "teams": list(Team.objects.visible_to(viewer)) if viewer.may("work cases") else [],
        "polarities": POLARITIES,
        "may_work": viewer.may("work cases"),
    }
    return render(request, "console/conversations/page.html", context, status=status)


def _next(query: str, cursor: str | None) -> str:
    if not cursor:
        return ""
    return f"?{query}&cursor={cursor}" if query else f"?cursor={cursor}"
