"""Posts: what was said, here or elsewhere; saying something in a thread of the portal, and whether a post helped."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from pydantic import BaseModel, Field

from agora.api.fields import Id, IdInput, Moment, RequestBody, Words
from agora.api.keys import viewer
from agora.api.paging import Cursor, Limit, PageOutput, paged
from agora.api.problems import FieldFault, Refused
from agora.api.replays import Key, once
from agora.api.routing import NounRouter
from agora.conversations import writing
from agora.conversations.models import Post, Reaction, Thread
from agora.people.holding import identity_of
from agora.people.models import Identity

router = NounRouter("posts")
Vote = Literal["helpful", "unhelpful"]


class PostOutput(BaseModel):
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


class VotesOutput(BaseModel):
    """The votes on a post: how many found it helpful, of how many who voted, and the vote of the token's owner."""

    post: int
    helpful: int = Field(description="how many found it helpful")
    votes: int = Field(description="how many voted in all")
    mine: Vote | None = Field(description="what the owner of the token said; null: nothing")


class VoteDraft(RequestBody):
    """Whether the post helped."""

    kind: Vote = Field(description="what you say of the post; another word later replaces the first")


class PostDraft(RequestBody):
    """What to say, in Markdown, in which thread, and to which of its posts."""

    thread: IdInput
    body: Words
    reply_to: IdInput | None = None


@router.reads("", PageOutput[PostOutput], title="List posts")
def list_posts(
    request: HttpRequest,
    *,
    cursor: Cursor = None,
    limit: Limit = 50,
    thread: Id | None = None,
    author: Id | None = None,
    since: Moment | None = None,
) -> PageOutput[PostOutput]:
    """Posts you may see: of a thread or of an author in the order they were said, otherwise in the order they came
    in.
    """
    filters = {"thread": thread, "author": author, "said_at__gte": since}
    posts = Post.objects.visible_to(viewer(request)).select_related("author")
    posts = posts.filter(**{name: value for name, value in filters.items() if value is not None})
    items, following = paged(posts, post_output, by="said_at" if thread or author else "id", cursor=cursor, limit=limit)
    return PageOutput[PostOutput](items=items, next=following)


@router.reads("/{id}", PostOutput, title="Get a post")
def get_post(request: HttpRequest, id: Id) -> PostOutput:
    """One post."""
    return post_output(get_object_or_404(Post.objects.visible_to(viewer(request)).select_related("author"), pk=id))


@router.does("", {201: PostOutput}, title="Say something")
def add_post(request: HttpRequest, payload: PostDraft, key: Key = None) -> PostOutput:
    """Add a post to a thread of the portal, as the owner of the token."""
    return once(request, key, PostOutput, lambda: _new_post(request, payload))


@router.does("/{id}/reaction", VotesOutput, title="Say whether a post helped")
def react(request: HttpRequest, id: Id, payload: VoteDraft, key: Key = None) -> VotesOutput:
    """Vote on the post of somebody else in the portal, as the owner of the token: one vote each, the last word
    counts.
    """
    post, me = _here(request, id), identity_of(viewer(request))
    if post.author_id == me.pk:
        raise Refused(403, "Others say whether your words are helpful.")

    def work() -> VotesOutput:
        writing.react(post, actor=me, kind=payload.kind)
        return _votes(post, me)

    return once(request, key, VotesOutput, work)


@router.does("/{id}/reaction/undo", VotesOutput, title="Take a vote back")
def take_back(request: HttpRequest, id: Id, key: Key = None) -> VotesOutput:
    """Take your vote on a post back; where there is none, nothing changes."""
    post, me = _here(request, id), identity_of(viewer(request))

    def work() -> VotesOutput:
        writing.take_back(post, actor=me)
        return _votes(post, me)

    return once(request, key, VotesOutput, work)


def post_output(post: Post) -> PostOutput:
    """Return a post (with its author) as the API shows it."""
    return PostOutput(
        id=post.pk,
        thread=post.thread_id,
        kind=post.kind,
        author=post.author_id,
        author_name=str(post.author) if post.author else "",
        reply_to=post.reply_to_id,
        body=post.body,
        form=post.form,
        url=post.url,
        said_at=post.said_at,
        edited_at=post.edited_at,
    )


def _new_post(request: HttpRequest, payload: PostDraft) -> PostOutput:
    account = viewer(request)
    thread = Thread.objects.visible_to(account).select_related("source").filter(pk=payload.thread).first()
    if thread is None:
        raise _unknown("thread", payload.thread)
    if not thread.source.is_portal:
        raise Refused(409, f"This thread was heard at {thread.source.name}; answer it there.")
    above = None
    if payload.reply_to is not None:
        above = Post.objects.visible_to(account).filter(pk=payload.reply_to, thread=thread).first()
        if above is None:
            raise _unknown("reply_to", payload.reply_to)
    return post_output(writing.write(thread=thread, author=identity_of(account), body=payload.body, reply_to=above))


def _here(request: HttpRequest, id: int) -> Post:
    """A post of the portal; Refused for one that was said elsewhere."""
    posts = Post.objects.visible_to(viewer(request)).select_related("source", "thread__source")
    post = get_object_or_404(posts, pk=id)
    if not post.thread.source.is_portal:
        raise Refused(409, f"This was said at {post.thread.source.name}; vote on it there.")
    return post


def _votes(post: Post, me: Identity) -> VotesOutput:
    votes = list(post.reactions.filter(kind__in=(*Reaction.HELPS, *Reaction.HELPS_NOT)).values_list("kind", "actor"))
    helpful = sum(kind in Reaction.HELPS for kind, _actor in votes)
    mine = next((kind for kind, actor in votes if actor == me.pk), None)
    vote: Vote | None = None if mine is None else "helpful" if mine in Reaction.HELPS else "unhelpful"
    return VotesOutput(post=post.pk, helpful=helpful, votes=len(votes), mine=vote)


def _unknown(name: str, pk: int) -> Refused:
    fault = FieldFault(detail=f"There is no {pk} here, or it is not for you to see.", pointer=f"#/{name}")
    return Refused(422, "1 value is not what it should be.", faults=[fault])
