"""Words in batches, through the one door for words."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Literal

from django.db import transaction
from django.http import HttpRequest
from pydantic import BaseModel, Field

from agora.accounts.models import Account
from agora.api.fields import (
    Address,
    Body,
    IdTold,
    Moment,
    Name,
    OriginId,
    PostKind,
    Sentence,
    Short,
    ShortOriginId,
    Slug,
    Title,
    Told,
)
from agora.api.keys import viewer
from agora.api.problems import Fault, Refused
from agora.api.replays import Key, once
from agora.api.routing import Noun
from agora.api.sending import RefusedRow, Sent, bounded, origin
from agora.commerce.models import Product
from agora.conversations import batches, writing
from agora.conversations.batches import Batch

router = Noun("sending in")
Reaction = Literal["helpful", "unhelpful", "up", "down", "favorite", "like", "other"]


class AuthorTold(Told):
    """Somebody who speaks at the source."""

    origin_id: OriginId
    name: Name = ""
    handle: Name = ""
    url: Address = ""
    about: Body = ""
    first_seen_at: Moment | None = None


class ThreadTold(Told):
    """A thread; `channel` is a short name at the source, `author` an author's origin id, `product` a product's id."""

    origin_id: OriginId
    kind: Literal["question", "discussion", "review"]
    title: Title
    opened_at: Moment
    channel: Slug = "main"
    author: OriginId | None = None
    product: IdTold | None = None
    url: Address = ""
    topics: list[Short] = Field([], max_length=30)


class PostTold(Told):
    """A post in the thread with origin id `thread`; `kind` tells apart what the source counts separately."""

    origin_id: OriginId
    thread: OriginId
    body: Body
    said_at: Moment
    author: OriginId | None = None
    kind: PostKind = "post"
    reply_to: OriginId | None = None
    reply_to_kind: PostKind = "post"
    form: Literal["markdown", "html", "plain"] = "markdown"
    url: Address = ""
    edited_at: Moment | None = None


class ReactionTold(Told):
    """A vote or sign of agreement on the post with origin id `post`; `actor` is an author's origin id."""

    origin_id: ShortOriginId
    post: OriginId
    kind: Reaction
    at: Moment
    actor: OriginId | None = None
    post_kind: PostKind = "post"


class ExposureTold(Told):
    """`reader` met a post; a mere reading is kept only with the reader's consent to be measured."""

    reader: OriginId
    post: OriginId
    at: Moment
    kind: Literal["read", "vote", "reply", "reaction", "answer", "referral"] = "read"
    post_kind: PostKind = "post"


class LinkTold(Told):
    """A link between two threads."""

    origin_id: ShortOriginId
    thread: OriginId
    other: OriginId
    kind: Literal["related", "duplicate"]
    at: Moment


class RemovalTold(Told):
    """A post that its source or author took back."""

    post: OriginId
    at: Moment
    because: Sentence
    kind: PostKind = "post"


class WordsTold(Sent):
    """Words of one source: at most 5,000 rows in all. Rows name each other by the ids their source gave them."""

    authors: list[AuthorTold] = []
    threads: list[ThreadTold] = []
    posts: list[PostTold] = []
    reactions: list[ReactionTold] = []
    exposures: list[ExposureTold] = []
    links: list[LinkTold] = []
    removals: list[RemovalTold] = []


class WordsRecorded(BaseModel):
    """What came of it: ids of new and of edited posts, how many of the rest are new, and the rows refused."""

    created: list[int]
    edited: list[int]
    authors: int
    threads: int
    reactions: int
    exposures: int
    links: int
    refusals: list[RefusedRow]


ROWS: dict[str, Any] = {
    "authors": batches.NewAuthor, "threads": batches.NewThread, "posts": batches.NewPost,
    "reactions": batches.NewReaction, "exposures": batches.NewExposure, "links": batches.NewLink,
    "removals": batches.Removal,
}  # fmt: skip


@router.does("/words", WordsRecorded, title="Send words in", scope="ingest", ability="configure")
def send_words(request: HttpRequest, told: WordsTold, key: Key = None) -> WordsRecorded:
    """Record what was said elsewhere. The same rows again change nothing; a changed body changes the words."""
    bounded(getattr(told, noun) for noun in ROWS)
    return once(request, key, WordsRecorded, lambda: _recorded(told, viewer(request)))


@transaction.atomic
def _recorded(told: WordsTold, by: Account) -> WordsRecorded:
    _know_products(told, by)
    rows: dict[str, Any] = {noun: [make(**_values(row)) for row in getattr(told, noun)] for noun, make in ROWS.items()}
    return WordsRecorded.model_validate(asdict(writing.record(Batch(source=origin(told), **rows))))


def _values(row: Told) -> dict[str, Any]:
    # The rows are flat: no deep copy is needed.
    return {name: tuple(value) if isinstance(value, list) else value for name, value in row}


def _know_products(told: WordsTold, by: Account) -> None:
    named = {thread.product for thread in told.threads if thread.product is not None}
    if not named:
        return
    known = set(Product.objects.visible_to(by).filter(pk__in=named).values_list("pk", flat=True))
    faults = [
        Fault(detail=f"There is no product {thread.product}.", pointer=f"#/threads/{place}/product")
        for place, thread in enumerate(told.threads)
        if thread.product is not None and thread.product not in known
    ]
    if faults:
        raise Refused(422, "Threads name products that are unknown.", faults=faults)
