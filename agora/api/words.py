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
    IdInput,
    Moment,
    Name,
    OriginId,
    PostKind,
    RequestBody,
    Sentence,
    Short,
    ShortOriginId,
    Slug,
    Title,
)
from agora.api.keys import viewer
from agora.api.problems import FieldFault, Refused
from agora.api.replays import Key, once
from agora.api.routing import NounRouter
from agora.api.sending import RefusedRow, SourceBatch, bounded, origin
from agora.commerce.models import Product
from agora.conversations import batches, writing
from agora.conversations.batches import Batch

router = NounRouter("sending in")
Reaction = Literal["helpful", "unhelpful", "up", "down", "favorite", "like", "other"]


class AuthorInput(RequestBody):
    """Somebody who speaks at the source."""

    origin_id: OriginId
    name: Name = ""
    handle: Name = ""
    url: Address = ""
    about: Body = ""
    first_seen_at: Moment | None = None


class ThreadInput(RequestBody):
    """A thread; `channel` is a short name at the source, `author` an author's origin id, `product` a product's id."""

    origin_id: OriginId
    kind: Literal["question", "discussion", "review"]
    title: Title
    opened_at: Moment
    channel: Slug = "main"
    author: OriginId | None = None
    product: IdInput | None = None
    url: Address = ""
    topics: list[Short] = Field([], max_length=30)


class PostInput(RequestBody):
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


class ReactionInput(RequestBody):
    """A vote or sign of agreement on the post with origin id `post`; `actor` is an author's origin id."""

    origin_id: ShortOriginId
    post: OriginId
    kind: Reaction
    at: Moment
    actor: OriginId | None = None
    post_kind: PostKind = "post"


class ExposureInput(RequestBody):
    """`reader` met a post; a mere reading is kept only with the reader's consent to be measured."""

    reader: OriginId
    post: OriginId
    at: Moment
    kind: Literal["read", "vote", "reply", "reaction", "answer", "referral"] = "read"
    post_kind: PostKind = "post"


class LinkInput(RequestBody):
    """A link between two threads."""

    origin_id: ShortOriginId
    thread: OriginId
    other: OriginId
    kind: Literal["related", "duplicate"]
    at: Moment


class RemovalInput(RequestBody):
    """A post that its source or author took back."""

    post: OriginId
    at: Moment
    because: Sentence
    kind: PostKind = "post"


class WordsInput(SourceBatch):
    """Words of one source: at most 5,000 rows in all. Rows name each other by the ids their source gave them."""

    authors: list[AuthorInput] = []
    threads: list[ThreadInput] = []
    posts: list[PostInput] = []
    reactions: list[ReactionInput] = []
    exposures: list[ExposureInput] = []
    links: list[LinkInput] = []
    removals: list[RemovalInput] = []


class WordsReceipt(BaseModel):
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
    "authors": batches.NewAuthor,
    "threads": batches.NewThread,
    "posts": batches.NewPost,
    "reactions": batches.NewReaction,
    "exposures": batches.NewExposure,
    "links": batches.NewLink,
    "removals": batches.Removal,
}


@router.does("/words", WordsReceipt, title="Send words in", scope="ingest", ability="configure")
def send_words(request: HttpRequest, payload: WordsInput, key: Key = None) -> WordsReceipt:
    """Record what was said elsewhere. The same rows again change nothing; a changed body changes the words."""
    bounded(getattr(payload, noun) for noun in ROWS)
    return once(request, key, WordsReceipt, lambda: _record(payload, viewer(request)))


@transaction.atomic
def _record(payload: WordsInput, by: Account) -> WordsReceipt:
    _know_products(payload, by)
    rows: dict[str, Any] = {
        noun: [make(**_values(row)) for row in getattr(payload, noun)] for noun, make in ROWS.items()
    }
    return WordsReceipt.model_validate(asdict(writing.record(Batch(source=origin(payload), **rows))))


def _values(row: RequestBody) -> dict[str, Any]:
    # The rows are flat: no deep copy is needed.
    return {name: tuple(value) if isinstance(value, list) else value for name, value in row}


def _know_products(payload: WordsInput, by: Account) -> None:
    product_ids = {thread.product for thread in payload.threads if thread.product is not None}
    if not product_ids:
        return
    visible_ids = set(Product.objects.visible_to(by).filter(pk__in=product_ids).values_list("pk", flat=True))
    faults = [
        FieldFault(detail=f"There is no product {thread.product}.", pointer=f"#/threads/{place}/product")
        for place, thread in enumerate(payload.threads)
        if thread.product is not None and thread.product not in visible_ids
    ]
    if faults:
        raise Refused(422, "Threads name products that are unknown.", faults=faults)
