"""The words of the demo world: varied, of natural length, in several languages, sitting with their thread."""

from __future__ import annotations

from collections import Counter

from agora.demo.bicycles import World
from agora.demo.bicycles.questions import FAMILIES, FOREIGN
from agora_analytics.text import detect
from tests.demo.test_worlds import made, some_world  # noqa: F401


def test_bodies_seldom_repeat() -> None:
    bodies = [post.body for post in made("demo", 7).posts]
    assert len(set(bodies)) >= 0.93 * len(bodies)
    assert Counter(bodies).most_common(1)[0][1] <= 20


def test_no_slot_is_left_open_and_nothing_is_empty(some_world: World) -> None:  # noqa: F811
    texts = [post.body for post in some_world.posts] + [thread.title for thread in some_world.threads]
    assert all(text.strip() and "{" not in text and "}" not in text and "lorem" not in text.lower() for text in texts)


def test_lengths_run_from_a_word_to_four_paragraphs() -> None:
    lengths = sorted(len(post.body) for post in made("demo", 7).posts)
    n = len(lengths)
    assert lengths[n // 20] < 50 < lengths[n // 2] < 160 < lengths[19 * n // 20]
    assert lengths[-1] > 600
    assert max(post.body.count("\n\n") for post in made("demo", 7).posts) >= 3


def test_some_posts_are_german_spanish_and_french() -> None:
    codes = Counter(guess.code for guess in detect([post.body for post in made("demo", 7).posts]))
    assert min(codes["de"], codes["es"], codes["fr"]) >= 20
    assert codes["en"] > 0.9 * sum(codes.values())


def test_some_posts_use_markdown() -> None:
    bodies = [post.body for post in made("demo", 7).posts]
    assert sum("**" in body for body in bodies) > 30
    assert sum("\n- " in body for body in bodies) > 30
    assert sum("\n1. " in body or body.startswith("1. ") or "\n2. " in body for body in bodies) > 3


def test_questions_come_in_many_families_with_answers_of_different_quality() -> None:
    assert len(FAMILIES) + len(FOREIGN) >= 60
    for family in (*FAMILIES, *FOREIGN):
        assert len(family.titles) == len(family.asks) == 2, family.topics
        assert family.good and family.fair and family.poor
        assert len(family.good) + len(family.fair) + len(family.poor) >= 3


def test_the_bad_batch_is_not_asked_about_before_it_is_known() -> None:
    demo = made("demo", 7)
    known = demo.truth.parameters["batch_reviewed"]
    asked = [(t.at - demo.started).days for t in demo.threads if "recall" in t.topics]
    assert asked and min(asked) > known


def test_a_thread_does_not_say_the_same_thing_twice(some_world: World) -> None:  # noqa: F811
    said = Counter((post.thread_key, post.body) for post in some_world.posts)
    assert sum(count > 1 for count in said.values()) <= 0.002 * len(said)
