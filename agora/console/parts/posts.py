"""One conversation as staff read it: the words, what was meant, flags and holds, cases, and whether we may speak."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Prefetch
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from agora.accounts.models import Viewer
from agora.channels import outbox
from agora.console.parts.meanings import Meaning
from agora.console.parts.weights import Subject, Voice, Weight, voice, weight_of
from agora.conversations.models import Flag, Hold, Post, Thread
from agora.core.pagination import page
from agora.desk.models import Case
from agora.pages.marks import Mark
from agora.people import consent
from agora.people.models import Identity

AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class PostForStaff:
    """One post as staff see it."""

    post: Post
    voice: Voice
    body: SafeString
    marks: list[Mark]
    meaning: Meaning
    weight: Weight
    hold: Hold | None
    flags: list[Flag]
    case: Case | None

    @property
    def gone(self) -> bool:
        """Whether its source took it back."""
        return hasattr(self.post, "tombstone")


@dataclass(frozen=True, slots=True)
class ReplyTarget:
    """Where a reply goes, and whether it may."""

    to: Post | None
    place: str
    refusal: str
    permission: str


@dataclass(frozen=True, slots=True)
class PostsPage:
    """The posts of one page, before meanings and weights are known."""

    rows: list[Post]
    following: str | None
    cases: dict[int, Case] = field(default_factory=dict)


def posts_of(thread: Thread, *, viewer: Viewer, cursor: str | None) -> PostsPage:
    """Return a page of the thread's posts in the order they were said; BadCursor."""
    posts = Post.objects.visible_to(viewer).filter(thread=thread)
    posts = posts.select_related("author__person", "source", "hold__by", "tombstone").prefetch_related(
        Prefetch("flags", Flag.objects.visible_to(viewer))
    )
    posts_page = page(posts, by="said_at", cursor=cursor, limit=AT_ONCE)
    cases = Case.objects.visible_to(viewer).filter(thread=thread).select_related("team", "closure").with_holder()
    return PostsPage(
        posts_page.rows, posts_page.following, {case.post_id: case for case in cases.order_by("opened_at")}
    )


def posts_for_staff(
    posts: PostsPage, meaning_by_post: dict[int, Meaning], weights: dict[Subject, Weight]
) -> list[PostForStaff]:
    """Return the posts ready to be drawn."""
    return [_post_for_staff(post, posts.cases.get(post.pk), meaning_by_post, weights) for post in posts.rows]


def reply_target(thread: Thread, posts: Sequence[Post]) -> ReplyTarget:
    """Return where a reply goes (to the latest words of somebody else) and what its author allows us."""
    others = [post for post in posts if post.author is None or not post.author.is_ours]
    to = others[-1] if others else None
    place = _("%(source)s, in public, where it was said") % {"source": thread.source.name}
    return ReplyTarget(to, place, outbox.silence(thread.source), _permission(to.author if to else None))


def _post_for_staff(
    post: Post, case: Case | None, meaning_by_post: dict[int, Meaning], weights: dict[Subject, Weight]
) -> PostForStaff:
    hold = getattr(post, "hold", None)
    flags = list(post.flags.all())
    gone = hasattr(post, "tombstone")
    body = mark_safe(post.shown) if not gone else SafeString("")  # noqa: S308 (core.text made it safe)
    return PostForStaff(
        post=post,
        voice=voice(post.author),
        body=body,
        marks=_marks(hold, flags, gone=gone),
        meaning=meaning_by_post.get(post.pk, Meaning()),
        weight=weight_of(post.author, weights),
        hold=hold,
        flags=flags,
        case=case,
    )


def _marks(hold: Hold | None, flags: list[Flag], *, gone: bool) -> list[Mark]:
    marks = [Mark(_("removed at its source"), "watch")] if gone else []
    if hold:
        marks.append(Mark(_("held back"), "bad", "alert", hold.because))
    marks += [Mark(str(flag.get_reason_display()), "watch", "flag", flag.detail) for flag in flags[:3]]
    return marks


def _permission(author: Identity | None) -> str:
    if author is None or author.person is None:
        return _("We hold no person behind this voice, so no private message is possible.")
    if consent.permits(author.person, purpose="service", channel="email"):
        return _("%(name)s allows help by e-mail.") % {"name": author.person}
    return _("%(name)s has not allowed help by e-mail; a private message would not leave.") % {"name": author.person}
