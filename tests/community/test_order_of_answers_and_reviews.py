"""What stands first: accepted answers, then those that helped; reviews by what is known of their helpfulness."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils.html import strip_tags

from agora.commerce.models import Product
from agora.community import asking, discussions, questions, reviewing, reviews
from agora.community.models import Question, Review
from agora.conversations import writing
from agora.conversations.batches import Batch
from agora.conversations.flagging import hold
from agora.conversations.models import Post, Thread
from agora.conversations.writing import record
from agora.core.models.sources import portal
from agora.people.models import Identity
from tests.cast import NOON, Cast
from tests.conversations.heard import forum, post, thread, vote
from tests.portal.spoken import score

pytestmark = pytest.mark.django_db
# Name of an answer, in the order they were given → votes for, votes against, whether it was accepted.
Votes = dict[str, tuple[int, int, bool]]
ORDERS: list[tuple[Votes, list[str]]] = [
    ({"a": (0, 0, False), "b": (0, 0, False)}, ["a", "b"]),
    ({"a": (0, 0, False), "b": (1, 0, False)}, ["b", "a"]),
    ({"a": (0, 1, False), "b": (0, 0, False)}, ["b", "a"]),
    ({"a": (2, 0, False), "b": (3, 0, False), "c": (1, 0, False)}, ["b", "a", "c"]),
    ({"a": (3, 3, False), "b": (1, 0, False)}, ["b", "a"]),
    ({"a": (1, 1, False), "b": (0, 0, False)}, ["a", "b"]),
    ({"a": (4, 0, False), "b": (0, 0, True)}, ["b", "a"]),
    ({"a": (4, 0, False), "b": (0, 3, True), "c": (1, 0, True)}, ["c", "b", "a"]),
    ({"a": (0, 2, False), "b": (0, 1, False), "c": (1, 3, True)}, ["c", "b", "a"]),
]


def voters(count: int) -> list[Identity]:
    """So many members who vote, the same ones each time."""
    place = portal()
    return [
        Identity.objects.get_or_create(
            source=place, kind="handle", origin_id=f"voter{number}", defaults={"first_seen_at": NOON}
        )[0]
        for number in range(count)
    ]


def judge(words: Post, *, yes: int, no: int) -> None:
    for number, voter in enumerate(voters(yes + no)):
        writing.react(words, actor=voter, kind="helpful" if number < yes else "unhelpful")


def listed(client: Client, address: str, names: list[str]) -> list[str]:
    """The names in the order in which the page shows their words."""
    page = client.get(address).content.decode()
    return sorted(
        (name for name in names if f"Words of {name}." in page), key=lambda name: page.index(f"Words of {name}.")
    )


def answered(cast: Cast, votes: Votes) -> Question:
    question = asking.ask(author=cast.voice(cast.ada), title="Why do they squeal?", body="When wet.")
    question.thread.posts.update(said_at=NOON - timedelta(days=1))
    for hour, (name, (yes, no, accepted)) in enumerate(votes.items()):
        at = NOON + timedelta(hours=hour)
        words = writing.write(thread=question.thread, author=cast.voice(cast.ben), body=f"Words of {name}.", at=at)
        judge(words, yes=yes, no=no)
        if accepted:
            questions.accept(question, words, by=cast.voice(cast.ada))
    return question


@pytest.mark.parametrize(("votes", "order"), ORDERS)
def test_accepted_answers_stand_first_then_those_that_helped_then_the_earlier(
    client: Client, cast: Cast, votes: Votes, order: list[str]
) -> None:
    question = answered(cast, votes)
    assert listed(client, f"/threads/{question.pk}/", list(votes)) == order


def test_the_question_stays_above_all_its_answers(client: Client, cast: Cast) -> None:
    question = answered(cast, {"a": (9, 0, True)})
    page = client.get(f"/threads/{question.pk}/").content.decode()
    assert page.index("When wet.") < page.index("Words of a.")


def test_a_vote_moves_an_answer_at_once_and_taking_it_back_moves_it_back(client: Client, cast: Cast) -> None:
    question = answered(cast, {"a": (0, 0, False), "b": (0, 0, False)})
    second = Post.objects.get(body="Words of b.")
    address = f"/threads/{question.pk}/"
    writing.react(second, actor=cast.voice(cast.cleo), kind="helpful")
    assert listed(client, address, ["a", "b"]) == ["b", "a"]
    writing.take_back(second, actor=cast.voice(cast.cleo))
    assert listed(client, address, ["a", "b"]) == ["a", "b"]


def test_a_discussion_is_told_in_the_order_it_was_said_whatever_the_votes(client: Client, cast: Cast) -> None:
    talk = discussions.open(author=cast.voice(cast.ada), title="Winter", body="Cold.")
    for name, yes in (("a", 0), ("b", 5), ("c", 1)):
        judge(writing.write(thread=talk, author=cast.voice(cast.ben), body=f"Words of {name}."), yes=yes, no=0)
    assert listed(client, f"/threads/{talk.pk}/", ["a", "b", "c"]) == ["a", "b", "c"]


def test_comments_stand_under_their_answer_in_the_order_they_were_said(client: Client, cast: Cast) -> None:
    question = answered(cast, {"a": (0, 0, False), "b": (1, 0, False)})
    first = Post.objects.get(body="Words of a.")
    for hour, name in ((30, "late"), (20, "early")):
        writing.write(
            thread=question.thread, author=cast.voice(cast.cleo), body=f"Words of {name}.", reply_to=first,
            at=NOON + timedelta(hours=hour),
        )  # fmt: skip
    assert listed(client, f"/threads/{question.pk}/", ["a", "b", "early", "late"]) == ["b", "a", "early", "late"]


@pytest.fixture
def bell(cast: Cast) -> Product:
    return Product.objects.create(source=cast.shop, origin_id="bell", slug="bell", name="Bell", currency="EUR")


def reviewed(bell: Product, names: str, *, stars: int = 4) -> dict[str, Review]:
    """Reviews by as many authors, an hour apart, told at one place."""
    place = forum()
    threads = [thread(name, kind="review", product=bell.pk, by=name) for name in names]
    posts = [post(name, name, thread=name, hours=hour) for hour, name in enumerate(names)]
    record(Batch(source=place, threads=threads, posts=posts))
    reviews.record(place, [(name, stars) for name in names])
    return {review.post.origin_id: review for review in Review.objects.select_related("post")}


def measured(review: Review, low: float, *, high: float = 0.99) -> None:
    score("helpfulness", "post", review.post_id, value=(low + high) / 2, low=low, high=high)


def test_reviews_stand_by_the_lower_bound_of_their_helpfulness_and_the_unjudged_after_them_newest_first(
    client: Client, bell: Product
) -> None:
    rows = reviewed(bell, "abcde")
    for name, low in (("a", 0.3), ("b", 0.8), ("d", 0.5)):
        measured(rows[name], low)
    assert listed(client, "/products/bell/", list("abcde")) == ["b", "d", "a", "e", "c"]


def test_a_high_mean_with_a_low_bound_does_not_stand_first(client: Client, bell: Product) -> None:
    rows = reviewed(bell, "ab")
    measured(rows["a"], 0.6, high=0.7)
    measured(rows["b"], 0.2, high=1.0)
    assert listed(client, "/products/bell/", list("ab")) == ["a", "b"]


def test_scores_of_a_run_that_is_no_longer_current_order_nothing(client: Client, bell: Product) -> None:
    rows = reviewed(bell, "ab")
    measured(rows["a"], 0.9)
    type(score("helpfulness", "post", 0, value=0).run).objects.update(is_current=False)
    assert listed(client, "/products/bell/", list("ab")) == ["b", "a"]


# Votes and the upper bound → whether a review is folded at the foot of the list.
@pytest.mark.parametrize(
    ("votes", "high", "folded"), [(5, 0.49, True), (5, 0.5, False), (4, 0.1, False), (9, 0.2, True), (9, 0.9, False)]
)
def test_a_review_is_folded_when_enough_voted_and_even_the_upper_bound_is_low(
    client: Client, bell: Product, votes: int, high: float, folded: bool
) -> None:
    rows = reviewed(bell, "ab")
    measured(rows["a"], 0.01, high=high)
    record(Batch(source=forum(), reactions=[vote(f"v{n}", None, "a", kind="unhelpful") for n in range(votes)]))
    page = client.get("/products/bell/").content.decode()
    assert ("<details" in page and page.index("<details") < page.index("Words of a.")) == folded
    assert listed(client, "/products/bell/", list("ab")) == (["b", "a"] if folded else ["a", "b"])


def test_a_vote_of_another_kind_is_none_in_the_count_that_folds(client: Client, bell: Product) -> None:
    rows = reviewed(bell, "ab")
    measured(rows["a"], 0.01, high=0.2)
    record(Batch(source=forum(), reactions=[vote(f"v{n}", None, "a", kind="other") for n in range(9)]))
    assert listed(client, "/products/bell/", list("ab")) == ["a", "b"]


def test_stars_narrow_the_reviews_and_not_the_counts(client: Client, cast: Cast, bell: Product) -> None:
    for name, rating in (("ada", 5), ("ben", 2), ("cleo", 5)):
        author = cast.voice(getattr(cast, name))
        reviewing.write(author=author, product=bell, rating=rating, title="Good", body=f"Words of {name}.")
    names = ["ada", "ben", "cleo"]
    assert listed(client, "/products/bell/?stars=5", names) == ["cleo", "ada"]
    assert listed(client, "/products/bell/?stars=2", names) == ["ben"]
    assert listed(client, "/products/bell/?stars=1", names) == []
    assert "3 reviews" in strip_tags(client.get("/products/bell/?stars=1").content.decode())


def test_a_hidden_review_neither_stands_nor_counts(client: Client, cast: Cast, bell: Product) -> None:
    rows = reviewed(bell, "ab", stars=1)
    hold(rows["a"].post, by=cast.ines, because="rude")
    assert listed(client, "/products/bell/", list("ab")) == ["b"]
    assert re.search(r"\b1 review\b", strip_tags(client.get("/products/bell/").content.decode()))


def test_the_first_page_shows_the_most_helpful_reviews_one_of_each_author_and_product_first(
    client: Client, cast: Cast, bell: Product
) -> None:
    lamp = Product.objects.create(source=cast.shop, origin_id="lamp", slug="lamp", name="Lamp", currency="EUR")
    told = [("ben", bell, 0.9), ("cleo", bell, 0.8), ("ada", lamp, 0.7), ("ben", lamp, 0.6)]
    for name, product, low in told:
        words = {"title": "Good", "body": f"Words of {name} {product.slug}."}
        review = reviewing.write(author=cast.voice(getattr(cast, name)), product=product, rating=4, **words)
        measured(review, low)
    names = [f"{name} {product.slug}" for name, product, _ in told]
    assert listed(client, "/", names) == ["ben bell", "ada lamp", "cleo bell", "ben lamp"]


def test_lists_of_questions_stand_newest_first_and_talk_by_its_latest_words(client: Client, cast: Cast) -> None:
    place = forum()
    record(
        Batch(
            source=place,
            threads=[thread(f"{kind}{n}", kind=kind, title=f"Words of {kind}{n}.") for kind in ("question", "discussion") for n in "ab"],
            posts=[
                post(f"{kind}{n}", thread=f"{kind}{n}", hours=hours)
                for kind in ("question", "discussion")
                for n, hours in (("a", 5), ("b", 1))
            ],
        )
    )  # fmt: skip
    Thread.objects.filter(origin_id="questionb").update(opened_at=NOON + timedelta(hours=1))
    assert listed(client, "/questions/", ["questiona", "questionb"]) == ["questionb", "questiona"]
    assert listed(client, "/discussions/", ["discussiona", "discussionb"]) == ["discussiona", "discussionb"]


def test_the_first_page_tells_open_from_solved(client: Client, cast: Cast) -> None:
    question = answered(cast, {"a": (0, 0, False)})
    page = strip_tags(client.get("/").content.decode())
    assert "solved" not in page.lower().split("why do they squeal?")[1][:60]
    questions.accept(question, Post.objects.get(body="Words of a."), by=cast.voice(cast.ada))
    page = strip_tags(client.get("/").content.decode())
    assert re.search(r"Why do they squeal\?\s+solved", page)
