"""A rule in plain words, and what it would have matched among the latest posts, before anybody depends on it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agora.accounts.models import Viewer
from agora.conversations.models import Post
from agora.desk.models import Route
from agora.desk.routing import matching
from agora.readings.models import Intent

LATEST = 200
EXAMPLES = 12


@dataclass(frozen=True, slots=True)
class RouteLine:
    """A rule and what it says."""

    route: Route
    when: str


@dataclass(frozen=True, slots=True)
class Trial:
    """How many of the latest posts a rule matches, and some of them."""

    of: int
    matched: int
    posts: list[Post]

    @property
    def sentence(self) -> str:
        """The finding in words."""
        if not self.of:
            return _("Nobody has said anything yet, so there is nothing to try it on.")
        words = {"matched": self.matched, "of": self.of}
        return (
            ngettext(
                "It would take %(matched)d of the last %(of)d post.",
                "It would take %(matched)d of the last %(of)d posts.",
                self.of,
            )
            % words
        )


def route_line(route: Route) -> RouteLine:
    """Return a rule with what it says in plain words."""
    if route.on == Route.On.FLAG:
        return RouteLine(route, _("any post that somebody flags"))
    labels = dict(Intent.Kind.choices)
    parts = [_(" or ").join(str(labels[kind]) for kind in route.intents if kind in labels) or _("any post")]
    if route.polarity_below is not None:
        parts.append(_("tone %(tone)g or worse") % {"tone": route.polarity_below})
    if route.words:
        parts.append(_("with one of: %(words)s") % {"words": route.words})
    return RouteLine(route, ", ".join(parts))


def trial_of(route: Route, *, viewer: Viewer) -> Trial:
    """Return what a rule (kept or not) matches among the latest posts of others."""
    posts = Post.objects.visible_to(viewer).by_others().filter(tombstone=None)
    latest = list(posts.order_by("-said_at", "-pk").values_list("pk", flat=True)[:LATEST])
    among = Post.objects.visible_to(viewer).filter(pk__in=latest).select_related("thread__source", "author")
    if route.on == Route.On.FLAG:
        among = among.filter(flags__isnull=False).distinct()
    matches = list(among if route.on == Route.On.FLAG else matching(route, among))
    return Trial(len(latest), len(matches), matches[::-1][:EXAMPLES])
