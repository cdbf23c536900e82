"""A profile: what somebody said in public and what they know about. Never money."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from agora.accounts.models import Viewer
from agora.community.models import Question, Review
from agora.conversations.models import Post, Reaction
from agora.core import pagination
from agora.core.requests import refusal
from agora.core.text import excerpt
from agora.measures.expertise import expertise, expertise_of
from agora.pages.marks import Mark
from agora.people.models import Identity
from agora.portal.parts.posts import expert_mark, initials
from agora.portal.parts.speakers import voice
from agora.portal.parts.threads import ListRow

POSTS_A_PAGE = 20


@dataclass(frozen=True, slots=True)
class Profile:
    """The public side of an author."""

    identity: Identity
    initials: str
    tone: int
    experts: tuple[Mark, ...]
    posts: int
    accepted: int
    helpful: int
    reviews: int
    rows: tuple[ListRow, ...]
    following: str | None


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an author who has said something this viewer may see."""
    posts = Post.objects.visible_to(request.user).filter(author=pk)
    first = posts.select_related("author__source", "author__person").first()
    identity = first.author if first else _own(request, pk)
    if identity is None:
        raise Http404
    try:
        profile = read(identity, viewer=request.user, cursor=request.GET.get("after") or None)
    except pagination.BadCursor as error:
        return refusal(request, str(error))
    return render(request, "portal/profiles/page.html", {"profile": profile, "own": _own(request, pk) is not None})


def read(identity: Identity, *, viewer: Viewer, cursor: str | None = None) -> Profile:
    """Read one page of an author's public words. Raises pagination.BadCursor."""
    posts = Post.objects.visible_to(viewer).filter(author=identity)
    posts_page = pagination.page(
        posts.select_related("thread", "source"), by="-said_at", cursor=cursor, limit=POSTS_A_PAGE
    )
    questions = Question.objects.visible_to(viewer)
    counts = posts.order_by().aggregate(
        posts=Count("pk", distinct=True),
        helpful=Count("reactions", filter=Q(reactions__kind__in=Reaction.HELPS)),
    )
    return Profile(
        identity=identity,
        initials=initials(str(identity)),
        tone=identity.pk % 6,
        experts=tuple(expert_mark(score) for score in expertise_of(identity, expertise([identity], viewer=viewer))),
        posts=counts["posts"],
        helpful=counts["helpful"],
        accepted=posts.filter(
            pk__in=questions.filter(accepted__post__author=identity).values("accepted__post")
        ).count(),
        reviews=Review.objects.visible_to(viewer).filter(post__author=identity).count(),
        rows=tuple(_row(post) for post in posts_page.rows),
        following=posts_page.following,
    )


def _row(post: Post) -> ListRow:
    place = (post.source.name,) if not post.source.is_portal else ()
    verbs = {"question": gettext("asked"), "review": gettext("reviewed"), "discussion": gettext("started")}
    opens = post.thread.opened_by_id == post.author_id and post.said_at == post.thread.opened_at
    verb = verbs[post.thread.kind] if opens else gettext("answered")
    return ListRow(
        title=post.thread.title,
        href=post.thread.get_absolute_url() if opens else reverse("portal:post", args=[post.pk]),
        excerpt=excerpt(post.words, length=240),
        meta=(verb, *place),
        when=post.said_at,
    )


def _own(request: HttpRequest, pk: int) -> Identity | None:
    me = voice(request)
    return me if me and me.pk == pk else None
