"""What comes to the door for words: plain values that name each other by the ids their source gave them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from agora.core.models import Import, Source


@dataclass(frozen=True, slots=True)
class NewAuthor:
    """Somebody who speaks at the source."""

    origin_id: str
    name: str = ""
    handle: str = ""
    url: str = ""
    about: str = ""
    is_ours: bool = False
    first_seen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NewThread:
    """A thread: `kind` is a Thread.Kind, `channel` a slug at the source, `author` an author's origin id, `product` an id."""

    origin_id: str
    kind: str
    title: str
    opened_at: datetime
    channel: str = "main"
    author: str | None = None
    product: int | None = None
    url: str = ""
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NewPost:
    """A post in the thread with origin id `thread`; `kind` tells apart what the source counts separately.

    Of two versions with an `edited_at` the later stands, whichever comes first; one without is taken as the latest.
    """

    origin_id: str
    thread: str
    body: str
    said_at: datetime
    author: str | None = None
    kind: str = "post"
    reply_to: str | None = None
    reply_to_kind: str = "post"
    form: str = "markdown"
    url: str = ""
    edited_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NewReaction:
    """A vote or sign of agreement: `kind` is a Reaction.Kind, `actor` an author's origin id, or None where hidden."""

    origin_id: str
    post: str
    kind: str
    at: datetime
    actor: str | None = None
    post_kind: str = "post"
    origin_kind: str = ""


@dataclass(frozen=True, slots=True)
class NewExposure:
    """`reader` met the post: a reading is kept only with the reader's consent to be measured."""

    reader: str
    post: str
    at: datetime
    kind: str = "read"
    post_kind: str = "post"


@dataclass(frozen=True, slots=True)
class NewMention:
    """The post names `author`, an author's origin id."""

    post: str
    author: str
    post_kind: str = "post"


@dataclass(frozen=True, slots=True)
class NewLink:
    """A link between two threads, as a ThreadLink.Kind."""

    origin_id: str
    thread: str
    other: str
    kind: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Removal:
    """A post that its source or author took back."""

    post: str
    at: datetime
    because: str
    kind: str = "post"


@dataclass(frozen=True, slots=True)
class Batch:
    """Words of one source, recorded together: all of them, or none. `topics` are names that need no thread to be known."""

    source: Source
    authors: Sequence[NewAuthor] = ()
    threads: Sequence[NewThread] = ()
    topics: Sequence[str] = ()
    posts: Sequence[NewPost] = ()
    reactions: Sequence[NewReaction] = ()
    exposures: Sequence[NewExposure] = ()
    mentions: Sequence[NewMention] = ()
    links: Sequence[NewLink] = ()
    removals: Sequence[Removal] = ()
    author_kind: str = "handle"
    of_import: Import | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that could not be recorded: which, and why in plain words."""

    what: str
    origin_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """What the door did with a batch; `created` and `edited` are ids of posts."""

    created: tuple[int, ...] = ()
    edited: tuple[int, ...] = ()
    authors: int = 0
    threads: int = 0
    reactions: int = 0
    exposures: int = 0
    links: int = 0
    refusals: tuple[Refusal, ...] = field(default=())
