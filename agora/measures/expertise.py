"""Who is an expert in what: the one place that says from which score on, read for many authors at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from django.db.models import Q

from agora.accounts.models import Viewer
from agora.measures.models import Score
from agora.measures.naming import Subject
from agora.people.models import Identity

# A z-score of answers over questions on a topic; two standard deviations are what chance gives one in forty.
EXPERT_FROM = 2.0
# A page has at most some hundred authors, each with a handful of topics; a forum's oldest members have hundreds.
MOST_SCORES = 500


def expertise(
    authors: Collection[Identity], *, viewer: Viewer, topics: Collection[str] | None = None
) -> dict[Subject, list[Score]]:
    """Return for each subject among the authors the topics it is an expert in, strongest first, in one query.

    topics: slugs, where only some count. Of an author look up the person and the identity: see `expertise_of`.
    """
    persons = {author.person_id for author in authors if author.person_id}
    subjects = Q(subject_kind="person", subject_id__in=persons) | Q(
        subject_kind="identity", subject_id__in={author.pk for author in authors}
    )
    scores = Score.objects.visible_to(viewer).current().filter(subjects, measure="expertise", value__gte=EXPERT_FROM)
    if topics is not None:
        scores = scores.filter(label__in=topics)
    by_subject: dict[Subject, list[Score]] = defaultdict(list)
    for score in scores.order_by("-value")[:MOST_SCORES]:
        by_subject[score.subject_kind, score.subject_id].append(score)
    return dict(by_subject)


def expertise_of(author: Identity, by_subject: dict[Subject, list[Score]]) -> list[Score]:
    """Return what `expertise` says of one author: what is measured of the person, then of this identity alone."""
    return by_subject.get(("person", author.person_id or 0), []) + by_subject.get(("identity", author.pk), [])
