"""Posts as safe HTML: few are rendered as they come in, many by a job, and all anew once the renderer has changed."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.db.models import QuerySet

from agora.conversations.models import Post
from agora.core import text
from agora.core.copying import run, stage

# What a person can wait for: a millisecond for each.
FEW = 20
AT_ONCE = 1_000
UNRENDERED = ("", 0)
STORE = """
UPDATE conversations_post p SET html = w.html, renderer = %(renderer)s FROM w_html w WHERE p.id = w.id"""


def made_safe(body: str, *, form: str) -> tuple[str, int]:
    """Return the body as safe HTML, and by which renderer."""
    return text.rendered(body, form=form), text.RENDERER


def render(posts: Collection[int]) -> int:
    """Store the HTML of those of these posts (ids) that have none, or another renderer's; returns how many."""
    return _render(Post.objects.filter(pk__in=posts))


def render_stale() -> int:
    """Store the HTML of every post that has none, or another renderer's; returns how many."""
    return _render(Post.objects.all())


def _render(posts: QuerySet[Post]) -> int:
    rendered, last = 0, 0
    while ids := _slice(posts.filter(pk__gt=last)):
        rendered, last = rendered + len(ids), ids[-1]
    return rendered


@transaction.atomic
def _slice(posts: QuerySet[Post]) -> list[int]:
    """Render the first of these posts; returns their ids, in order."""
    stale = posts.exclude(renderer=text.RENDERER).only("body", "form").order_by("pk")
    # Locked, so that words edited or removed meanwhile do not get back the HTML of the old ones.
    some = list(stale.select_for_update(no_key=True)[:AT_ONCE])
    if some:
        stage("w_html", "id bigint, html text", ((post.pk, text.rendered(post.body, form=post.form)) for post in some))
        run(STORE, {"renderer": text.RENDERER})
    return [post.pk for post in some]
