"""Conversations go to the department that can act: editable rules turn a reading or a flag into a case with a
reason.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from agora.conversations.models import Flag, Post
from agora.core import clock
from agora.desk.models import Case, Route
from agora.readings.models import Intent, Reading

# Reading an archive is not work: what was said longer ago than this opens no case.
FRESH_FOR = timedelta(days=14)


def route(post_ids: Sequence[int]) -> list[Case]:
    """Open a case for each fresh post of somebody else's that a rule matches, first rule first; returns the new
    cases.
    """
    waiting = set(_routable(post_ids).values_list("pk", flat=True))
    new_cases: list[Case] = []
    for rule in Route.objects.filter(is_active=True, on=Route.On.READING).select_related("team"):
        if not waiting:
            break
        for post in matching(rule, Post.objects.filter(pk__in=waiting)).select_related("thread"):
            waiting.discard(post.pk)
            if case := open_case(post, reason=_reason(post, rule), route=rule):
                new_cases.append(case)
    return new_cases


def route_flag(flag: Flag) -> Case | None:
    """Open a case for a flagged post by the first rule on flags."""
    rule = Route.objects.filter(is_active=True, on=Route.On.FLAG).select_related("team").first()
    if rule is None:
        return None
    return open_case(flag.post, reason=_("Flagged: %(reason)s") % {"reason": flag.get_reason_display()}, route=rule)


def matching(rule: Route, posts: QuerySet[Post]) -> QuerySet[Post]:
    """Return those of `posts` that a rule on readings speaks of, in one query."""
    if rule.intents:
        intents = Intent.objects.filter(reading__post__in=posts, kind__in=rule.intents)
        posts = posts.filter(pk__in=intents.values("reading__post"))
    if rule.polarity_below is not None:
        # A post may be angry without any intent being read in it, so the tone is asked of the reading itself.
        negative = Reading.objects.filter(post__in=posts, polarity__lte=rule.polarity_below)
        posts = posts.filter(pk__in=negative.values("post"))
    if words := [word.strip() for word in rule.words.split(",") if word.strip()]:
        # A word such as C++ ends in no letter, so its ends are where no letter goes on.
        pattern = r"(?<!\w)(" + "|".join(re.escape(word) for word in words) + r")(?!\w)"
        posts = posts.filter(Q(body__iregex=pattern) | Q(thread__title__iregex=pattern))
    return posts.order_by("said_at", "pk")


@transaction.atomic
def open_case(post: Post, *, reason: str, route: Route) -> Case | None:
    """Open a case for a post unless its thread already has an open one with the same team, which gathers it."""
    # The team's row is the lock: two workers reading the same thread open one case.
    type(route.team)._default_manager.select_for_update().get(pk=route.team_id)
    if Case.objects.open().filter(thread=post.thread_id, team=route.team_id).exists():
        return None
    due = clock.now() + timedelta(hours=route.due_hours)
    values = {"thread": post.thread, "reason": reason[:300], "route": route, "team": route.team, "due_at": due}
    case, new = Case.objects.get_or_create(post=post, defaults=values)
    return case if new else None


def _routable(post_ids: Sequence[int]) -> QuerySet[Post]:
    posts = Post.objects.filter(pk__in=post_ids, said_at__gte=clock.now() - FRESH_FOR, tombstone=None)
    ours = Q(author__is_ours=True)
    return posts.exclude(ours).exclude(pk__in=Case.objects.filter(post__in=post_ids).values("post"))


def _reason(post: Post, rule: Route) -> str:
    intents = Intent.objects.filter(reading__post=post).order_by(F("confidence").desc())
    strongest = intents.filter(kind__in=rule.intents).first() if rule.intents else intents.first()
    if strongest is None:
        return rule.name
    what = strongest.get_kind_display().capitalize()
    words = ", ".join(f"“{word}”" for word in strongest.triggers[:3])
    return f"{what}: {words}" if words else what
