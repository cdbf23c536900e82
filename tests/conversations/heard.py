"""A forum that the tests hear, and what the tables hold of it by the ids its source gave."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.apps import apps

from agora.conversations.batches import Batch, NewPost, NewReaction, NewThread
from agora.conversations.models import Channel, Exposure, Mention, Post, Reaction, Thread, ThreadTopic, Tombstone
from agora.conversations.writing import record
from agora.core.models import Source
from agora.core.models.sources import source
from agora.people.models import Identity
from tests.cast import NOON

# Rooms whose tables an import of words may touch; the log of staff's steps grows whatever happens.
ROOMS = ("conversations", "people", "community", "recognition", "readings", "search", "desk")


def forum(*, public: bool = True, slug: str = "forum") -> Source:
    """A forum elsewhere, with its main channel."""
    place = source(slug, kind="activitystreams", name=slug.capitalize())
    Channel.objects.get_or_create(source=place, slug="main", defaults={"name": place.name, "is_public": public})
    return place


def thread(name: str = "t", *, by: str | None = "ada", kind: str = "discussion", **values: Any) -> NewThread:
    """A thread opened at noon."""
    return NewThread(name, kind, values.pop("title", f"About {name}"), NOON, author=by, **values)


def post(name: str, by: str | None = "ada", *, to: str | None = None, hours: int = 0, **values: Any) -> NewPost:
    """A post in the thread `t`, so many hours after noon."""
    home, body = values.pop("thread", "t"), values.pop("body", f"Words of {name}.")
    return NewPost(name, home, body, hours_later(hours), author=by, reply_to=to, **values)


def vote(name: str, by: str | None, on: str, *, kind: str = "helpful", hours: int = 0) -> NewReaction:
    """A vote, so many hours after noon."""
    return NewReaction(name, on, kind, hours_later(hours), actor=by)


def hours_later(hours: int) -> datetime:
    """So many hours after noon."""
    return NOON + timedelta(hours=hours)


def say(place: Source, *posts: NewPost, **values: Any) -> Post:
    """Record posts in the thread `t`; returns the last of them."""
    record(Batch(source=place, threads=[thread()], posts=posts, **values))
    return Post.objects.get(source=place, kind=posts[-1].kind, origin_id=posts[-1].origin_id)


def kept() -> dict[str, list[tuple[Any, ...]]]:
    """What the tables of words hold, by the ids of the source: alike for stories that are alike."""
    rows = {
        "identities": Identity.objects.values_list("source__slug", "kind", "origin_id", "name", "handle"),
        "threads": Thread.objects.values_list(
            "origin_id", "kind", "title", "opened_by__origin_id", "post_count", "last_post_at"
        ),
        "posts": Post.objects.values_list(
            "kind", "origin_id", "thread__origin_id", "author__origin_id", "reply_to__origin_id", "body", "said_at"
        ),
        "votes": Reaction.objects.values_list("origin_id", "post__origin_id", "actor__origin_id", "kind"),
        "met": Exposure.objects.values_list(
            "reader__origin_id", "post__origin_id", "author__origin_id", "kind", "day"
        ),
        "named": Mention.objects.values_list("post__origin_id", "identity__origin_id"),
        "topics": ThreadTopic.objects.values_list("thread__origin_id", "topic__slug"),
        "removed": Tombstone.objects.values_list("post__origin_id", "because", "at"),
    }  # fmt: skip
    return {name: sorted(values.order_by(), key=str) for name, values in rows.items()}


def tables() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table of the rooms of words, whole: equal when nothing at all has changed."""
    models = [model for room in ROOMS for model in apps.get_app_config(room).get_models(include_auto_created=True)]
    return {model._meta.label: list(model._base_manager.order_by("pk").values()) for model in models}


def met(kind: str | None = None) -> set[tuple[str, str, str]]:
    """Who met whose words and how."""
    exposures = Exposure.objects.filter(kind=kind) if kind else Exposure.objects.all()
    return set(exposures.values_list("reader__origin_id", "author__origin_id", "kind"))
