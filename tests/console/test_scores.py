"""A score opens: its parts add up to the cent."""

from __future__ import annotations

import pytest
from django.test import Client

from agora.measures.models import Run, Score
from tests.cast import Cast
from tests.console.worth import Worth, credited, play


@pytest.fixture
def worth(cast: Cast) -> Worth:
    return play(cast)


@pytest.fixture
def ana(client: Client, cast: Cast) -> Client:
    client.force_login(cast.ana)
    return client


def opened(client: Client, score: Score) -> str:
    return client.get(f"/console/scores/{score.pk}/").content.decode()


def test_social_value_opens_to_the_sale_the_words_and_the_share(ana: Client, worth: Worth) -> None:
    page = opened(ana, worth.score(worth.cleo, "csv"))
    for words in (
        "Cleo — Social value €39 (€21–€56)",
        "Trail 29",
        "o2",
        "Ben",
        "Rides like a dream",
        "39.0%",
        "€39.00",
    ):
        assert words in page


def test_parts_rest_and_change_add_up_to_the_score(ana: Client, cast: Cast, worth: Worth) -> None:
    score = worth.score(worth.cleo, "csv")
    credited(worth, cast, amount=-150)
    shown = ana.get(f"/console/scores/{score.pk}/").context["page"]
    parts = sum(row.part.amount_minor for row in shown.rows)
    assert parts + shown.explanation.rest_minor + shown.explanation.changed_minor == score.value
    assert [line.label for line in shown.sums] == ["changed since this run (a corrected sale, a joined person)"]
    assert shown.sums[0].amount == "€1.50"
    assert shown.total == "€39.00"


def test_net_value_opens_to_the_three_accounts_it_is_made_of(ana: Client, worth: Worth) -> None:
    shown = ana.get(f"/console/scores/{worth.score(worth.ben, 'net').pk}/").context["page"]
    assert [(line.label, line.amount) for line in shown.sums] == [
        ("Own value", "€50.00"), ("Received", "-€39.00"), ("Social value", "€0.00"),
    ]  # fmt: skip


def test_the_run_says_what_went_in_with_which_parameters_and_what_it_cannot_say(ana: Client, worth: Worth) -> None:
    page = opened(ana, worth.score(worth.cleo, "csv"))
    for words in ("incrementality", "share 0.4, origin assumed", "by hand", "No control group exists yet."):
        assert words in page


def test_a_rating_opens_to_its_stars(ana: Client, worth: Worth) -> None:
    score = Score.objects.create(
        run=worth.run, measure="rating", subject_kind="product", subject_id=worth.product.pk, value=4.3,
        basis={"reviews": 6, "histogram": [1, 0, 0, 0, 5]},
    )  # fmt: skip
    bars = ana.get(f"/console/scores/{score.pk}/").context["page"].histogram
    assert [(bar["label"], bar["count"]) for bar in bars] == [
        ("5 ★", 5),
        ("4 ★", 0),
        ("3 ★", 0),
        ("2 ★", 0),
        ("1 ★", 1),
    ]


def test_the_lasting_address_leads_to_the_current_score(ana: Client, worth: Worth) -> None:
    score = worth.score(worth.cleo, "csv")
    answer = ana.get(f"/console/scores/person/{worth.cleo.pk}/csv/")
    assert answer["Location"] == f"/console/scores/{score.pk}/"
    Run.objects.update(is_current=False)
    assert ana.get(f"/console/scores/person/{worth.cleo.pk}/csv/").status_code == 404
    assert "a newer run exists" in opened(ana, score)


@pytest.mark.parametrize("path", ["999999/", "person/1/luck/", "ghost/1/csv/"])
def test_a_score_that_does_not_exist_is_not_found(ana: Client, worth: Worth, path: str) -> None:
    assert ana.get(f"/console/scores/{path}").status_code == 404


def test_members_open_no_scores_here(client: Client, cast: Cast, worth: Worth) -> None:
    client.force_login(cast.cleo)
    assert client.get(f"/console/scores/{worth.score(worth.cleo, 'csv').pk}/").status_code == 403


def test_agents_open_scores_that_are_no_money(client: Client, cast: Cast, worth: Worth) -> None:
    client.force_login(cast.ines)
    rating = Score.objects.create(
        run=worth.run, measure="rating", subject_kind="product", subject_id=worth.product.pk, value=4.3
    )
    assert client.get(f"/console/scores/{rating.pk}/").status_code == 200
    assert client.get(f"/console/scores/{worth.score(worth.cleo, 'csv').pk}/").status_code == 404
    assert client.get(f"/console/scores/person/{worth.cleo.pk}/csv/").status_code == 404
