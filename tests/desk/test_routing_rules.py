"""Which posts a rule speaks of, which rule counts, and what becomes no case at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from agora.accounts.models import Team
from agora.conversations.batches import Batch, Removal
from agora.conversations.flagging import flag
from agora.conversations.models import Post
from agora.conversations.writing import record
from agora.core.jobs import drain
from agora.desk import cases, routing
from agora.desk.models import Case, Route
from agora.people.models import Identity
from agora.readings.correcting import correct
from tests.cast import NOON, Cast
from tests.conversations.heard import forum, hours_later
from tests.desk.posts import read_post

pytestmark = pytest.mark.django_db
NOW = hours_later(20)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def rule(cast: Cast) -> Callable[..., Route]:
    """A rule of customer service that speaks of every post unless it is narrowed."""
    return lambda **values: Route.objects.create(**{"name": "All", "team": cast.service, **values})


def routed(*posts: Post) -> dict[str, str]:
    """The names of posts that became cases → the names of the rules that made them so."""
    routing.route([one.pk for one in posts])
    rows = Case.objects.values_list("post__origin_id", "route__name")
    return dict(rows)


# What narrows a rule → the post as it was read → whether the rule speaks of it.
CONDITIONS: list[tuple[dict[str, Any], dict[str, Any], bool]] = [
    ({}, {}, True),
    ({"intents": ["complaint"]}, {"complaint": 0.9}, True),
    ({"intents": ["complaint"]}, {"praise": 0.9}, False),
    ({"intents": ["complaint"]}, {}, False),
    ({"intents": ["complaint", "safety"]}, {"safety": 0.4}, True),
    ({"polarity_below": -0.5}, {"polarity": -0.6}, True),
    ({"polarity_below": -0.5}, {"polarity": -0.5}, True),
    ({"polarity_below": -0.5}, {"polarity": -0.4}, False),
    ({"polarity_below": -0.5}, {"polarity": 0.9}, False),
    ({"polarity_below": -0.5}, {"polarity": None}, False),
    ({"polarity_below": 0.0}, {"polarity": 0.1}, False),
    ({"words": "brake"}, {"body": "My BRAKE squeals."}, True),
    ({"words": "brake"}, {"body": "My brakes squeal."}, False),
    ({"words": "brake"}, {"body": "Fine.", "title": "The brake"}, True),
    ({"words": " brake , wheel,, "}, {"body": "The wheel."}, True),
    ({"words": "brake, wheel"}, {"body": "The bell."}, False),
    ({"words": "broken brake"}, {"body": "A broken brake."}, True),
    ({"words": "broken brake"}, {"body": "A brake, broken."}, False),
    ({"words": "c++"}, {"body": "In C++ or not."}, True),
    ({"words": "c"}, {"body": "abc"}, False),
    ({"words": "a.c"}, {"body": "abc"}, False),
    ({"words": "a.c"}, {"body": "a.c"}, True),
    ({"words": " , ,"}, {"body": "Anything."}, True),
    ({"intents": ["complaint"], "polarity_below": -0.5}, {"complaint": 0.9, "polarity": -0.9}, True),
    ({"intents": ["complaint"], "polarity_below": -0.5}, {"complaint": 0.9, "polarity": 0.0}, False),
    ({"intents": ["complaint"], "words": "brake"}, {"complaint": 0.9, "body": "The bell."}, False),
    ({"is_active": False}, {}, False),
    ({"on": "flag"}, {}, False),
]


@pytest.mark.parametrize(("narrowed", "reading", "spoken_of"), CONDITIONS)
def test_of_which_posts_a_rule_speaks(
    rule: Callable[..., Route], narrowed: dict[str, Any], reading: dict[str, Any], spoken_of: bool
) -> None:
    rule(**narrowed)
    assert routed(read_post("1", **reading)) == ({"1": "All"} if spoken_of else {})


def test_the_lowest_position_is_asked_first_and_of_equals_the_older(rule: Callable[..., Route]) -> None:
    rule(name="later", position=20)
    rule(name="first", position=10, intents=["safety"])
    rule(name="second", position=10)
    rule(name="off", position=1, is_active=False)
    posts = [read_post("1", safety=0.5), read_post("2", praise=0.9)]
    assert routed(*posts) == {"1": "first", "2": "second"}


def test_a_post_that_no_rule_speaks_of_opens_nothing(rule: Callable[..., Route]) -> None:
    rule(intents=["complaint"])
    rule(words="brake")
    assert routed(read_post("1", praise=0.9)) == {}
    assert routing.route([]) == []


@pytest.mark.parametrize(("hours", "fresh"), [(0, True), (-14 * 24 + 21, True), (-14 * 24 + 19, False)])
def test_what_was_said_more_than_a_fortnight_ago_is_no_work(
    rule: Callable[..., Route], hours: int, fresh: bool
) -> None:
    rule()
    assert bool(routed(read_post("1", hours=hours))) == fresh


def test_neither_our_own_words_nor_removed_ones_open_a_case_and_words_of_nobody_do(rule: Callable[..., Route]) -> None:
    rule()
    posts = [read_post("ours", by="ines", ours=True), read_post("gone"), read_post("anonymous")]
    record(Batch(source=forum(), removals=[Removal("gone", NOON, "a slip")]))
    Post.objects.filter(origin_id="anonymous").update(author=None)
    assert set(routed(*posts)) == {"anonymous"}


def test_only_the_posts_that_were_read_are_routed(rule: Callable[..., Route]) -> None:
    rule()
    posts = [read_post("1"), read_post("2")]
    assert set(routed(posts[1])) == {"2"}


def test_a_thread_has_one_open_case_with_a_team_and_its_first_words_open_it(rule: Callable[..., Route]) -> None:
    rule()
    posts = [read_post("late", home="t", hours=2), read_post("early", home="t", hours=1), read_post("other")]
    assert set(routed(*posts)) == {"early", "other"}


def test_the_same_thread_may_be_work_for_two_teams(rule: Callable[..., Route]) -> None:
    product = Team.objects.create(slug="product", name="Product")
    rule(name="angry", intents=["complaint"], position=1)
    rule(name="ideas", intents=["suggestion"], team=product)
    posts = [read_post("1", home="t", complaint=0.9), read_post("2", home="t", suggestion=0.9)]
    assert routed(*posts) == {"1": "angry", "2": "ideas"}


def test_after_a_case_was_closed_new_words_in_its_thread_open_another(cast: Cast, rule: Callable[..., Route]) -> None:
    rule()
    first = read_post("1", home="t")
    routed(first)
    cases.close(Case.objects.get(), by=cast.ines, outcome="solved")
    assert set(routed(first)) == {"1"}
    assert set(routed(read_post("2", home="t", hours=1))) == {"1", "2"}


def test_reading_a_post_again_opens_no_second_case(rule: Callable[..., Route]) -> None:
    rule()
    posts = [read_post("1"), read_post("2")]
    assert (len(routing.route([one.pk for one in posts])), routing.route([one.pk for one in posts])) == (2, [])


def test_the_time_a_case_has_runs_from_now(rule: Callable[..., Route]) -> None:
    rule(due_hours=7)
    routed(read_post("1"))
    case = Case.objects.get()
    assert (case.opened_at, case.due_at) == (NOW, NOW + timedelta(hours=7))


# The rule's intents, what was read → the reason that is told.
REASONS: list[tuple[list[str], dict[str, float], str]] = [
    ([], {}, "All"),
    ([], {"complaint": 0.5, "safety": 0.8}, "Safety: “safety words”"),
    (["complaint"], {"complaint": 0.5, "safety": 0.8}, "Complaint: “complaint words”"),
    (["purchase_intent"], {"purchase_intent": 0.5}, "Wants to buy: “purchase_intent words”"),
]


@pytest.mark.parametrize(("intents", "reading", "reason"), REASONS)
def test_the_reason_names_the_strongest_intent_the_rule_asks_for_and_its_words(
    rule: Callable[..., Route], intents: list[str], reading: dict[str, Any], reason: str
) -> None:
    rule(intents=intents)
    routed(read_post("1", **reading))
    assert Case.objects.get().reason == reason


def test_a_correction_that_brings_an_intent_routes_the_post(cast: Cast, rule: Callable[..., Route]) -> None:
    rule(intents=["safety"])
    written = read_post("1")
    correct(written, by=cast.ines, aspect="present", value="safety")
    drain()
    assert Case.objects.get().post == written
    assert Case.objects.get().reason == "Safety"


@pytest.mark.parametrize("position", [5, 15])
def test_a_flag_follows_the_first_active_rule_on_flags(cast: Cast, rule: Callable[..., Route], position: int) -> None:
    rule(name="reading", position=1)
    rule(name="off", on="flag", position=2, is_active=False)
    rule(name="ten", on="flag", position=10, due_hours=2)
    rule(name="other", on="flag", position=position)
    flagged = flag(read_post("1"), by=Identity.objects.get(), reason="private")
    case = routing.route_flag(flagged)
    assert case is not None
    assert case.route.name == ("other" if position == 5 else "ten")
    assert case.reason == "Flagged: shows private data"


def test_a_flag_without_a_rule_or_in_a_thread_with_an_open_case_opens_none(
    cast: Cast, rule: Callable[..., Route]
) -> None:
    first, second = read_post("1", home="t"), read_post("2", home="t")
    by = Identity.objects.get()
    assert routing.route_flag(flag(first, by=by, reason="spam")) is None
    rule(on="flag")
    assert routing.route_flag(flag(first, by=by, reason="spam")) is not None
    assert routing.route_flag(flag(second, by=by, reason="spam")) is None


def test_matching_asks_once_however_many_posts(
    rule: Callable[..., Route], django_assert_num_queries: Callable[[int], Any]
) -> None:
    rules = rule(intents=["complaint"], polarity_below=-0.1, words="brake")
    for number in range(6):
        read_post(str(number), body="The brake.", polarity=-0.1 * number, complaint=0.5, hours=6 - number)
    with django_assert_num_queries(1):
        names = [one.origin_id for one in routing.matching(rules, Post.objects.all())]
    assert names == ["5", "4", "3", "2", "1"]
