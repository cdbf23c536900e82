"""Posts: what was said, here or elsewhere; and saying something in a thread of the portal."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from pydantic import BaseModel

from agora.api.fields import Id, IdTold, Moment, Said, Told
from agora.api.keys import viewer
from agora.api.paging import Cursor, Limit, Page, paged
from agora.api.problems import Fault, Refused
from agora.api.replays import Key, once
from agora.api.routing import Noun
from agora.conversations import writing
from agora.conversations.models import Post, Thread
from agora.core.models import Source
from agora.people.holding import identity_of

router = Noun("posts")


class PostShown(BaseModel):
    """A post; `author` is the id of an identity, null where nobody is known. The words of a removed post are empty."""

    id: int
    thread: int
    kind: str
    author: int | None
    author_name: str
    reply_to: int | None
    body: str
    form: str
    url: str
    said_at: datetime
    edited_at: datetime | None


class NewPost(Told):
    """What to say, in Markdown, in which thread, and to which of its posts."""

    thread: IdTold
    body: Said
    reply_to: IdTold | None = None


@router.reads("", Page[PostShown], title="List posts")
def list_posts(
    request: HttpRequest,
    *,
    cursor: Cursor = None,
    limit: Limit = 50,
    thread: Id | None = None,
    author: Id | None = None,
    since: Moment | None = None,
) -> Page[PostShown]:
    """Posts you may see: of a thread or of an author in the order they were said, otherwise in the order they came in."""
    wanted = {"thread": thread, "author": author, "said_at__gte": since}
    posts = Post.objects.visible_to(viewer(request)).select_related("author")
    posts = posts.filter(**{name: value for name, value in wanted.items() if value is not None})
    items, following = paged(posts, shown, by="said_at" if thread or author else "id", cursor=cursor, limit=limit)
    return Page[PostShown](items=items, next=following)


@router.reads("/{id}", PostShown, title="Get a post")
def get_post(request: HttpRequest, id: Id) -> PostShown:
    """One post."""
    return shown(get_object_or_404(Post.objects.visible_to(viewer(request)).select_related("author"), pk=id))


@router.does("", {201: PostShown}, title="Say something")
def add_post(request: HttpRequest, told: NewPost, key: Key = None) -> PostShown:
    """Add a post to a thread of the portal, as the owner of the token."""
    return once(request, key, PostShown, lambda: _said(request, told))


def shown(post: Post) -> PostShown:
    """Return a post (with its author) as the API shows it."""
    return PostShown(
        id=post.pk, thread=post.thread_id, kind=post.kind, author=post.author_id,
        author_name=str(post.author) if post.author else "", reply_to=post.reply_to_id, body=post.body, form=post.form,
        url=post.url, said_at=post.said_at, edited_at=post.edited_at,
    )  # fmt: skip


def _said(request: HttpRequest, told: NewPost) -> PostShown:
    account = viewer(request)
    thread = Thread.objects.visible_to(account).select_related("source").filter(pk=told.thread).first()
    if thread is None:
        raise _unknown("thread", told.thread)
    if thread.source.kind != Source.Kind.PORTAL:
        raise Refused(409, f"This thread was heard at {thread.source.name}; answer it there.")
    above = None
    if told.reply_to is not None:
        above = Post.objects.visible_to(account).filter(pk=told.reply_to, thread=thread).first()
        if above is None:
            raise _unknown("reply_to", told.reply_to)
    return shown(writing.write(thread=thread, author=identity_of(account), body=told.body, reply_to=above))


def _unknown(name: str, pk: int) -> Refused:
    fault = Fault(detail=f"There is no {pk} here, or it is not for you to see.", pointer=f"#/{name}")
    return Refused(422, "1 value is not what it should be.", faults=[fault])
