"""People: who is held, what they bought, what their word is worth."""

from __future__ import annotations

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.test import Client

from agora.accounts.models import AuditEntry
from agora.commerce import recording
from agora.commerce.batches import Batch, NewLine, NewOrder
from agora.console.people import table as people_table
from agora.measures.models import Segment
from agora.pages.exports import harmless, lines
from agora.people import tagging
from agora.people.models import Person
from tests.cast import NOON, Cast
from tests.console.worth import Worth, play

LIST = "/console/people/"


@pytest.fixture
def worth(cast: Cast) -> Worth:
    return play(cast)


@pytest.fixture
def max_(client: Client, cast: Cast) -> Client:
    client.force_login(cast.max)
    return client


def names(client: Client, query: str = "") -> list[str]:
    return [row.person.name for row in client.get(LIST + query).context["table"].rows]


def test_the_most_valuable_word_comes_first_with_its_interval(max_: Client, worth: Worth) -> None:
    page = max_.get(LIST)
    assert [row.person for row in page.context["table"].rows] == [worth.cleo, worth.ben]
    for words in ("€39", "€21–€56", "€0.04", "signed up"):
        assert words in page.content.decode()


def test_a_value_leads_to_what_it_rests_on(max_: Client, worth: Worth) -> None:
    score = worth.score(worth.cleo, "csv")
    assert f'href="/console/scores/{score.pk}/"' in max_.get(LIST).content.decode()


def test_people_are_sorted_by_what_is_asked_for(max_: Client, worth: Worth) -> None:
    assert names(max_, "?sort=own") == ["Ben", "Cleo"]
    assert names(max_, "?sort=name")[:2] == ["Ben", "Cleo"]
    assert names(max_, "?sort=ordered") == ["Ben", "Cleo"]


def test_the_last_order_counts_and_pages_follow_it(
    max_: Client, cast: Cast, worth: Worth, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people_table, "PAGE", 1)
    again = NewOrder("o3", NOON + timedelta(days=5), "EUR", [NewLine("st", 1, 10)], buyer="c1")
    recording.record(Batch(source=cast.shop, orders=[again]))
    first = max_.get(LIST + "?sort=ordered")
    second = max_.get(LIST + first.context["following"])
    assert [[row.person.name for row in page.context["table"].rows] for page in (first, second)] == [["Cleo"], ["Ben"]]
    assert second.context["following"] == ""


def test_agents_see_people_without_what_they_are_worth(client: Client, cast: Cast, worth: Worth) -> None:
    client.force_login(cast.ines)
    Segment.objects.create(of="people", name="Dear ones", query="quarter=champions", by=cast.max)
    page = client.get(LIST).content.decode()
    assert names(client)[:2] == ["Ben", "Cleo"]
    for words in ("€39", "Own value", "Quarter", "Dear ones"):
        assert words not in page
    for query in ("?sort=csv", "?quarter=silent", "?min_own=1", "?min_csv=1"):
        assert client.get(LIST + query).status_code == 403


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=cle", ["Cleo"]),
        ("?q=b1", ["Ben"]),
        ("?tag=wholesale", ["Ben"]),
        ("?reason=member", ["Cleo", "Ben"]),
        ("?reason=influence", []),
        ("?country=de", ["Cleo"]),
        ("?min_csv=39", ["Cleo"]),
        ("?min_csv=39.01", []),
        ("?min_own=50", ["Ben"]),
        ("?quarter=advocates", ["Cleo"]),
        ("?quarter=silent", ["Ben"]),
        ("?quarter=champions", []),
    ],
)
def test_people_are_found_by(max_: Client, cast: Cast, worth: Worth, query: str, found: list[str]) -> None:
    tagging.tag(worth.ben, "Wholesale", by=cast.max)
    Person.objects.filter(pk=worth.cleo.pk).update(country="DE")
    assert names(max_, query) == found


@pytest.mark.parametrize("query", ["?min_own=much", "?sort=shoe", "?after=rubbish", "?quarter=fifth", "?country=1x"])
def test_a_question_that_cannot_be_read_is_a_clear_400(max_: Client, worth: Worth, query: str) -> None:
    assert max_.get(LIST + query).status_code == 400


def test_a_choice_without_people_says_so_and_leads_back(max_: Client, worth: Worth) -> None:
    assert "Nobody fits this choice" in max_.get(LIST + "?q=nobody-at-all").content.decode()


def test_without_any_run_people_are_listed_by_name(max_: Client, cast: Cast) -> None:
    cast.voice(cast.ben)
    cast.voice(cast.ada)
    assert names(max_) == ["Ada", "Ben"]


def test_pages_follow_one_another_without_gap_or_repeat(max_: Client, db: None) -> None:
    for number in range(75):
        Person.objects.create(name=f"Person {number:02}", reason="member")
    first = max_.get(LIST + "?sort=name")
    second = max_.get(LIST + first.context["following"])
    shown = [row.person.name for page in (first, second) for row in page.context["table"].rows]
    assert shown == [f"Person {number:02}" for number in range(75)]


def test_a_saved_choice_stands_above_the_table(max_: Client, cast: Cast, worth: Worth) -> None:
    Segment.objects.create(of="people", name="Dealers", query="tag=wholesale", by=cast.max)
    assert 'href="?tag=wholesale"' in max_.get(LIST).content.decode()


def test_the_export_holds_every_chosen_person_in_units(max_: Client, worth: Worth) -> None:
    answer = max_.get(LIST + "export?q=cleo")
    rows = list(csv.DictReader(StringIO(answer.getvalue().decode())))
    assert [(row["name"], row["own"], row["csv"], row["csv low"]) for row in rows] == [
        ("Cleo", "0.04", "39.00", "21.00")
    ]
    assert AuditEntry.objects.filter(action="export people").count() == 1


def test_only_those_who_may_export_do(client: Client, cast: Cast, worth: Worth) -> None:
    client.force_login(cast.ines)
    assert client.get(LIST + "export").status_code == 403
    assert "Export as CSV" not in client.get(LIST).content.decode()


def test_members_and_strangers_see_no_people(client: Client, cast: Cast, worth: Worth) -> None:
    assert client.get(LIST).status_code == 302
    client.force_login(cast.ada)
    assert client.get(LIST).status_code == 403


@pytest.mark.parametrize("cell", ["=1+1", "+49 30", "-2", "@SUM(A1)", "\t=1", " =1", "＝1"])
def test_no_cell_runs_as_a_formula(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"
    assert list(lines(["a"], [[cell]]))[1].lstrip('"').startswith("'")


def test_numbers_stay_numbers_even_below_zero() -> None:
    assert harmless(-2.5) == -2.5


def test_a_page_of_people_costs_few_queries(max_: Client, worth: Worth, django_assert_max_num_queries: object) -> None:
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        max_.get(LIST)
