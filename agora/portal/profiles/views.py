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
from agora.people.models import Identity
from agora.portal.parts.marks import Mark
from agora.portal.parts.posts import expert_mark, expertise_of, initials
from agora.portal.parts.speaking import voice
from agora.portal.parts.threads import Row

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
    rows: tuple[Row, ...]
    following: str | None


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an author who has said something this viewer may see."""
    said = Post.objects.visible_to(request.user).filter(author=pk)
    first = said.select_related("author__source", "author__person").first()
    identity = first.author if first else _own(request, pk)
    if identity is None:
        raise Http404
    try:
        shown = read(identity, viewer=request.user, cursor=request.GET.get("after") or None)
    except pagination.BadCursor as error:
        return refusal(request, str(error))
    return render(request, "portal/profiles/page.html", {"profile": shown, "own": _own(request, pk) is not None})


def read(identity: Identity, *, viewer: Viewer, cursor: str | None = None) -> Profile:
    """Read one page of an author's public words. Raises pagination.BadCursor."""
    posts = Post.objects.visible_to(viewer).filter(author=identity)
    found = pagination.page(posts.select_related("thread", "source"), by="-said_at", cursor=cursor, limit=POSTS_A_PAGE)
    questions = Question.objects.visible_to(viewer)
    counted = posts.order_by().aggregate(
        posts=Count("pk", distinct=True),
        helpful=Count("reactions", filter=Q(reactions__kind__in=Reaction.HELPS)),
    )
    return Profile(
        identity=identity,
        initials=initials(str(identity)),
        tone=identity.pk % 6,
        experts=tuple(expert_mark(score) for score in expertise_of(identity, viewer=viewer)),
        posts=counted["posts"],
        helpful=counted["helpful"],
        accepted=posts.filter(
            pk__in=questions.filter(accepted__post__author=identity).values("accepted__post")
        ).count(),
        reviews=Review.objects.visible_to(viewer).filter(post__author=identity).count(),
        rows=tuple(_row(post) for post in found.rows),
        following=found.following,
    )


def _row(post: Post) -> Row:
    place = (post.source.name,) if not post.source.is_portal else ()
    opened = {"question": gettext("asked"), "review": gettext("reviewed"), "discussion": gettext("started")}
    opens = post.thread.opened_by_id == post.author_id and post.said_at == post.thread.opened_at
    did = opened[post.thread.kind] if opens else gettext("answered")
    return Row(
        title=post.thread.title,
        href=post.thread.get_absolute_url() if opens else reverse("portal:post", args=[post.pk]),
        excerpt=excerpt(post.words, length=240),
        meta=(did, *place),
        when=post.said_at,
    )


def _own(request: HttpRequest, pk: int) -> Identity | None:
    me = voice(request)
    return me if me and me.pk == pk else None
