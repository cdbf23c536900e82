"""THE door for words: every post of every source comes in here, one or ten million.

Set-based (COPY into staging tables, then one statement per noun) and idempotent by constraint: the same batch again
changes nothing, an edit upstream changes the words, a removal leaves the place without them.
"""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from agora.conversations import batches, jobs, rendering, staging
from agora.conversations.batches import Batch, NewPost, NewThread, Recorded, Refusal
from agora.conversations.events import PostsHidden, PostsWritten, ReactionsGiven, ThreadsRenamed
from agora.conversations.models import Post, Reaction, Thread
from agora.core import clock, text
from agora.core.events import publish
from agora.people import erasing
from agora.people.events import PeopleChanged
from agora.people.models import Identity

FUTURE = "Its time {:%Y-%m-%d %H:%M} lies in the future."


@transaction.atomic
def record(batch: Batch) -> Recorded:
    """Record a batch; rows that name something unknown come back as refusals, the others are in."""
    batch, early = _happened(_without_erased(batch))
    authors, persons = staging.authors(batch)
    threads, renamed = staging.threads(batch)
    created, edited, refusals = staging.posts(batch)
    reactions, voted, unvoted = staging.reactions(batch)
    exposures = staging.exposures(batch)
    staging.mentions(batch)
    links = staging.links(batch)
    removed = staging.removals(batch)
    if created or edited:
        publish(PostsWritten(source_id=batch.source.pk, created=created, edited=edited))
        _render_later(batch, [*created, *edited])
    if persons:
        publish(PeopleChanged(persons=persons))
    if renamed:
        publish(ThreadsRenamed(threads=renamed))
    if voted:
        publish(ReactionsGiven(posts=voted))
    if removed:
        publish(PostsHidden(posts=removed))
    return Recorded(
        created=tuple(created),
        edited=tuple(edited),
        authors=authors,
        threads=threads,
        reactions=reactions,
        exposures=exposures,
        links=links,
        refusals=(*early, *refusals, *unvoted),
    )


@transaction.atomic
def open_thread(
    *,
    author: Identity,
    kind: str,
    title: str,
    body: str,
    channel: str,
    product: int | None = None,
    topics: tuple[str, ...] = (),
    at: datetime | None = None,
) -> Post:
    """Open a thread at the author's source with its first post, and return that post with its HTML stored."""
    at = at or clock.now()
    origin_id = uuid.uuid4().hex
    thread = NewThread(origin_id, kind, title, at, channel, author.origin_id, product, topics=topics)
    post = NewPost(origin_id=origin_id, thread=origin_id, body=body, said_at=at, author=author.origin_id)
    return _one(Batch(source=author.source, threads=[thread], posts=[post], author_kind=author.kind))


@transaction.atomic
def write(
    *, thread: Thread, author: Identity, body: str, reply_to: Post | None = None, at: datetime | None = None
) -> Post:
    """Add a post to a thread, and return it with its HTML stored."""
    post = NewPost(
        origin_id=uuid.uuid4().hex,
        thread=thread.origin_id,
        body=body,
        said_at=at or clock.now(),
        author=author.origin_id,
        reply_to=reply_to.origin_id if reply_to else None,
        reply_to_kind=reply_to.kind if reply_to else "post",
    )
    return _one(Batch(source=thread.source, posts=[post], author_kind=author.kind))


@transaction.atomic
def edit(post: Post, *, body: str, title: str = "") -> Post:
    """Change the words of a post, and with `title` that of its thread; what was read and found by the old is done again."""
    if title and (title := text.storable(title)) != post.thread.title:
        post.thread.title = title
        post.thread.save(update_fields=["title"])
        publish(ThreadsRenamed(threads=[post.thread_id]))
    post.body, post.edited_at = text.storable(body), clock.now()
    post.html, post.renderer = rendering.made_safe(post.body, form=post.form)
    post.save(update_fields=["body", "html", "renderer", "edited_at"])
    publish(PostsWritten(source_id=post.source_id, created=[], edited=[post.pk]))
    return post


def react(post: Post, *, actor: Identity, kind: str) -> None:
    """Give or change `actor`'s vote on a post; one vote each."""
    vote = batches.NewReaction(
        origin_id=_vote(post, actor),
        post=post.origin_id,
        post_kind=post.kind,
        kind=kind,
        at=clock.now(),
        actor=actor.origin_id,
    )
    record(Batch(source=post.source, reactions=[vote], author_kind=actor.kind))


@transaction.atomic
def take_back(post: Post, *, actor: Identity) -> bool:
    """Take `actor`'s vote on a post back; that they met the words stays true. Returns whether there was one."""
    gone, _ = Reaction.objects.filter(source=post.source_id, origin_id=_vote(post, actor)).delete()
    if gone:
        publish(ReactionsGiven(posts=[post.pk]))
    return bool(gone)


def _vote(post: Post, actor: Identity) -> str:
    return f"{post.pk}:{actor.pk}"


def _happened(batch: Batch) -> tuple[Batch, list[Refusal]]:
    """The batch without what lies in the future, and a refusal for each such row."""
    latest = clock.latest()
    early = [
        *(
            Refusal("thread", row.origin_id, FUTURE.format(row.opened_at))
            for row in batch.threads
            if row.opened_at > latest
        ),
        *(Refusal("post", row.origin_id, FUTURE.format(row.said_at)) for row in batch.posts if row.said_at > latest),
        *(Refusal("reaction", row.origin_id, FUTURE.format(row.at)) for row in batch.reactions if row.at > latest),
    ]
    if not early:
        return batch, early
    return (
        replace(
            batch,
            threads=[row for row in batch.threads if row.opened_at <= latest],
            posts=[row for row in batch.posts if row.said_at <= latest],
            reactions=[row for row in batch.reactions if row.at <= latest],
        ),
        early,
    )


def _without_erased(batch: Batch) -> Batch:
    named = {author.origin_id for author in batch.authors} | staging.named(batch)
    gone = erasing.erased(batch.source, kind=batch.author_kind, origin_ids=named)
    if not gone:
        return batch
    return replace(
        batch,
        authors=[author for author in batch.authors if author.origin_id not in gone],
        threads=[
            replace(thread, author=None, title="Removed") if thread.author in gone else thread
            for thread in batch.threads
        ],
        posts=[post for post in batch.posts if post.author not in gone],
        reactions=[reaction for reaction in batch.reactions if reaction.actor not in gone],
        exposures=[exposure for exposure in batch.exposures if exposure.reader not in gone],
        mentions=[mention for mention in batch.mentions if mention.author not in gone],
    )


def _one(batch: Batch) -> Post:
    recorded = record(batch)
    if recorded.refusals:
        raise ValueError(recorded.refusals[0].reason)
    return Post.objects.select_related("thread", "author", "source").get(pk=recorded.created[0])


def _render_later(batch: Batch, posts: list[int]) -> None:
    if len(batch.posts) > rendering.FEW:
        jobs.render_posts.defer(posts=posts)
