"""A thread: its page, what is added to it, and the address of each post in it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from agora.accounts.models import Viewer
from agora.accounts.permissions import requires
from agora.conversations import meeting, writing
from agora.conversations.models import Post, Thread
from agora.conversations.openings import opening_of
from agora.core.pagination import BadCursor
from agora.core.requests import refusal
from agora.core.text import rendered
from agora.pages.requests import within
from agora.people.models import Identity
from agora.portal.parts.speakers import speaker, voice
from agora.portal.parts.threads import takes_part
from agora.portal.threads import page as thread_page
from agora.portal.threads import structured
from agora.portal.threads.forms import AnswerForm


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a thread; a signed-in reader who agreed to be measured leaves a reading."""
    return _show(request, _thread(request.user, pk), AnswerForm(initial=_addressed(request)))


@require_POST
@requires("take part")
@within("post", limit=60)
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a post to a thread of the portal, or show how it will look."""
    thread = _thread(request.user, pk)
    if not takes_part(thread):
        raise PermissionDenied(gettext("This was said elsewhere; answer it where it was said."))
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _show(request, thread, form, status=422)
    if "preview" in request.POST:
        return _show(request, thread, form, preview=rendered(form.cleaned_data["body"]))
    above = _answered(request.user, thread, form.cleaned_data["reply_to"])
    post = writing.write(thread=thread, author=speaker(request), body=form.cleaned_data["body"], reply_to=above)
    messages.success(request, gettext("Your words are in the thread."))
    return redirect("portal:post", pk=post.pk)


@require_safe
def post(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead to the page of the thread on which a post stands."""
    target = get_object_or_404(
        Post.objects.visible_to(request.user).select_related("thread", "reply_to__reply_to__reply_to"), pk=pk
    )
    cursor = thread_page.page_of(target, viewer=request.user)
    query = f"?after={cursor}" if cursor else ""
    where = _thread(request.user, target.thread_id).get_absolute_url()
    return redirect(f"{where}{query}#post-{target.pk}")


def _show(
    request: HttpRequest, thread: Thread, form: AnswerForm, *, preview: str = "", status: int = 200
) -> HttpResponse:
    me = voice(request)
    try:
        read = thread_page.read(thread, viewer=request.user, speaker=me, cursor=request.GET.get("after"))
    except BadCursor as error:
        return refusal(request, str(error))
    if read.opening is None and not read.posts and not read.answers:
        raise Http404
    if me:
        meeting.met(me, read.met)
    page = {"page": read, "form": form, "preview": preview, "addressed": _name_addressed(form, read)}
    return render(request, "portal/threads/page.html", {**page, "facts": structured.thread(read)}, status=status)


def _thread(viewer: Viewer, pk: int) -> Thread:
    threads = Thread.objects.visible_to(viewer).select_related("channel", "source", "product", "opened_by")
    return get_object_or_404(threads, pk=pk)


def _addressed(request: HttpRequest) -> dict[str, str]:
    named = request.GET.get("to", "")
    return {"reply_to": named} if named.isdecimal() and len(named) < 19 else {}


def _name_addressed(form: AnswerForm, read: thread_page.ThreadPage) -> Identity | None:
    """Whom the reply box answers, when it is not the thread as a whole."""
    reply_to = str(form["reply_to"].value() or "")
    posts = [each for each in read.met if str(each.pk) == reply_to]
    opening = read.opening.pk if read.opening else None
    return posts[0].author if posts and posts[0].pk != opening else None


def _answered(viewer: Viewer, thread: Thread, pk: int | None) -> Post | None:
    """The post that is answered: the one named, else the one that opened the thread."""
    if pk:
        return get_object_or_404(Post.objects.visible_to(viewer), pk=pk, thread=thread)
    opening = opening_of(thread)
    return opening if opening and not thread_page.is_hidden(opening, viewer) else None
