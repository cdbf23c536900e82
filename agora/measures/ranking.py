"""In which order words stand for their readers: what helped first; what few found helpful is folded, never hidden."""

from __future__ import annotations

from django.db.models import Count, F, FloatField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from agora.accounts.models import Viewer
from agora.community.models import Review
from agora.conversations.models import Reaction
from agora.measures.models import Score

# A review is folded when enough people voted and even the upper end of its helpfulness stays below one half.
ENOUGH_VOTES = 5
FOLDED_BELOW = 0.5
SUBSTANDARD = Q(votes__gte=ENOUGH_VOTES, high__lt=FOLDED_BELOW)


def by_helpfulness(reviews: QuerySet[Review], *, viewer: Viewer) -> QuerySet[Review]:
    """Return reviews by the lower bound of their helpfulness; those nobody voted on after them, newest first.

    Each comes with `votes`, `low` and `high` (None and 1 where nothing was measured), which SUBSTANDARD reads.
    """
    helpfulness = (
        Score.objects.visible_to(viewer)
        .current()
        .filter(measure="helpfulness", subject_kind="post", subject_id=OuterRef("post_id"))
    )
    judged = Q(post__reactions__kind__in=(*Reaction.HELPS, *Reaction.HELPS_NOT))
    measured: QuerySet[Review] = reviews.annotate(
        votes=Count("post__reactions", filter=judged),
        low=Subquery(helpfulness.values("low")[:1], output_field=FloatField()),
        # Without a score nothing is known against a review.
        high=Coalesce(Subquery(helpfulness.values("high")[:1], output_field=FloatField()), 1.0),
    )
    return measured.order_by(F("low").desc(nulls_last=True), "-post__said_at", "pk")


def answer_place(*, accepted: bool, helpful: int, votes: int) -> tuple[bool, int]:
    """Return where an answer stands among others, the least first: accepted ones, then by helpful less unhelpful votes.

    helpful of votes found it helpful; equal places keep the order in which they were said.
    """
    return not accepted, votes - 2 * helpful
