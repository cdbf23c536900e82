"""What pages read: bounded, sorted, chosen, and for staff only."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agora.accounts.models import Account
from agora.core import clock
from agora.demo.loading import is_loaded, prepare
from agora.measures import explaining, scores
from agora.measures.models import Run, Score
from tests.measures.conftest import Town

pytestmark = pytest.mark.django_db


def test_members_and_strangers_see_nobodys_value(town: Town) -> None:
    cleo = Account.objects.get(email="cleo@example.org")
    person = town.person("Cleo Marsh")
    for viewer in (cleo, AnonymousUser()):
        assert scores.table(viewer).rows == []
        assert scores.scatter(viewer) == []
        assert scores.top(viewer, "csv") == []
        assert scores.scores_of(viewer, kind="person", id=person.pk) == []
        assert scores.finding(viewer) == scores.NOT_MEASURED
        with pytest.raises(Score.DoesNotExist):
            explaining.explain(town.score("csv", "Cleo Marsh"), viewer)


def test_everybody_sees_helpfulness_and_ratings(town: Town) -> None:
    assert scores.top(AnonymousUser(), "helpfulness", limit=3)
    assert all(1 <= row.score.value <= 5 for row in scores.top(AnonymousUser(), "rating"))


@pytest.mark.parametrize("column", ["own", "csv", "net", "recv", "gross", "pagerank"])
def test_the_table_is_sorted_by_any_column(town: Town, column: str) -> None:
    values = [row.cells[column].value for row in scores.table(town.ana, sort=f"-{column}").rows]
    assert values == sorted(values, reverse=True)
    assert len(values) > 10


def test_the_table_is_paged_chosen_and_searched(town: Town) -> None:
    whole = scores.table(town.ana, limit=200)
    assert [row.id for row in scores.table(town.ana, offset=5, limit=5).rows] == [row.id for row in whole.rows[5:10]]
    assert [row.name for row in scores.table(town.ana, search="cleo m").rows] == ["Cleo Marsh"]
    rich = scores.table(town.ana, least={"own": 100_000, "csv": 0}, limit=200)
    assert 0 < rich.total < whole.total
    assert all(row.own and row.own.value >= 100_000 for row in rich.rows)
    assert {row.kind for row in scores.table(town.ana, persons_only=True, limit=200).rows} == {"person"}


def test_a_page_of_the_table_takes_few_queries(town: Town) -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        scores.table(town.ana, search="a", least={"own": 0}, limit=50)
    assert len(queries) <= 7


def test_an_unknown_column_falls_back_to_social_value(town: Town) -> None:
    assert scores.table(town.ana, sort="password").sort == "-csv"


def test_the_scatter_names_those_who_stand_out(town: Town) -> None:
    points = scores.scatter(town.ana)
    named = {point.label for point in points if point.label}
    assert {"Cleo Marsh", "Anton Brandt"} <= named
    assert len(named) < len(points)
    assert len(scores.scatter(town.ana, limit=7)) == 7


def test_the_finding_says_how_few_carried_half(town: Town) -> None:
    half = town.runs["value"].outcome["finding"]
    said = scores.finding(town.ana)
    assert said.startswith(f"Half of the value that words carried came from {half['people']} people")


def test_scores_of_a_person_come_with_unit_interval_and_run(town: Town) -> None:
    found = {
        shown.measure.name: shown
        for shown in scores.scores_of(town.ana, kind="person", id=town.person("Cleo Marsh").pk)
    }
    assert found["csv"].currency == "EUR"
    assert found["csv"].run == town.runs["value"]
    assert found["pagerank"].currency == ""


def test_a_second_preparation_changes_nothing(town: Town) -> None:
    said: list[str] = []
    assert is_loaded()
    before = Run.objects.count(), Score.objects.count()
    # The consequences of loading (readings, search) are others' work and wait in the queue.
    connection.cursor().execute("DELETE FROM procrastinate_jobs")
    prepare("tiny", said.append)
    assert said == []
    assert (Run.objects.count(), Score.objects.count()) == before


def test_a_run_whose_last_sale_is_long_past_says_of_which_day_it_speaks() -> None:
    said = {"cannot_say": ["Contracts."]}
    old = Run(measure="lifetime", inputs={"as_of": "2011-12-10T00:00:00+00:00"}, outcome=said)
    fresh = Run(measure="lifetime", inputs={"as_of": clock.ago(days=3).isoformat()}, outcome=said)
    assert scores.unsaid(old) == (
        "The last sale is of 9 December 2011: what customers will bring is said as of that day.", "Contracts.",
    )  # fmt: skip
    assert scores.unsaid(fresh) == scores.unsaid(Run(measure="value", inputs={}, outcome=said)) == ("Contracts.",)
