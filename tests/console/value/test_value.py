"""Value: the finding, the plane, the table, the runs."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from agora.accounts.models import AuditEntry
from agora.console.value.plane import LANE, Dot, axis
from tests.cast import Cast
from tests.console.worth import Worth, play

PAGE = "/console/value/"


@pytest.fixture
def worth(cast: Cast) -> Worth:
    return play(cast)


@pytest.fixture
def ana(client: Client, cast: Cast) -> Client:
    client.force_login(cast.ana)
    return client


def test_the_title_is_the_finding(ana: Client, worth: Worth) -> None:
    page = ana.get(PAGE).content.decode()
    assert "Half of the value that words carried came from one person, who bought almost nothing." in page


def test_the_two_extremes_are_named_at_a_glance(ana: Client, worth: Worth) -> None:
    page = ana.get(PAGE).content.decode()
    assert 'Cleo<tspan class="detail">: own value €0.04, carried €39</tspan>' in page
    assert 'Ben<tspan class="detail">: own value €50, carried €0</tspan>' in page


def test_what_is_assumed_and_what_cannot_be_said_stand_beside_the_numbers(ana: Client, worth: Worth) -> None:
    page = ana.get(PAGE).content.decode()
    for words in (
        "Allocated: shares of money that came in", "Incrementality", "assumed, not measured", "40%", "25%",
        "a default nobody has confirmed",
        "No control group exists yet.", "Customer equity cannot be said yet.", "1 Jun 2026 to 10 Jun 2026",
    ):  # fmt: skip
        assert words in page


def test_the_table_has_everybody_with_intervals_that_open(ana: Client, worth: Worth) -> None:
    page = ana.get(PAGE).content.decode()
    assert f'href="/console/scores/person/{worth.cleo.pk}/csv/"' in page
    assert "€21–€56" in page


def test_the_table_is_sorted_searched_and_refuses_rubbish(ana: Client, worth: Worth) -> None:
    def names(query: str) -> list[str]:
        return [row.name for row in ana.get(PAGE + query).context["rows"]]

    assert names("?sort=-own") == ["Ben", "Cleo"]
    assert names("?q=cle") == ["Cleo"]
    assert ana.get(PAGE + "?sort=luck").status_code == 400
    assert ana.get(PAGE + "?offset=123456789").status_code == 400


def test_before_the_first_run_the_page_says_what_will_be_here(ana: Client, db: None) -> None:
    page = ana.get(PAGE).content.decode()
    assert page.count("Nothing has been measured yet") >= 1
    assert ana.get(PAGE + "plane.json").status_code == 204


def test_the_plane_for_pointing_at_names_the_dots_where_the_drawing_has_them(ana: Client, worth: Worth) -> None:
    page = ana.get(PAGE)
    dots = ana.get(PAGE + "plane.json").json()["dots"]
    assert [(dot["name"], dot["own"], dot["csv"]) for dot in dots] == [
        ("Cleo", "€0.04", "€39.00"),
        ("Ben", "€50.00", "€0.00"),
    ]
    drawn = {(float(dot.x), float(dot.y)) for dot, _ in page.context["plane"].named}
    assert {(dot["x"], dot["y"]) for dot in dots} == drawn
    assert dots[0]["href"] == f"/console/people/{worth.cleo.pk}/"


def test_a_view_of_the_page_asks_for_its_dots_once(ana: Client, worth: Worth) -> None:
    with CaptureQueriesContext(connection) as queries:
        page = ana.get(PAGE)
    assert page.context["plane"].named
    assert sum("row_number" in query["sql"].lower() for query in queries) == 1


def test_no_page_lets_styles_or_scripts_be_written_in_place(ana: Client, worth: Worth) -> None:
    for path in (PAGE, "/console/people/"):
        assert "unsafe" not in ana.get(path)["Content-Security-Policy"]


def test_the_export_is_audited_and_in_units(ana: Client, worth: Worth) -> None:
    rows = list(csv.DictReader(StringIO(ana.get(PAGE + "export").getvalue().decode())))
    assert [(row["name"], row["csv"], row["net high"]) for row in rows] == [
        ("Cleo", "39.00", "56.00"),
        ("Ben", "0.00", "12.00"),
    ]
    assert AuditEntry.objects.filter(action="export value").exists()


def test_asking_to_measure_again_defers_one_job_and_shows_its_progress(ana: Client, worth: Worth) -> None:
    for _ in range(2):
        answer = ana.post(PAGE + "runs/", {"months": "12"}, follow=True)
    job = ProcrastinateJob.objects.get(queue_name="measures")
    assert job.args["since"].startswith("20")
    assert "Waiting for a worker" in answer.content.decode()
    assert "Waiting for a worker" in ana.get(PAGE + "runs/progress").content.decode()
    assert AuditEntry.objects.filter(action="run measures").count() == 1


def test_a_calculation_that_has_ended_says_so_to_the_page_that_waits(ana: Client, worth: Worth) -> None:
    assert "The calculation has ended." in ana.get(PAGE + "runs/progress").content.decode()


def test_a_period_nobody_offered_is_refused(ana: Client, worth: Worth) -> None:
    assert ana.post(PAGE + "runs/", {"months": "7000"}).status_code == 400


def test_an_agent_does_not_see_value_nor_starts_runs(client: Client, cast: Cast, worth: Worth) -> None:
    client.force_login(cast.ines)
    assert client.get(PAGE).status_code == 403
    assert client.get(PAGE + "plane.json").status_code == 403
    assert client.post(PAGE + "runs/").status_code == 403


def test_values_of_nothing_stand_in_a_lane_of_their_own() -> None:
    dots = [Dot(number, "x", own=0.0, csv=10.0 ** (number % 6)) for number in range(40)]
    scale = axis([dot.csv for dot in dots], split=100)
    assert all(abs(dot.x - LANE) < 0.3 for dot in dots)
    assert all(0 <= scale.share(dot.y) <= 1 for dot in dots)
    assert scale.ticks[0] == 0


def test_the_page_costs_few_queries(ana: Client, worth: Worth, django_assert_max_num_queries: object) -> None:
    with django_assert_max_num_queries(16):  # type: ignore[operator]
        ana.get(PAGE)


def test_the_menu_leads_to_value_only_those_who_may_see_it(client: Client, cast: Cast) -> None:
    for account, there in ((cast.ana, True), (cast.ines, False)):
        client.force_login(account)
        assert ('href="/console/value/"' in client.get("/console/").content.decode()) == there
