"""A score opens: its parts add up to the cent."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from agora.conversations import writing
from agora.measures.models import Run, Score
from agora.pages.figures import figure, rests_on
from tests.cast import Cast
from tests.console.worth import Worth, credited, play, run_of


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


@pytest.mark.parametrize(
    ("measure", "basis", "said"),
    [
        ("clv", {"purchases": 2, "one_time": False}, "Rests on 2 days with purchases."),
        ("alive", {"purchases": 1, "one_time": True}, "Rests on 1 day with purchases."),
        ("clsv", {"purchases": 0, "posts": 0}, ""),
        ("clsv", {"purchases": 0, "posts": 3}, "Rests on 3 posts."),
        ("csv", {"sales": 2, "rule_low": 100, "rule_high": 900}, "Rests on 2 sales. Other rules of sharing would say €1 to €9."),
        ("gross", {"sales": 2, "rule_low": 100, "rule_high": 900}, ""),
    ],
)  # fmt: skip
def test_what_a_figure_rests_on_names_what_there_is_and_nothing_else(
    measure: str, basis: dict[str, int], said: str
) -> None:
    assert rests_on(basis, measure=measure) == said


def test_helpfulness_opens_to_its_votes_and_its_prior(ana: Client, cast: Cast, worth: Worth) -> None:
    writing.react(worth.review.post, actor=cast.voice(cast.ben), kind="helpful")
    run = run_of("helpfulness", priors={"review": {"a": 2.0, "b": 1.0, "mean": 0.667}})
    score = Score.objects.create(
        run=run, measure="helpfulness", subject_kind="post", subject_id=worth.review.post_id, value=0.75,
        basis={"votes": 1, "helpful": 1, "exchanged": 0, "kind": "review"},
    )  # fmt: skip
    page = ana.get(f"/console/scores/{score.pk}/").context["page"]
    assert [[entry.text for entry in row][1:] for row in page.evidence.rows] == [["Ben", "helpful"]]
    assert [(fact.label, fact.value) for fact in page.law][-1] == ("prior mean", "0.667")


def test_a_lifetime_opens_to_days_and_orders_with_margins_only_for_money(ana: Client, cast: Cast, worth: Worth) -> None:
    run = run_of("lifetime")
    run.started_at += timedelta(days=30)
    run.save()
    made = {"run": run, "subject_kind": "person", "subject_id": worth.ben.pk, "basis": {"purchases": 1}}
    clv, alive = (Score.objects.create(measure=name, value=0.5, **made) for name in ("clv", "alive"))
    listed = [
        [entry.text for entry in ana.get(f"/console/scores/{score.pk}/").context["page"].evidence.rows[0]]
        for score in (clv, alive)
    ]
    assert listed == [["3 Jun 2026", "o2", "€15.00"], ["3 Jun 2026", "o2"]]


def test_a_long_list_is_cut_and_may_be_asked_for(ana: Client, cast: Cast, worth: Worth) -> None:
    for _ in range(30):
        credited(worth, cast, amount=1)
    address = f"/console/scores/{worth.score(worth.cleo, 'csv').pk}/"
    short, long = (ana.get(address + query).context["page"].rows for query in ("", "?all=yes"))
    assert (len(short), len(long)) == (20, 31)
    assert "List more" in ana.get(address).content.decode()


def test_an_average_above_its_interval_says_so_and_an_interval_of_nothing_is_not_hidden(worth: Worth) -> None:
    score = worth.score(worth.cleo, "csv")
    score.measure, score.value, score.low, score.high = "clv", 45_800, 0, 0
    shown = figure(score)
    assert (shown.value, shown.low, shown.high) == ("€458", "€0", "€0")
    assert "An average of people alike: most of them bring less, a few much more." in shown.rests_on
    score.low = score.high = score.value
    assert (figure(score).low, "An average" in figure(score).rests_on) == ("", False)
