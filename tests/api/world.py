"""A small world to call: words, money, a case and a score."""

from __future__ import annotations

from dataclasses import dataclass

from agora.commerce.models import Product
from agora.community import asking, reviewing
from agora.conversations import writing
from agora.conversations.models import Post
from agora.desk import cases
from agora.desk.models import Case
from agora.measures import segments
from agora.measures.models import Run, Score
from agora.people.models import Person
from tests.api import rows
from tests.api.conftest import Caller
from tests.cast import Cast


@dataclass(frozen=True, slots=True)
class World:
    """The ids of one row of every noun; `questions` is one that Ada asked in the portal, `answer` Ben's post in it."""

    people: int
    orders: int
    products: int
    threads: int
    posts: int
    scores: int
    cases: int
    runs: int
    questions: int
    reviews: int
    segments: int
    answer: int


def world(cast: Cast, root: Caller) -> World:
    """Fill the database through the API and the doors."""
    heard = root.post("words", rows.words()).json()["created"]
    order = root.get(f"orders/{root.post('money', rows.money()).json()['orders'][0]}").json()
    question = asking.ask(author=cast.voice(cast.ada), title="Which pads?", body="Mine are worn.")
    case = opened_case(cast, Post.objects.get(thread=question.pk))
    answer = writing.write(thread=question.thread, author=cast.voice(cast.ben), body="Resin ones.")
    product = Product.objects.get(pk=order["lines"][0]["product"])
    review = reviewing.write(author=cast.voice(cast.cleo), product=product, rating=5, title="Quiet", body="At last.")
    segment = segments.save("people", "Regulars", "q=a", by=cast.max)
    score = measured(Person.objects.get(pk=order["person"]))
    return World(
        people=order["person"], orders=order["id"], products=order["lines"][0]["product"],
        threads=Post.objects.get(pk=heard[0]).thread_id, posts=heard[0], scores=score.pk, cases=case.pk, runs=score.run_id,
        questions=question.pk, reviews=review.pk, segments=segment.pk, answer=answer.pk,
    )  # fmt: skip


def opened_case(cast: Cast, post: Post) -> Case:
    """A case that Ines opened by hand."""
    return cases.open_by_hand(post, team=cast.service, reason="Asks for help", by=cast.ines)


def measured(person: Person) -> Score:
    """A finished run with one score: the lifetime value of `person`."""
    values = {"engine": "test", "code_version": "0", "is_current": True, "outcome": {"currency": "EUR"}}
    run = Run.objects.create(measure="lifetime", state="done", **values)
    return Score.objects.create(
        run=run, measure="clv", subject_kind="person", subject_id=person.pk, value=1234.0, low=1000.0, high=1500.0,
        basis={"purchases": 3},
    )  # fmt: skip
