"""Expertise, helpfulness and ratings: the answers, votes and reviews behind them."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from agora.accounts.models import Viewer
from agora.accounts.models.account import staff
from agora.community.models import Review
from agora.conversations.models import Post, Reaction, Thread
from agora.measures.explaining.explanation import Evidence, Explanation, identities_of
from agora.measures.scores import MeasuredScore


def answers(score: MeasuredScore, viewer: Viewer, limit: int) -> Explanation:
    """Open expertise on a topic to the questions answered and the questions asked, the latest first."""
    ids, topic = identities_of(score.row), {"topics__slug": score.label}
    questions = Thread.objects.visible_to(viewer).filter(opened_by__in=ids, kind=Thread.Kind.QUESTION, **topic)
    questions = questions.filter(opened_at__lte=score.run.started_at)
    first_answers = _first_answers(ids, score, viewer)
    rows = [
        *(
            Evidence("answer", at, post_id=pk, thread_id=thread, post=title)
            for pk, thread, title, at in first_answers[:limit]
        ),
        *(
            Evidence("question", at, thread_id=pk, post=title)
            for pk, title, at in questions.order_by("-opened_at").values_list("pk", "title", "opened_at")[:limit]
        ),
    ]
    return Explanation(
        score,
        evidence=tuple(sorted(rows, key=lambda row: row.at, reverse=True)[:limit]),
        evidence_count=first_answers.count() + questions.count(),
        stood=score.basis.get("answers", 0) + score.basis.get("questions", 0),
    )


def _first_answers(ids: list[int], score: MeasuredScore, viewer: Viewer) -> QuerySet[Post, Any]:
    """One post per question of somebody else's, as the run counts them: held and removed ones show no knowledge."""
    mine: QuerySet[Post] = Post.objects.visible_to(viewer).filter(
        author__in=ids, kind="post", hold=None, tombstone=None, said_at__lte=score.run.started_at
    )
    earlier = mine.filter(thread=OuterRef("thread")).filter(
        Q(said_at__lt=OuterRef("said_at")) | Q(said_at=OuterRef("said_at"), pk__lt=OuterRef("pk"))
    )
    return (
        mine.filter(thread__kind=Thread.Kind.QUESTION, thread__held=None, thread__topics__slug=score.label)
        .exclude(thread__opened_by__in=ids)
        .filter(~Exists(earlier))
        .order_by("-said_at", "-pk")
        .values_list("pk", "thread", "thread__title", "said_at")
    )


def votes(score: MeasuredScore, viewer: Viewer, limit: int) -> Explanation:
    """Open helpfulness to the votes, those that did not count among them, and to the prior they are weighed against.

    Who voted is named to staff only.
    """
    kinds = (*Reaction.HELPS, *Reaction.HELPS_NOT)
    visible = Post.objects.visible_to(viewer).filter(pk=score.row.subject_id)
    cast = Reaction.objects.filter(post__in=visible, kind__in=kinds).select_related("actor__person", "post__author")
    named = staff(viewer)
    rows = [_vote(vote, named=named) for vote in cast.annotate(returned=_returned()).order_by("-at", "-pk")[:limit]]
    prior = score.run.outcome.get("priors", {}).get(score.basis.get("kind", ""), {})
    return Explanation(
        score,
        evidence=tuple(rows),
        evidence_count=cast.count(),
        law={f"prior {name}": value for name, value in prior.items()},
    )


def _returned() -> Exists:
    """Whether the author voted words of the voter up too: then neither upvote counts."""
    back = Reaction.objects.filter(
        actor=OuterRef("post__author"), post__author=OuterRef("actor"), kind__in=Reaction.HELPS
    )
    return Exists(back)


def _vote(vote: Any, *, named: bool) -> Evidence:
    up, actor, author = vote.kind in Reaction.HELPS, vote.actor, vote.post.author
    own = actor is not None and author is not None and _subject(actor) == _subject(author)
    return Evidence(
        "helpful" if up else "unhelpful",
        vote.at,
        name=str(actor.person or actor) if named and actor else "",
        subject=_subject(actor) if named and actor else None,
        counts=not own and not (up and vote.returned),
    )


def _subject(identity: Any) -> tuple[str, int]:
    return ("person", identity.person_id) if identity.person_id else ("identity", identity.pk)


def reviews(score: MeasuredScore, viewer: Viewer, limit: int) -> Explanation:
    """Open a rating to the reviews that count, the latest first: neither held nor removed."""
    counted = Review.objects.visible_to(viewer).filter(
        product=score.row.subject_id, post__hold=None, post__tombstone=None, post__said_at__lte=score.run.started_at
    )
    rows = counted.select_related("post__author__person", "thread").order_by("-post__said_at", "-pk")[:limit]
    return Explanation(
        score,
        evidence=tuple(
            Evidence(
                "review",
                review.post.said_at,
                name=str(review.post.author or ""),
                post_id=review.post_id,
                thread_id=review.thread_id,
                post=review.thread.title,
                number=review.rating,
            )
            for review in rows
        ),
        evidence_count=counted.count(),
        stood=score.basis.get("reviews"),
        law={"reviews before its own": score.run.parameters["prior_reviews"]}
        if "prior_reviews" in score.run.parameters
        else {},
    )
