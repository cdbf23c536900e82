"""One case: why, who speaks and what their word carries, the words themselves, and all that was done about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from agora.accounts.models import Account, AuditEntry, Viewer
from agora.console.parts.meanings import meanings
from agora.console.parts.posts import PostForStaff, PostsPage, ReplyTarget, posts_for_staff, reply_target
from agora.console.parts.weights import Voice, Weight, voice, weigh, weight_of
from agora.conversations.models import Flag, Post
from agora.desk.models import Case, CaseClosure
from agora.measures.models.score import sees_value

AROUND = 20


@dataclass(frozen=True, slots=True)
class CaseStep:
    """Something that was done about a case."""

    at: datetime
    by: Account | None
    what: str
    body: str = ""


@dataclass(frozen=True, slots=True)
class CasePage:
    """Everything a case page shows."""

    case: Case
    closure: CaseClosure | None
    voice: Voice
    weight: Weight
    in_money: bool
    posts: list[PostForStaff]
    history: list[CaseStep]
    audit: list[AuditEntry]
    reply_target: ReplyTarget

    @property
    def due(self) -> str:
        """Whether it is late or soon due: "bad", "watch" or nothing."""
        return "" if self.closure else self.case.urgency


def read(case: Case, *, viewer: Viewer) -> CasePage:
    """Return the page of a case that comes with thread, post, author and closure."""
    posts = _around(case, viewer)
    meaning_by_post = meanings((post.pk for post in posts), viewer=viewer)
    weights = weigh([case.post.author, *(post.author for post in posts)], viewer=viewer)
    return CasePage(
        case=case,
        closure=getattr(case, "closure", None),
        voice=voice(case.post.author),
        weight=weight_of(case.post.author, weights),
        in_money=sees_value(viewer),
        posts=posts_for_staff(PostsPage(posts, None), meaning_by_post, weights),
        history=_history(case),
        audit=list(AuditEntry.objects.visible_to(viewer).filter(subject=f"case {case.pk}").select_related("by")[:50]),
        reply_target=reply_target(case.thread, [case.post]),
    )


def _around(case: Case, viewer: Viewer) -> list[Post]:
    posts = Post.objects.visible_to(viewer).filter(thread=case.thread_id, said_at__gte=case.post.said_at)
    posts = posts.select_related("author", "source", "hold", "tombstone").prefetch_related(
        Prefetch("flags", Flag.objects.visible_to(viewer))
    )
    return list(posts.order_by("said_at", "pk")[:AROUND])


def _history(case: Case) -> list[CaseStep]:
    steps = [CaseStep(case.opened_at, None, _("opened: %(reason)s") % {"reason": case.reason})]
    steps += _assignments(case)
    steps += [CaseStep(note.at, note.by, _("noted"), note.body) for note in case.notes.select_related("by")]
    for reply in case.replies.select_related("by", "post"):
        steps.append(CaseStep(reply.post.said_at, reply.by, _("replied"), reply.post.words))
    if closure := getattr(case, "closure", None):
        ended = _("closed: %(outcome)s") % {"outcome": closure.get_outcome_display()}
        steps.append(CaseStep(closure.at, closure.by, ended, closure.because))
    return sorted(steps, key=lambda step: step.at)


def _assignments(case: Case) -> Iterable[CaseStep]:
    for assignment in case.assignments.select_related("to", "by"):
        if assignment.to is None:
            what = _("put back")
        elif assignment.to_id == assignment.by_id:
            what = _("took it")
        else:
            what = _("gave it to %(name)s") % {"name": assignment.to}
        yield CaseStep(assignment.at, assignment.by, what)
