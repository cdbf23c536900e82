from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from agora.console.today.changes import Change, changes
from agora.console.today.page import sparkline
from agora.conversations import writing
from agora.conversations.models import Thread
from agora.core import clock
from agora.core.jobs import drain
from agora.core.models import Import
from agora.core.models.sources import portal
from agora.measures.models import Run, Score
from tests.cast import Cast
from tests.console.scene import COMPLAINT, Scene, play


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return play(cast)


@pytest.fixture
def ines(client: Client, cast: Cast) -> Client:
    client.force_login(cast.ines)
    return client


def today(client: Client) -> str:
    answer = client.get("/console/")
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_the_first_page_says_who_needs_somebody(ines: Client, scene: Scene) -> None:
    page = today(ines)
    assert "1 conversation needs someone" in page
    for words in ("Complaint: “squeal”", "Customer service", "Ada", "Portal"):
        assert words in page


def test_with_nothing_recorded_every_part_says_what_will_be_there(ines: Client) -> None:
    page = today(ines)
    for words in ("Nobody is waiting", "No open case", "Nothing was said in the last fortnight", "carried a sale yet"):
        assert words in page


def test_members_have_no_console(client: Client, cast: Cast) -> None:
    client.force_login(cast.ada)
    assert client.get("/console/").status_code == 403


def test_what_people_say_more_often_than_the_week_before_is_told_with_the_words(cast: Cast, scene: Scene) -> None:
    for number in range(6):
        writing.open_thread(
            author=cast.voice(cast.cleo),
            kind=Thread.Kind.DISCUSSION,
            title=f"Again {number}",
            body=COMPLAINT,
            channel="talk",
        )
    drain()
    found = {change.kind: change for change in changes(clock.now(), viewer=cast.ines)}
    complaint = found["complaint"]
    assert (complaint.now, complaint.before) == (7, 0)
    assert complaint.sentence == "not heard the week before"
    assert complaint.words


def test_words_of_the_week_before_count_as_before(cast: Cast) -> None:
    play(cast)
    later = clock.now() + timedelta(days=8)
    complaint = next(change for change in changes(later, viewer=cast.ines) if change.kind == "complaint")
    assert (complaint.now, complaint.before) == (0, 1)


@pytest.mark.parametrize(
    ("now", "before", "sentence"),
    [
        (3, 2, "no more change than chance explains"),
        (30, 10, "3 times the week before"),
        (40, 20, "twice the week before"),
        (150, 100, "50 % more than the week before"),
        (50, 100, "50 % less than the week before"),
        (0, 9, "not heard this week"),
    ],
)
def test_a_change_is_told_only_where_chance_does_not_explain_it(now: int, before: int, sentence: str) -> None:
    assert Change("complaint", "complaint", now, before).sentence == sentence


def test_money_is_shown_to_those_who_may_see_it(client: Client, cast: Cast, scene: Scene) -> None:
    outcome = {
        "equity": {"current": 1_200_000, "low": 1_100_000, "high": 1_300_000, "moved_by_words": 300_000, "company": 0, "gamma": 1.0},
        "still_customers": 12, "currency": "EUR", "cannot_say": [],
    }  # fmt: skip
    Run.objects.create(measure="lifetime", state="done", engine="", code_version="", is_current=True, outcome=outcome)
    client.force_login(cast.ana)
    assert "€12,000" in today(client)
    client.force_login(cast.ines)
    assert "€12,000" not in today(client)


def test_whose_word_carried_is_named_with_the_amount_and_the_interval(client: Client, cast: Cast, scene: Scene) -> None:
    run = Run.objects.create(
        measure="value", state="done", engine="", code_version="", is_current=True, outcome={"currency": "EUR"}
    )
    person = cast.voice(cast.ben).person
    assert person is not None
    Score.objects.create(
        run=run, measure="csv", subject_kind="person", subject_id=person.pk, value=58_000, low=41_000, high=76_000
    )
    client.force_login(cast.ana)
    page = today(client)
    assert "€580" in page
    assert "€410–€760" in page
    client.force_login(cast.ines)
    page = today(client)
    assert f'href="/console/people/{person.pk}/">Ben' in page
    assert "€580" not in page
    assert "€410" not in page


def test_a_failed_import_and_a_failed_run_are_named(ines: Client, scene: Scene) -> None:
    Import.begin(kind="orders", source=portal(), label="orders.csv").fail("The file ended in line 3.")
    Run.objects.create(measure="value", state="failed", engine="", code_version="", problem="It does not balance.")
    page = today(ines)
    assert "The file ended in line 3." in page
    assert "It does not balance." in page


def test_the_first_page_stays_within_fifteen_queries(
    ines: Client, scene: Scene, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(15):  # type: ignore[operator]
        ines.get("/console/")


def test_a_sparkline_fills_its_box_and_needs_three_values() -> None:
    assert sparkline([1.0, 2.0]) == []
    assert sparkline([0.0, 5.0, 10.0]) == ["0.0,21.0", "50.0,12.0", "100.0,3.0"]
    assert sparkline([7.0, 7.0, 7.0])[0].startswith("0.0,")


def test_search_finds_people_products_and_words(ines: Client, scene: Scene) -> None:
    page = ines.get("/console/search/?q=squeal").content.decode()
    assert "Brakes squeal" in page
    assert f"/console/conversations/{scene.complaint.thread_id}/#post-{scene.complaint.pk}" in page


@pytest.mark.parametrize("words", ["", "zzzzqqq", "'; drop table--", "((&|!", "x" * 3000, "%s", "😀"])
def test_odd_words_find_nothing_rather_than_failing(ines: Client, scene: Scene, words: str) -> None:
    assert ines.get("/console/search/", {"q": words}).status_code == 200


def test_the_components_page_draws_every_component(ines: Client) -> None:
    page = ines.get("/console/components/").content.decode()
    assert "What pages are built from" in page
    assert page.count("<section") >= 8
