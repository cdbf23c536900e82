"""However the pieces of a thread arrive, one by one, doubled, children first, the same thread stands in the end."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from agora.conversations.batches import Batch, NewPost
from agora.conversations.models import Exposure, Post, Thread
from agora.conversations.writing import record
from tests.conversations.heard import forum, hours_later, kept, post, thread, vote

PEOPLE = ("ada", "ben", "cleo", None)


@dataclass(frozen=True, slots=True)
class Telling:
    """A thread's posts and the batches they come in, in order: places among the posts."""

    posts: tuple[NewPost, ...]
    batches: tuple[tuple[int, ...], ...]


@st.composite
def tellings(draw: st.DrawFn) -> Telling:
    count = draw(st.integers(1, 7))
    posts = tuple(
        post(
            str(place),
            draw(st.sampled_from(PEOPLE)),
            to=draw(st.sampled_from([None, *map(str, range(count))])),
            hours=draw(st.integers(0, 60)),
        )
        for place in range(count)
    )
    order = draw(st.permutations(range(count)))
    again = draw(st.lists(st.integers(0, count - 1), max_size=3))
    cut = draw(st.integers(1, 3))
    rows = [*order, *again]
    return Telling(posts, tuple(tuple(rows[start : start + cut]) for start in range(0, len(rows), cut)))


class AnyOrder(TestCase):
    @given(tellings())
    @settings(max_examples=60, deadline=None, derandomize=True)
    def test_the_thread_that_stands_is_the_one_that_was_told(self, telling: Telling) -> None:
        place = forum()
        for rows in telling.batches:
            record(Batch(source=place, threads=[thread()], posts=[telling.posts[row] for row in rows]))
        # Replies whose parents came later are joined when they are offered again.
        record(Batch(source=place, posts=telling.posts))
        above = dict(Post.objects.values_list("origin_id", "reply_to__origin_id"))
        assert above == {
            one.origin_id: None if one.reply_to == one.origin_id else one.reply_to for one in telling.posts
        }
        talk = Thread.objects.get()
        assert talk.post_count == len(telling.posts) == Post.objects.filter(thread=talk).count()
        assert talk.last_post_at == max(one.said_at for one in telling.posts)
        assert _met() == _meetings(telling.posts)

    @given(tellings())
    @settings(max_examples=30, deadline=None, derandomize=True)
    def test_a_whole_history_told_again_changes_no_row(self, telling: Telling) -> None:
        place = forum()
        whole = Batch(source=place, threads=[thread()], posts=telling.posts)
        record(whole)
        before = kept()
        assert (record(whole).created, record(whole).edited) == ((), ())
        assert kept() == before


def _met() -> set[tuple[object, ...]]:
    return set(Exposure.objects.values_list("reader__origin_id", "post__origin_id", "author__origin_id", "kind", "day"))


def _meetings(posts: tuple[NewPost, ...]) -> set[tuple[object, ...]]:
    """What must be known of who met whom: each answer to the words of somebody else."""
    authors = {one.origin_id: one.author for one in posts}
    return {
        (one.author, one.reply_to, authors[one.reply_to], "reply", one.said_at.date())
        for one in posts
        if one.reply_to and one.author and authors[one.reply_to] not in {None, one.author}
    }


CHAIN = (post("q", "ada"), post("a", "ben", to="q", hours=1), post("c", "cleo", to="a", hours=2))


@pytest.mark.django_db
@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_chain_told_one_by_one_in_any_order_twice_is_the_chain_told_at_once(order: tuple[int, ...]) -> None:
    place = forum()
    for row in (*order, *order):
        record(Batch(source=place, threads=[thread()], posts=[CHAIN[row]]))
    one_by_one = kept()
    Thread.objects.all().delete()
    Exposure.objects.all().delete()
    record(Batch(source=place, threads=[thread()], posts=CHAIN))
    assert kept() == one_by_one


@pytest.mark.django_db
def test_of_two_rows_with_one_id_in_a_batch_the_last_stands_once() -> None:
    place = forum()
    told = record(Batch(source=place, threads=[thread()], posts=[post("1", body="First."), post("1", body="Second.")]))
    assert (len(told.created), Post.objects.get().body, Thread.objects.get().post_count) == (1, "Second.", 1)


@pytest.mark.django_db
def test_threads_and_votes_that_a_batch_names_twice_are_one_each() -> None:
    place = forum()
    talk = [thread(title="First"), thread(title="Second")]
    votes = [vote("v", "ben", "1"), vote("v", "ben", "1", kind="unhelpful")]
    told = record(Batch(source=place, threads=talk, posts=[post("1")], reactions=votes))
    assert (told.threads, told.reactions) == (1, 1)
    assert [row[2] for row in kept()["threads"]] == ["Second"]
    assert kept()["votes"] == [("v", "1", "ben", "unhelpful")]


@pytest.mark.django_db
def test_a_comment_and_a_post_with_one_number_are_two_and_each_finds_its_own_parent() -> None:
    place = forum()
    record(
        Batch(
            source=place,
            threads=[thread()],
            posts=[
                post("1", "ada"),
                post("1", "ben", to="1", kind="comment", hours=1),
                post("2", "cleo", to="1", reply_to_kind="comment", hours=2),
            ],
        )
    )
    comment, answer = Post.objects.get(kind="comment"), Post.objects.get(origin_id="2")
    assert comment.reply_to == Post.objects.get(kind="post", origin_id="1")
    assert answer.reply_to == comment
    assert _met() == {
        ("ben", "1", "ada", "reply", hours_later(1).date()),
        ("cleo", "1", "ben", "reply", hours_later(2).date()),
    }


@pytest.mark.django_db
def test_an_answer_to_oneself_ties_nobody_to_nobody() -> None:
    place = forum()
    posts = [post("1", "ada"), post("2", "ada", to="1", hours=1), post("3", "ada", to="2", hours=2)]
    record(Batch(source=place, threads=[thread()], posts=posts))
    assert Post.objects.get(origin_id="3").reply_to.origin_id == "2"
    assert not Exposure.objects.exists()


@pytest.mark.django_db
def test_the_same_ids_at_two_places_are_different_words() -> None:
    here, there = forum(), forum(slug="board")
    for place in (here, there):
        record(Batch(source=place, threads=[thread()], posts=[post("1"), post("2", "ben", to="1", hours=1)]))
    for place in (here, there):
        reply = Post.objects.get(source=place, origin_id="2")
        assert (reply.thread.source, reply.author.source, reply.reply_to.source) == (place, place, place)
    assert Thread.objects.count() == 2


@pytest.mark.django_db
def test_the_count_and_the_latest_words_of_a_thread_follow_every_batch() -> None:
    place = forum()
    told = [("1", 5), ("2", 3), ("3", 9), ("2", 3), ("4", 1)]
    numbers = []
    for name, hours in told:
        record(Batch(source=place, threads=[thread()], posts=[post(name, hours=hours)]))
        numbers.append(Thread.objects.values_list("post_count", "last_post_at").get())
    assert numbers == [(count, hours_later(hours)) for count, hours in ((1, 5), (2, 5), (3, 9), (3, 9), (4, 9))]
