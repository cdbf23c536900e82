"""What a reader does with a post: find it helpful or not, accept it, flag it, and mend their own words."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from agora.accounts.permissions import requires
from agora.community import questions, reviewing
from agora.community.models import Question, Review
from agora.community.questions import may_accept
from agora.conversations import flagging, writing
from agora.conversations.models import Post, Reaction
from agora.core.requests import refusal
from agora.core.text import excerpt, rendered
from agora.pages.requests import signed_in, way_back, within
from agora.portal.parts.forms import ReviewForm
from agora.portal.parts.speakers import speaker
from agora.portal.parts.threads import takes_part
from agora.portal.posts.forms import EditForm, FlagForm

VOTES = {"yes": Reaction.Kind.HELPFUL, "no": Reaction.Kind.UNHELPFUL}


@require_POST
@requires("take part")
@within("vote", limit=300)
def vote(request: HttpRequest, pk: int) -> HttpResponse:
    """Say whether somebody else's post was helpful; another word later replaces the first."""
    post, me = _post(request, pk), speaker(request)
    kind = VOTES.get(request.POST.get("helpful", ""))
    if kind is None:
        return refusal(request, gettext("Say whether the post was helpful or not: helpful=yes or helpful=no."))
    if post.author_id == me.pk:
        raise PermissionDenied(gettext("Others say whether your words are helpful."))
    _only_here(post)
    writing.react(post, actor=me, kind=kind)
    undo = reverse("portal:unvote", args=[post.pk])
    messages.success(request, gettext("Thank you. Your vote counts in the order of what others see."), extra_tags=undo)
    return _back(request, post)


@require_POST
@requires("take part")
@within("vote", limit=300)
def unvote(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's vote on a post back."""
    post = _post(request, pk)
    _only_here(post)
    if writing.take_back(post, actor=speaker(request)):
        messages.success(request, gettext("Your vote is taken back; it no longer counts."))
    return _back(request, post)


@require_POST
@requires("take part")
@within("accept", limit=120)
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept a post as an answer to its question."""
    post = _post(request, pk)
    try:
        questions.accept(_question(request, post), post, by=speaker(request))
    except questions.NotAnAnswer as error:
        return refusal(request, str(error))
    undo = reverse("portal:unaccept", args=[post.pk])
    messages.success(request, gettext("Accepted: everybody now sees this answer first."), extra_tags=undo)
    return _back(request, post)


@require_POST
@requires("take part")
@within("accept", limit=120)
def unaccept(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the acceptance of an answer back."""
    post = _post(request, pk)
    questions.unaccept(_question(request, post), post)
    undo = reverse("portal:accept", args=[post.pk])
    messages.success(request, gettext("No longer an accepted answer."), extra_tags=undo)
    return _back(request, post)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("take part")
@within("flag", limit=30)
def flag(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a post needs a look by the people who work here."""
    post = _post(request, pk)
    form = FlagForm(request.POST or None)
    if form.is_valid():
        flagging.flag(post, by=speaker(request), reason=form.cleaned_data["reason"], detail=form.cleaned_data["detail"])
        messages.success(request, gettext("Thank you. Somebody who works here will look at it."))
        return _back(request, post)
    words = {"post": post, "form": form, "excerpt": excerpt(post.words, length=300)}
    return render(request, "portal/posts/flag.html", words, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("take part")
@within("post", limit=60)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the words of one's own post; of a review also its title and stars."""
    post = _post(request, pk)
    if post.author is None or post.author.account_id != signed_in(request).pk:
        raise PermissionDenied(gettext("Only the author changes a post."))
    review = Review.objects.visible_to(request.user).filter(post=post).first()
    form = _edit_form(request, post, review)
    valid = form.is_valid()
    if valid and "preview" not in request.POST:
        _change(post, review, form)
        messages.success(request, gettext("Your words are changed; the post says that it was edited."))
        return _back(request, post)
    words = {"post": post, "form": form, "preview": rendered(form.cleaned_data["body"]) if valid else ""}
    if review:
        words["chosen"] = str(form["rating"].value())
    page = "portal/reviews/edit.html" if review else "portal/posts/edit.html"
    return render(request, page, words, status=422 if form.is_bound and not valid else 200)


def _edit_form(request: HttpRequest, post: Post, review: Review | None) -> EditForm | ReviewForm:
    if review is None:
        return EditForm(request.POST or None, initial={"body": post.body})
    initial = {"rating": review.rating, "title": post.thread.title, "body": post.body}
    return ReviewForm(request.POST or None, initial=initial)


def _change(post: Post, review: Review | None, form: EditForm | ReviewForm) -> None:
    if review is None:
        writing.edit(post, **form.cleaned_data)
    else:
        reviewing.edit(review, **form.cleaned_data)


def _post(request: HttpRequest, pk: int) -> Post:
    posts = Post.objects.visible_to(request.user).select_related("author", "source", "thread__source")
    return get_object_or_404(posts, pk=pk)


def _only_here(post: Post) -> None:
    if not takes_part(post.thread):
        raise PermissionDenied(gettext("This was said elsewhere; vote on it where it was said."))


def _question(request: HttpRequest, post: Post) -> Question:
    question = get_object_or_404(Question.objects.visible_to(request.user), thread=post.thread_id)
    if not may_accept(post.thread, request.user, speaker(request)):
        raise PermissionDenied(gettext("Only who asked, and the people who work here, accept an answer."))
    return question


def _back(request: HttpRequest, post: Post) -> HttpResponse:
    return redirect(way_back(request, reverse("portal:post", args=[post.pk])))
