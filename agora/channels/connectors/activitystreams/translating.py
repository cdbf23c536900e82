"""What an Activity Streams object is in our words: authors, posts, reactions, removals."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from agora.channels.connectors.activitystreams.vocabulary import (
    address,
    kind,
    moment,
    name_of,
    needed_name,
    several,
    short,
    spoken,
    words,
)  # fmt: skip
from agora.channels.intake import Fault
from agora.conversations.batches import NewAuthor, NewPost, NewReaction, Removal
from agora.conversations.models import Reaction, Thread
from agora.core import text

ACTORS = {"Person", "Organization", "Service", "Application", "Group"}
WORDS = {"Note", "Article", "Question", "Page", "Review"}
REACTIONS = {"Like": Reaction.Kind.LIKE, "Dislike": Reaction.Kind.DOWN, "Announce": Reaction.Kind.OTHER}
COLLECTIONS = {"Collection", "OrderedCollection", "CollectionPage", "OrderedCollectionPage"}
FORMS = {"text/markdown": "markdown", "text/plain": "plain"}
LONGEST_REACTION_ID = 120
TITLE_LENGTH = 80


@dataclass(frozen=True, slots=True)
class Said:
    """A post as told, before it is known which thread it is in: `above` and `context` are the ids it names."""

    post: NewPost
    title: str
    thread_kind: str
    above: str = ""
    context: str = ""
    topics: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """What one object tells."""

    authors: tuple[NewAuthor, ...] = ()
    said: tuple[Said, ...] = ()
    reactions: tuple[NewReaction, ...] = field(default=())
    removals: tuple[Removal, ...] = field(default=())


def members(value: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the objects of a collection (one level of it), or the object itself."""
    if kind(value) not in COLLECTIONS:
        return [value]
    listed = [*several(value.get("orderedItems")), *several(value.get("items"))]
    return [one for one in listed if isinstance(one, dict)]


def told(value: dict[str, Any]) -> Told:
    """Translate an activity, an object or an actor; raises Fault for what Agora has no words for."""
    what = kind(value)
    if what in ACTORS:
        return Told(authors=(_author(value),))
    if what in WORDS:
        return _said(value, activity={})
    if what in {"Create", "Update"}:
        return _published(value, what)
    if what in REACTIONS:
        return _reaction(value, what)
    if what in {"Delete", "Tombstone"}:
        return Told(removals=(_removal(value, what),))
    if not what:
        raise Fault("This has no type.", "type")
    raise Fault("Agora does not take this type.", "type", what)


def _published(value: dict[str, Any], what: str) -> Told:
    inner = next((one for one in several(value.get("object")) if isinstance(one, dict)), None)
    if inner is None:
        raise Fault(f"This {what} does not hold its object, only names it.", "object", name_of(value.get("object")))
    if kind(inner) in ACTORS:
        return Told(authors=(_author(inner),))
    if kind(inner) in WORDS:
        return _said(inner, activity=value)
    raise Fault("Agora does not take this type.", "object type", kind(inner))


def _said(value: dict[str, Any], *, activity: dict[str, Any]) -> Told:
    by = value.get("attributedTo") or activity.get("actor") or value.get("actor")
    at = _first_moment(value, activity, "published") or _first_moment(value, activity, "updated")
    if not at:
        raise Fault("This does not say when it was published.", "published")
    body, form = _body(value)
    title = (
        spoken(value, "name")
        or spoken(value, "summary")
        or text.excerpt(text.plain(body, form=form), length=TITLE_LENGTH)
    )
    post = NewPost(
        needed_name(value, "id"), "", body, at, author=name_of(by) or None, form=form, url=address(value.get("url")),
        edited_at=_edited_at(value, activity, at), reply_to=name_of(value.get("inReplyTo")) or None,
    )  # fmt: skip
    said = Said(
        post, title or "Untitled", Thread.Kind.QUESTION if kind(value) == "Question" else Thread.Kind.DISCUSSION,
        above=post.reply_to or "", context=name_of(value.get("context")) or name_of(value.get("conversation")),
        topics=_tagged(value, "Hashtag"), mentions=_tagged(value, "Mention"),
    )  # fmt: skip
    return Told(authors=_described(by), said=(said,))


def _edited_at(value: dict[str, Any], activity: dict[str, Any], at: datetime) -> datetime | None:
    """When these words were put so: an Update that does not say is taken as the latest."""
    told = moment(value.get("updated"), "updated") or moment(activity.get("updated"), "updated")
    if kind(activity) == "Update":
        return told or moment(activity.get("published"), "published")
    return told or at


def _first_moment(value: dict[str, Any], activity: dict[str, Any], name: str) -> datetime | None:
    return moment(value.get(name), name) or moment(activity.get(name), name)


def _body(value: dict[str, Any]) -> tuple[str, str]:
    media = words(value.get("mediaType")).partition(";")[0].strip().lower()
    if body := spoken(value, "content"):
        return body, FORMS.get(media, "html")
    if body := spoken(value, "summary") or spoken(value, "name"):
        return body, "plain"
    shown = [spoken(one, "name") for one in several(value.get("attachment")) if isinstance(one, dict)]
    if body := "\n".join(name for name in shown if name):
        return body, "plain"
    raise Fault("This has no words.", "content")


def _author(value: dict[str, Any]) -> NewAuthor:
    return NewAuthor(
        needed_name(value, "id"),
        name=spoken(value, "name"),
        handle=words(value.get("preferredUsername")),
        url=address(value.get("url")),
        about=text.plain(spoken(value, "summary"), form="html"),
    )


def _described(by: Any) -> tuple[NewAuthor, ...]:
    """The author, where the object describes them and does not only name them."""
    first = next(iter(several(by)), None)
    if isinstance(first, dict) and kind(first) in ACTORS and name_of(first):
        return (_author(first),)
    return ()


def _reaction(value: dict[str, Any], what: str) -> Told:
    actor, post = name_of(value.get("actor")), needed_name(value.get("object"), "object")
    at = moment(value.get("published"), "published")
    if not at:
        raise Fault("This does not say when it was given.", "published")
    if not (name := name_of(value.get("id"))) and not actor:
        raise Fault("This names neither itself nor who gave it.", "actor")
    name = short(name or f"{what}:{actor}:{post}", LONGEST_REACTION_ID)
    given = NewReaction(name, post, REACTIONS[what], at, actor=actor or None, origin_kind=what)
    return Told(authors=_described(value.get("actor")), reactions=(given,))


def _removal(value: dict[str, Any], what: str) -> Removal:
    gone = value if what == "Tombstone" else next(iter(several(value.get("object"))), None)
    inner = gone if isinstance(gone, dict) else {}
    at = moment(inner.get("deleted"), "deleted") or moment(value.get("published"), "published")
    if not at:
        raise Fault("This does not say when it was deleted.", "deleted" if what == "Tombstone" else "published")
    return Removal(needed_name(gone, "id" if what == "Tombstone" else "object"), at, "deleted at its source")


def _tagged(value: dict[str, Any], what: str) -> tuple[str, ...]:
    tags = [one for one in several(value.get("tag")) if isinstance(one, dict) and kind(one) == what]
    if what == "Mention":
        return tuple(dict.fromkeys(filter(None, map(name_of, tags))))
    return tuple(dict.fromkeys(filter(None, (words(tag.get("name")).lstrip("#").strip()[:80] for tag in tags))))
