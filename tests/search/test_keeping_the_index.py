"""The index follows the news: after every event it says what a full rebuild would say, and it costs what changed."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from agora.conversations import writing
from agora.conversations.models import Post
from agora.core.copying import fetch, run
from agora.core.jobs import drain
from agora.people.models import Person
from agora.search import indexing
from agora.search.models import Entry
from tests.cast import Cast
from tests.search import histories
from tests.search.histories import STEPS, Step

pytestmark = pytest.mark.django_db
ROWS = """
SELECT kind, subject_id, thread_id, title, body, configuration, vector::text, is_public, at FROM search_entry
ORDER BY kind, subject_id"""


def live(cast: Cast, steps: Sequence[Step]) -> None:
    """Take the steps, each with all its news."""
    for n, step in enumerate(steps, 1):
        step(cast, n)
        drain()


def assert_as_rebuilt() -> None:
    kept = fetch(ROWS)
    Entry.objects.all().delete()
    indexing.mend()
    assert kept == fetch(ROWS)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.__name__)
def test_after_every_kind_of_event_the_index_equals_a_full_rebuild(cast: Cast, step: Step) -> None:
    live(cast, [histories.hear, histories.hear_by_import, histories.ask, histories.sell, histories.hold_a_speaker])
    live(cast, [histories.hold_a_speaker, step, step])
    assert_as_rebuilt()


class AnyHistory(TestCase):
    @given(st.lists(st.sampled_from(STEPS), min_size=3, max_size=12))
    @settings(max_examples=20, deadline=None)
    def test_after_any_history_the_index_equals_a_full_rebuild(self, steps: list[Step]) -> None:
        live(Cast(), steps)
        assert_as_rebuilt()


@pytest.fixture
def town(cast: Cast) -> Cast:
    live(cast, [histories.hear, histories.ask, histories.sell, histories.sign_up])
    return cast


def test_what_is_right_already_is_left_alone(town: Cast) -> None:
    before = fetch("SELECT id, xmin FROM search_entry ORDER BY id")
    assert indexing.mend() == 0
    assert indexing.index_posts(Post.objects.values_list("pk", flat=True)) == 0
    assert fetch("SELECT id, xmin FROM search_entry ORDER BY id") == before


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE search_entry SET is_public = NOT is_public WHERE kind = 'post'",
        "UPDATE search_entry SET title = 'x' WHERE kind = 'product'",
        "UPDATE search_entry SET body = 'x' WHERE kind = 'person'",
        "UPDATE search_entry SET thread_id = 0 WHERE kind = 'post'",
        "UPDATE search_entry SET at = now() WHERE kind = 'post'",
        "UPDATE search_entry SET configuration = '', vector = '' WHERE kind = 'post'",
        "UPDATE search_entry SET subject_id = -subject_id WHERE kind = 'post'",
        "UPDATE search_entry SET subject_id = 1000000 + subject_id WHERE kind = 'person'",
        "DELETE FROM search_entry",
        "UPDATE commerce_product SET name = 'Renamed by hand' WHERE origin_id = 'bell'",
        "UPDATE people_person SET name = 'Renamed by hand'",
    ],
)
def test_whatever_no_event_told_is_found_and_mended(town: Cast, harm: str) -> None:
    good = fetch(ROWS)
    run(harm)
    assert indexing.mend() > 0
    assert (fetch(ROWS) == good) is ("search_entry" in harm)
    assert indexing.mend() == 0
    assert_as_rebuilt()


def test_a_renamed_thread_costs_its_own_posts_and_no_others(town: Cast) -> None:
    post = Post.objects.get(origin_id="1")
    before = dict(fetch("SELECT id, xmin FROM search_entry"))
    writing.edit(post, body="Other words", title="Another title")
    drain()
    touched = {pk for pk, xmin in fetch("SELECT id, xmin FROM search_entry") if before[pk] != xmin}
    assert touched == set(Entry.objects.filter(kind="post", thread_id=post.thread_id).values_list("pk", flat=True))


def test_nobody_is_indexed_again_because_somebody_else_was_held(town: Cast) -> None:
    held = Person.objects.count()
    histories.hold_a_speaker(town, 1)
    drain()
    assert Entry.objects.filter(kind="person").count() == held + 1
    assert indexing.mend() == 0
