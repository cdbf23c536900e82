"""A post that somebody flags is looked at; staff may hold it until it is decided, and release it again."""

from __future__ import annotations

from django.db import transaction

from agora.accounts import audit
from agora.accounts.models import Account
from agora.conversations.events import PostFlagged, PostsHidden
from agora.conversations.models import Flag, Hold, Post
from agora.core.events import publish
from agora.people.models import Identity


@transaction.atomic
def flag(post: Post, *, by: Identity, reason: str, detail: str = "") -> Flag:
    """Say that a post needs a look; saying so again changes the reason, not the count."""
    flagged, new = Flag.objects.update_or_create(post=post, by=by, defaults={"reason": reason, "detail": detail[:500]})
    if new:
        publish(PostFlagged(flag_id=flagged.pk))
    return flagged


@transaction.atomic
def hold(post: Post, *, by: Account, because: str) -> Hold:
    """Hide a post from everybody but staff, and its thread if it opens one."""
    opens = not Post.objects.before(post).exists()
    values = {"by": by, "because": because[:500], "thread": post.thread if opens else None}
    held, new = Hold.objects.get_or_create(post=post, defaults=values)
    if new:
        audit.record("hold post", by=by, subject=post, because=because[:500])
        publish(PostsHidden(posts=_hidden_by(held)))
    return held


@transaction.atomic
def release(held: Hold, *, by: Account) -> None:
    """Show a held post again."""
    post, hidden = held.post, _hidden_by(held)
    held.delete()
    audit.record("release post", by=by, subject=post)
    publish(PostsHidden(posts=hidden))


def _hidden_by(held: Hold) -> list[int]:
    # A held opening post hides its whole thread, so all of it goes out of search and comes back together.
    if held.thread_id is None:
        return [held.post_id]
    return list(Post.objects.filter(thread=held.thread_id).order_by("pk").values_list("pk", flat=True))
