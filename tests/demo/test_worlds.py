"""A simulated world holds together: same seed, same world; every reference leads somewhere; time runs forward."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from datetime import UTC, datetime
from functools import cache
from time import process_time

import pytest

from agora.demo.bicycles import World, world

SIZES = (("tiny", 1), ("demo", 7))


@cache
def made(name: str, seed: int) -> World:
    return world(name, seed=seed)


@pytest.fixture(params=SIZES, ids=[name for name, _ in SIZES])
def some_world(request: pytest.FixtureRequest) -> World:
    name, seed = request.param
    return made(name, seed)


def test_the_same_seed_gives_the_identical_world() -> None:
    assert asdict(world("tiny", seed=3)) == asdict(world("tiny", seed=3))


def test_another_seed_gives_another_world() -> None:
    assert world("tiny", seed=3).posts != world("tiny", seed=4).posts


def test_an_unknown_size_is_named_in_the_error() -> None:
    with pytest.raises(ValueError, match="'huge'"):
        world("huge", seed=1)


def test_an_end_without_a_timezone_is_refused() -> None:
    with pytest.raises(ValueError, match="timezone"):
        world("tiny", seed=1, ended=datetime(2026, 11, 1))


def test_a_world_can_end_on_any_day() -> None:
    small = world("tiny", seed=1, ended=datetime(2025, 3, 10, 12, tzinfo=UTC))
    assert small.ended == datetime(2025, 3, 10, 12, tzinfo=UTC)
    assert all(small.started <= order.at < small.ended for order in small.orders)


def test_the_sizes_are_about_what_they_promise() -> None:
    tiny, demo = made("tiny", 1), made("demo", 7)
    assert len(tiny.people) == 60 and len(demo.people) == 2000
    assert 120 <= len(tiny.orders) <= 220 and 8_000 <= len(demo.orders) <= 10_500
    assert 100 <= len(tiny.posts) <= 200 and 4_300 <= len(demo.posts) <= 5_700
    assert 25_000 <= len(demo.reads) <= 35_000


def test_a_tiny_world_is_made_in_less_than_a_second() -> None:
    before = process_time()
    world("tiny", seed=2)
    assert process_time() - before < 1.0


def test_keys_are_unique(some_world: World) -> None:
    for kind in ("people", "organizations", "orders", "returns", "subscriptions", "touches", "threads", "posts"):
        keys = [entry.key for entry in getattr(some_world, kind)]
        assert len(keys) == len(set(keys)), kind
    assert (
        len({p.handle for p in some_world.people}) == len({p.name for p in some_world.people}) == len(some_world.people)
    )


def test_everything_happens_within_the_period(some_world: World) -> None:
    moments = [
        *(o.at for o in some_world.orders), *(r.at for r in some_world.returns), *(t.at for t in some_world.touches),
        *(p.at for p in some_world.posts), *(v.at for v in some_world.votes), *(r.at for r in some_world.reads),
        *(e.at for s in some_world.subscriptions for e in s.events),
        *(t.accepted_at for t in some_world.threads if t.accepted_at),
    ]  # fmt: skip
    assert some_world.started <= min(moments) and max(moments) < some_world.ended


def test_every_person_referred_to_exists_and_had_joined(some_world: World) -> None:
    joined = {person.key: person.joined for person in some_world.people}
    staff = {member.key for member in some_world.staff}
    acts = [(p.author, p.at) for p in some_world.posts] + [(v.voter, v.at) for v in some_world.votes]
    acts += [(r.reader, r.at) for r in some_world.reads] + [(o.buyer, o.at) for o in some_world.orders if o.buyer]
    assert all(who in staff or joined[who] < at for who, at in acts)
    assert all(key in joined for group in some_world.organizations for key in group.member_keys)


def test_only_people_with_an_account_write_vote_and_read(some_world: World) -> None:
    accounts = {person.key for person in some_world.people if person.has_account}
    written = {post.author for post in some_world.posts if not post.author.startswith("staff:")}
    assert written | {v.voter for v in some_world.votes} | {r.reader for r in some_world.reads} <= accounts


def test_a_thread_begins_with_its_opening_post(some_world: World) -> None:
    first: dict[str, tuple[datetime, str]] = {}
    for post in some_world.posts:
        first[post.thread_key] = min(first.get(post.thread_key, (post.at, post.author)), (post.at, post.author))
    assert {t.key: (t.at, t.opened_by) for t in some_world.threads} == first


def test_a_reply_stands_in_its_thread_after_its_parent(some_world: World) -> None:
    posts = {post.key: post for post in some_world.posts}
    for post in some_world.posts:
        if post.reply_to is not None:
            parent = posts[post.reply_to]
            assert parent.thread_key == post.thread_key
            assert parent.at < post.at


def test_an_accepted_answer_is_a_reply_by_somebody_else_and_came_first(some_world: World) -> None:
    posts = {post.key: post for post in some_world.posts}
    accepted = [thread for thread in some_world.threads if thread.accepted_post_key]
    assert accepted
    for thread in accepted:
        answer = posts[thread.accepted_post_key or ""]
        assert thread.kind == "question" and answer.thread_key == thread.key and answer.author != thread.opened_by
        assert thread.accepted_at is not None and answer.at < thread.accepted_at


def test_votes_and_readings_come_after_the_post_and_never_from_its_author(some_world: World) -> None:
    posts = {post.key: post for post in some_world.posts}
    for vote in some_world.votes:
        assert posts[vote.post_key].at < vote.at and posts[vote.post_key].author != vote.voter
    for read in some_world.reads:
        assert posts[read.post_key].at < read.at and posts[read.post_key].author != read.reader


def test_nobody_votes_twice_on_a_post(some_world: World) -> None:
    assert max(Counter((v.post_key, v.voter) for v in some_world.votes).values()) == 1


def test_only_people_who_consented_to_be_measured_leave_readings(some_world: World) -> None:
    people = {person.key: person for person in some_world.people}
    assert all(people[read.reader].consents_to("measurement", at=read.at) for read in some_world.reads)


def test_reviews_carry_a_rating_and_a_product_and_nothing_else_carries_a_rating(some_world: World) -> None:
    for thread in some_world.threads:
        assert (thread.rating is not None) == (thread.kind == "review")
        assert thread.kind != "review" or (thread.sku is not None and 1 <= (thread.rating or 0) <= 5)
