"""What is read through the API: people, products, threads, scores, page by page."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from agora.conversations.flagging import hold
from agora.conversations.models import Post
from agora.measures.models import Run, Score
from agora.people.models import Person
from tests.api import rows
from tests.api.conftest import Caller
from tests.api.world import World, world
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def there(cast: Cast, root: Caller) -> World:
    return world(cast, root)


def test_a_list_is_read_to_its_end_by_its_cursors(root: Caller) -> None:
    Person.objects.bulk_create(Person(name=f"Hana {n % 3}", reason="customer") for n in range(7))
    seen: list[int] = []
    cursor: dict[str, Any] = {}
    while True:
        page = root.get("people", limit=3, **cursor).json()
        seen += [person["id"] for person in page["items"]]
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
    assert len(seen) == len(set(seen)) == Person.objects.count()


def test_a_person_shows_identities_and_scores_to_those_who_may_see_value(
    root: Caller, cast: Cast, there: World
) -> None:
    person = root.get(f"people/{there.people}").json()
    assert (person["name"], person["identities"][0]["kind"], person["scores"][0]["measure"]) == (
        "Hana",
        "customer",
        "clv",
    )
    assert Caller(cast.ines).get(f"people/{there.people}").json()["scores"] == []


def test_scores_that_are_not_money_are_for_everybody_who_works_here(cast: Cast, there: World) -> None:
    run = Run.objects.create(measure="influence", state="done", engine="test", code_version="0", is_current=True)
    of = {"subject_kind": "person", "subject_id": there.people}
    known = Score.objects.create(run=run, measure="expertise", label="brakes", value=3.0, **of)
    ines = Caller(cast.ines)
    assert [score["id"] for score in ines.get("scores").json()["items"]] == [known.pk]
    assert [score["id"] for score in ines.get(f"people/{there.people}").json()["scores"]] == [known.pk]
    assert ines.get("scores", measure="clv").json()["items"] == []
    assert ines.get(f"scores/{known.pk}").json()["value"] == 3.0


def test_people_are_found_by_the_beginning_of_their_name(root: Caller, there: World) -> None:
    assert [person["id"] for person in root.get("people", name="han").json()["items"]] == [there.people]
    assert root.get("people", name="ana").json()["items"] == []


def test_members_do_not_see_what_a_product_costs(root: Caller, member: Caller, there: World) -> None:
    told = rows.money()
    told["products"][0]["unit_cost_minor"] = 400
    root.post("money", told)
    assert root.get(f"products/{there.products}").json()["unit_cost_minor"] == 400
    assert member.get(f"products/{there.products}").json()["unit_cost_minor"] is None


def test_members_do_not_see_a_held_post(member: Caller, cast: Cast, there: World) -> None:
    answer = member.post("posts", {"thread": there.questions, "body": "Buy at my shop!"}).json()
    hold(Post.objects.get(pk=answer["id"]), by=cast.ines, because="advertising")
    assert member.get(f"posts/{answer['id']}").status_code == 404
    assert len(member.get(f"threads/{there.questions}").json()["posts"]["items"]) == 2
    assert [post["id"] for post in member.get("posts").json()["items"]] != [answer["id"]]


def test_scores_of_a_measure_come_highest_first_and_open_to_what_they_rest_on(root: Caller, there: World) -> None:
    score = root.get("scores", measure="clv").json()["items"][0]
    assert (score["value"], score["low"], score["high"], score["unit"], score["currency"]) == (
        1234,
        1000,
        1500,
        "money",
        "EUR",
    )
    opened = root.get(f"scores/{score['id']}/explanation").json()
    assert (opened["total_minor"], opened["sentences"][0]) == (1234, "It rests on 3 days with purchases.")
    assert root.get("scores", subject_kind="person", subject_id=there.people).json()["items"] == [score]
    assert root.get("scores", measure="own").json()["items"] == []


def test_the_run_of_a_score_can_be_read(root: Caller, there: World) -> None:
    run = root.get(f"runs/{there.runs}").json()
    assert (run["measure"], run["state"], run["is_current"]) == ("lifetime", "done", True)
    assert [each["id"] for each in root.get("runs", measure="lifetime").json()["items"]] == [there.runs]


def test_orders_are_chosen_by_when_they_were_made(root: Caller, there: World) -> None:
    assert len(root.get("orders", since=rows.AT).json()["items"]) == 1
    assert root.get("orders", until=rows.AT).json()["items"] == []


def test_lists_need_few_queries(root: Caller, there: World, django_assert_max_num_queries: Any) -> None:
    for noun in ("people", "orders", "products", "threads", "posts", "scores", "cases", "runs"):
        with django_assert_max_num_queries(4):
            root.get(noun)
        with django_assert_max_num_queries(12):
            root.get(f"{noun}/{getattr(there, noun)}")


def test_head_answers_like_get(root: Caller, there: World) -> None:
    for path in ("people", "threads", "openapi.json", "nothing/here"):
        asked = Client().get(f"/api/{path}", headers=root.headers)
        headers = Client().head(f"/api/{path}", headers=root.headers)
        assert (headers.status_code, headers["Content-Type"]) == (asked.status_code, asked["Content-Type"])
        assert headers.content == b""
    assert Client().head("/api/people").status_code == 401
