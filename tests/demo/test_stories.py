"""The planted people and stories are there, in the shape a measure should find them in."""

from __future__ import annotations

from datetime import datetime, timedelta

from agora.demo.bicycles import SimPerson, World
from tests.demo.test_worlds import made, some_world  # noqa: F401

PADS = "VL-BR-02"


def person(world: World, name: str) -> SimPerson:
    return next(someone for someone in world.people if someone.name == name)


def spent(world: World, key: str) -> int:
    return sum(
        line.quantity * line.unit_price_minor for order in world.orders if order.buyer == key for line in order.lines
    )


def day(world: World, number: float) -> datetime:
    return world.started + timedelta(days=number)


def test_cleo_spent_ten_cents_and_moves_more_than_anybody(some_world: World) -> None:  # noqa: F811
    cleo = person(some_world, "Cleo Marsh")
    influence = some_world.truth.true_influence_minor
    assert spent(some_world, cleo.key) == 10
    assert max(influence, key=lambda key: influence[key]) == cleo.key
    assert sum(thread.kind == "review" and thread.opened_by == cleo.key for thread in some_world.threads) >= 4


def test_anton_spends_more_than_anybody_and_never_writes_a_word(some_world: World) -> None:  # noqa: F811
    anton = person(some_world, "Anton Brandt")
    assert 100_000_000 <= spent(some_world, anton.key) <= 200_000_000
    assert not any(post.author == anton.key for post in some_world.posts)
    assert not any(vote.voter == anton.key for vote in some_world.votes)
    assert any(anton.key in group.member_keys for group in some_world.organizations)
    assert any(touch.person == anton.key for touch in some_world.touches)


def test_noor_writes_a_blog_that_sells_and_never_bought(some_world: World) -> None:  # noqa: F811
    noor = person(some_world, "Noor Vance")
    assert not noor.is_customer and spent(some_world, noor.key) == 0
    assert any(thread.channel == "blog" and thread.opened_by == noor.key for thread in some_world.threads)


def test_teo_is_the_one_who_answers_about_brakes() -> None:
    demo = made("demo", 7)
    teo = person(demo, "Teo Lindqvist")
    brakes = {t.key: t for t in demo.threads if t.kind == "question" and "brakes" in t.topics}
    answered = {post.thread_key for post in demo.posts if post.author == teo.key} & set(brakes)
    assert len(answered) > 0.6 * len(brakes)
    accepted = {t.accepted_post_key for t in brakes.values()} - {None}
    author = {post.key: post.author for post in demo.posts}
    assert sum(author[key or ""] == teo.key for key in accepted) > 0.3 * len(accepted)


def test_the_squealing_batch_is_complained_about_answered_and_forgotten() -> None:
    demo = made("demo", 7)
    found = day(demo, demo.truth.parameters["batch_reviewed"])
    settled = day(demo, demo.truth.parameters["batch_corrected"])
    bad = [t.at for t in demo.threads if t.sku == PADS and t.rating is not None and t.rating <= 2]
    during = sum(found <= at < settled for at in bad)
    assert during >= 8
    assert sum(settled <= at < settled + (settled - found) for at in bad) <= during / 3
    critic = person(demo, "Ravi Castellane")
    thread = next(t for t in demo.threads if t.opened_by == critic.key and t.sku == PADS and t.rating == 1)
    replies = [post for post in demo.posts if post.thread_key == thread.key]
    assert {"staff:marek", "staff:yuki"} <= {post.author for post in replies}
    assert critic.key in {post.author for post in replies if post.at > settled}
    assert demo.truth.quality[replies[0].key] > 0.9


def test_pads_of_the_batch_come_back_far_more_often() -> None:
    demo = made("demo", 7)
    first, last = (day(demo, demo.truth.parameters[name]) for name in ("batch_from", "batch_reviewed"))
    sold = {order.key: first <= order.at < last for order in demo.orders for line in order.lines if line.sku == PADS}
    back = {entry.order_key for entry in demo.returns if any(line.sku == PADS for line in entry.lines)}
    inside = sum(key in back for key, of_batch in sold.items() if of_batch) / sum(sold.values())
    outside = sum(key in back for key, of_batch in sold.items() if not of_batch) / sum(not b for b in sold.values())
    assert inside > 3 * outside


def test_the_ring_votes_for_itself_and_readers_do_not_follow(some_world: World) -> None:  # noqa: F811
    ring = set(some_world.truth.ring)
    posts = {post.key for post in some_world.posts if post.author in ring}
    inside = [vote for vote in some_world.votes if vote.post_key in posts and vote.voter in ring]
    outside = [vote for vote in some_world.votes if vote.post_key in posts and vote.voter not in ring]
    assert len(ring) == 4
    assert len(inside) == 3 * len(posts) and all(vote.helpful for vote in inside)
    assert not any(vote.voter in ring and vote.post_key not in posts for vote in some_world.votes)
    assert sum(vote.helpful for vote in outside) <= len(outside) / 2


def test_votes_follow_the_quality_that_was_put_in() -> None:
    demo = made("demo", 7)
    ring, quality = set(demo.truth.ring), demo.truth.quality
    votes = [vote for vote in demo.votes if vote.voter not in ring]
    good = [vote.helpful for vote in votes if quality[vote.post_key] > 0.8]
    poor = [vote.helpful for vote in votes if quality[vote.post_key] < 0.2]
    assert len(poor) >= 30
    assert sum(good) / len(good) > 0.75 and sum(poor) / len(poor) < 0.35


def test_staff_answer_under_their_own_names(some_world: World) -> None:  # noqa: F811
    assert {member.name.split(" ")[0] for member in some_world.staff} == {"Ines", "Marek", "Yuki"}
    assert any(post.author == "staff:marek" for post in some_world.posts)
