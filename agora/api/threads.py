"""Threads: conversations of the portal and those heard elsewhere, with their posts; and opening one in the portal."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from pydantic import BaseModel, Field

from agora.accounts.models import Account
from agora.api.fields import Headline, Id, IdInput, RequestBody, Slug, Topic, Words
from agora.api.keys import viewer
from agora.api.paging import Cursor, Limit, PageOutput, paged
from agora.api.posts import PostOutput, post_output
from agora.api.problems import FieldFault, Refused
from agora.api.replays import Key, once
from agora.api.routing import NounRouter
from agora.commerce.models import Product
from agora.community import asking, discussions
from agora.conversations.models import Post, Thread
from agora.people.holding import identity_of

router = NounRouter("threads")
ThreadKind = Literal["question", "discussion", "review"]


class ThreadSummary(BaseModel):
    """A thread; `opened_by` is the id of an identity, `product` of a product."""

    id: int
    source: str
    channel: str
    kind: str
    title: str
    url: str
    opened_by: int | None
    product: int | None
    opened_at: datetime
    last_post_at: datetime
    post_count: int


class ThreadOutput(ThreadSummary):
    """A thread with its topics and a page of its posts, in the order they were said."""

    topics: list[str]
    posts: PageOutput[PostOutput]


class ThreadDraft(RequestBody):
    """What to ask or to discuss in the portal."""

    kind: Literal["question", "discussion"] = Field(description="a question asks for an answer, a discussion for none")
    title: Headline = Field(description="what it is about, in one line")
    body: Words = Field(description="the opening words, in Markdown")
    product: IdInput | None = Field(None, description="the product it is about")
    topics: list[Topic] = Field([], max_length=5, description="what it is about, in at most five words")


@router.reads("", PageOutput[ThreadSummary], title="List threads")
def list_threads(
    request: HttpRequest,
    *,
    cursor: Cursor = None,
    limit: Limit = 50,
    kind: ThreadKind | None = None,
    product: Id | None = None,
    source: Slug | None = None,
) -> PageOutput[ThreadSummary]:
    """Threads you may see, the one with the newest post first; optionally of a kind, a product or a source."""
    filters = {"kind": kind, "product": product, "source__slug": source}
    threads = Thread.objects.visible_to(viewer(request)).select_related("source", "channel")
    threads = threads.filter(**{name: value for name, value in filters.items() if value is not None})
    items, following = paged(threads, _row, by="-last_post_at", cursor=cursor, limit=limit)
    return PageOutput[ThreadSummary](items=items, next=following)


@router.reads("/{id}", ThreadOutput, title="Get a thread")
def get_thread(request: HttpRequest, id: Id, cursor: Cursor = None, limit: Limit = 50) -> ThreadOutput:
    """One thread with a page of its posts."""
    return _thread_output(viewer(request), id, cursor=cursor, limit=limit)


@router.does("", {201: ThreadOutput}, title="Open a thread")
def open_thread(request: HttpRequest, payload: ThreadDraft, key: Key = None) -> ThreadOutput:
    """Ask a question or open a discussion in the portal, as the owner of the token."""
    return once(request, key, ThreadOutput, lambda: _new_thread(viewer(request), payload))


def _new_thread(account: Account, payload: ThreadDraft) -> ThreadOutput:
    product = None
    if payload.product is not None:
        product = Product.objects.visible_to(account).filter(pk=payload.product).first()
        if product is None:
            fault = FieldFault(detail=f"There is no product {payload.product}.", pointer="#/product")
            raise Refused(422, "1 value is not what it should be.", faults=[fault])
    words: dict[str, Any] = {
        "author": identity_of(account),
        "title": payload.title,
        "body": payload.body,
        "product": product,
        "topics": tuple(dict.fromkeys(payload.topics)),
    }
    thread = asking.ask(**words).thread if payload.kind == "question" else discussions.open(**words)
    return _thread_output(account, thread.pk)


def _thread_output(account: Account, id: int, *, cursor: str | None = None, limit: int = 50) -> ThreadOutput:
    threads = Thread.objects.visible_to(account).select_related("source", "channel").prefetch_related("topics")
    thread = get_object_or_404(threads, pk=id)
    posts = Post.objects.visible_to(account).filter(thread=thread).select_related("author")
    items, following = paged(posts, post_output, by="said_at", cursor=cursor, limit=limit)
    return ThreadOutput(
        **_row(thread).model_dump(),
        topics=[topic.slug for topic in thread.topics.all()],
        posts=PageOutput[PostOutput](items=items, next=following),
    )


def _row(thread: Thread) -> ThreadSummary:
    return ThreadSummary(
        id=thread.pk,
        source=thread.source.slug,
        channel=thread.channel.slug,
        kind=thread.kind,
        title=thread.title,
        url=thread.url,
        opened_by=thread.opened_by_id,
        product=thread.product_id,
        opened_at=thread.opened_at,
        last_post_at=thread.last_post_at,
        post_count=thread.post_count,
    )
