"""What is shown of a post is always what core.text makes of its words, whether or not it has been stored yet."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agora.conversations import rendering, writing
from agora.conversations.batches import Batch, NewPost, NewThread, Removal
from agora.conversations.models import Post
from agora.conversations.writing import record
from agora.core import text
from agora.core.jobs import drain, waiting
from agora.core.models.sources import source
from tests.cast import NOON, Cast

pytestmark = pytest.mark.django_db
MANY = rendering.FEW + 5
ATTACK = "**Clean** <script>alert(1)</script> [it](javascript:alert(1))"


@pytest.fixture
def many() -> Batch:
    forum = source("forum", kind="activitystreams", name="Forum")
    posts = [
        NewPost(str(n), "t", f"{ATTACK} *{n}*", NOON, form=("markdown", "html", "plain")[n % 3]) for n in range(MANY)
    ]
    return Batch(source=forum, threads=[NewThread("t", "discussion", "Talk", NOON)], posts=posts)


def right(post: Post) -> bool:
    return post.shown == text.rendered(post.body, form=post.form)


def stored() -> int:
    """How many posts have today's HTML; each of them must have the right one."""
    posts = list(Post.objects.filter(renderer=text.RENDERER))
    assert all(post.html == text.rendered(post.body, form=post.form) for post in posts)
    return len(posts)


def test_an_imported_post_is_shown_right_before_it_is_rendered_and_stored_by_a_job(many: Batch) -> None:
    record(many)
    assert stored() == 0
    assert all(right(post) for post in Post.objects.all())
    drain()
    assert stored() == MANY
    assert all("<script" not in post.html and "href" not in post.html for post in Post.objects.all())


def test_what_is_stored_is_not_rendered_again(many: Batch) -> None:
    record(many)
    drain()
    assert (rendering.render_stale(), rendering.render(Post.objects.values_list("pk", flat=True))) == (0, 0)
    before = waiting()
    record(many)
    assert waiting() == before


def test_a_post_from_a_page_is_written_once_with_its_html(cast: Cast) -> None:
    author = cast.voice(cast.ada)
    with CaptureQueriesContext(connection) as queries:
        post = writing.open_thread(author=author, kind="question", title="Squeal", body=ATTACK, channel="questions")
    statements = [" ".join(query["sql"].replace('"', "").split()) for query in queries]
    assert sum(sql.startswith("INSERT INTO conversations_post (") for sql in statements) == 1
    assert sum(sql.startswith("UPDATE conversations_post ") for sql in statements) == 0
    assert (stored(), right(post), post.html) == (1, True, text.rendered(ATTACK))


def test_an_edited_post_shows_its_new_words_only(cast: Cast) -> None:
    post = writing.open_thread(
        author=cast.voice(cast.ada), kind="question", title="Squeal", body="old", channel="questions"
    )
    writing.edit(post, body=ATTACK)
    assert (stored(), Post.objects.get().html) == (1, text.rendered(ATTACK))


@pytest.mark.parametrize("count", [1, MANY])
def test_words_edited_at_their_source_are_rendered_anew(many: Batch, count: int) -> None:
    record(many)
    drain()
    later = NOON + timedelta(hours=1)
    record(
        replace(many, posts=[replace(post, body=f"_new_ {post.body}", edited_at=later) for post in many.posts[:count]])
    )
    assert all(right(post) for post in Post.objects.all())
    drain()
    assert stored() == MANY
    assert Post.objects.filter(html__contains="new").count() == count


def test_a_removed_post_keeps_no_words_in_its_html(many: Batch) -> None:
    record(many)
    drain()
    record(replace(many, posts=[], removals=[Removal("0", NOON, "Spam.")]))
    gone = Post.objects.get(origin_id="0")
    assert (gone.body, gone.html, gone.shown) == ("", "", "")
    drain()
    assert Post.objects.get(origin_id="0").shown == ""


def test_html_of_another_renderer_is_never_shown_and_is_made_anew(many: Batch) -> None:
    record(many)
    drain()
    Post.objects.filter(origin_id__in=["1", "2"]).update(
        renderer=text.RENDERER ^ 1, html="<script>once let through</script>"
    )
    assert all(right(post) for post in Post.objects.all())
    assert rendering.render_stale() == 2
    assert stored() == MANY
