"""Every measure of the catalogue opens to the records it rests on, adding up, bounded, and to those who may see them."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agora.accounts.models import Account
from agora.conversations.models import Post, Reaction
from agora.measures import running
from agora.measures.catalogue import CATALOGUE, MONEY
from agora.measures.explaining import OPENERS, Explanation, explain
from agora.measures.models import Incrementality, Score
from tests.measures.conftest import Town

pytestmark = pytest.mark.django_db
SUMS = ("own", "csv", "recv", "gross")
MOST_QUERIES = 12


@pytest.fixture(scope="module", autouse=True)
def measured(town: Town, django_db_blocker: Any) -> None:
    """Runs that score even the few of a tiny town."""
    few = {"influence": {"least_evidence": 1}, "lifetime": {"least_repeaters": 10}}
    with django_db_blocker.unblock():
        running.measure(*few, parameters=few)


def some(measure: str, count: int = 12) -> list[Score]:
    """Scores of a measure, from the highest down."""
    found = list(Score.objects.current().filter(measure=measure).order_by("-value", "pk")[:count])
    assert found
    return found


def opened(town: Town, measure: str, *, limit: int = 5) -> list[Explanation]:
    return [explain(score, town.ana, limit=limit) for score in some(measure)]


def test_there_is_a_way_to_open_every_measure() -> None:
    assert set(OPENERS) == set(CATALOGUE)


@pytest.mark.parametrize("measure", CATALOGUE)
def test_every_measure_opens_to_what_it_rests_on_in_few_queries_and_few_rows(town: Town, measure: str) -> None:
    for score in some(measure):
        with CaptureQueriesContext(connection) as queries:
            found = explain(score, town.ana, limit=5)
        assert found.parts or found.evidence or found.accounts, score
        assert max(len(found.parts), len(found.evidence)) <= 5
        assert len(queries) <= MOST_QUERIES, [query["sql"][:90] for query in queries]


@pytest.mark.parametrize("measure", SUMS)
def test_sales_add_up_to_the_score(town: Town, measure: str) -> None:
    for found in opened(town, measure):
        parts = sum(part.amount_minor for part in found.parts)
        assert parts + found.rest_minor + found.changed_minor == found.total_minor == found.score.value
        assert found.changed_minor == 0


@pytest.mark.parametrize("measure", ["net", "clsv"])
def test_accounts_add_up_to_the_score(town: Town, measure: str) -> None:
    for found in opened(town, measure):
        assert sum(amount for _, amount in found.accounts) == found.total_minor == round(found.score.value)


def test_lifetime_social_value_is_lifetime_value_less_a_share_and_what_words_bring(town: Town) -> None:
    for found in opened(town, "clsv"):
        amounts, basis = dict(found.accounts), found.score.basis
        assert amounts["taken"] == pytest.approx(-basis["share"] * amounts["clv"], abs=1.5)


@pytest.mark.parametrize("measure", ["clv", "alive", "clsv", "pagerank", "expertise", "rating"])
def test_the_records_are_as_many_as_the_run_counted(town: Town, measure: str) -> None:
    for found in opened(town, measure):
        assert found.evidence_count == found.stood, found.score.row
        assert not [said for said in found.sentences if "has changed" in said]


def test_helpfulness_opens_to_the_votes_that_counted_and_those_that_did_not(town: Town) -> None:
    for found in opened(town, "helpfulness", limit=500):
        counted = [row for row in found.evidence if row.counts]
        assert len(counted) == found.score.basis["votes"]
        assert sum(row.what == "helpful" for row in counted) == found.score.basis["helpful"]
        assert found.law["prior mean"]


def test_gross_opens_to_posts_of_the_person(town: Town) -> None:
    cleo = town.person("Cleo Marsh")
    posts = {part.post_id for part in explain(town.score("gross", "Cleo Marsh"), town.ana).parts}
    assert set(Post.objects.filter(pk__in=posts).values_list("author__person", flat=True)) == {cleo.pk}


@pytest.mark.parametrize("measure", CATALOGUE)
def test_money_is_for_who_may_see_value(town: Town, measure: str) -> None:
    agent = Account.objects.get(email="ines@example.org")
    for score in some(measure, 3):
        if measure in MONEY:
            with pytest.raises(Score.DoesNotExist):
                explain(score, agent)
        else:
            found = explain(score, agent)
            assert not found.parts
            assert not [row for row in found.evidence if row.amount_minor is not None]
            assert "gamma" not in found.law


def test_others_see_only_words_that_are_public_and_not_who_voted(town: Town) -> None:
    score = some("expertise", 1)[0]
    found = explain(score, AnonymousUser())
    seen = Post.objects.visible_to(AnonymousUser()).values_list("pk", flat=True)
    assert {row.post_id for row in found.evidence if row.post_id} <= set(seen)
    voted = Score.objects.current().filter(measure="helpfulness", basis__votes__gt=0)[0]
    votes = explain(voted, AnonymousUser()).evidence
    assert votes
    assert not [row for row in votes if row.name or row.subject]


@pytest.mark.parametrize("measure", CATALOGUE)
def test_the_incrementality_in_force_is_said_of_what_it_is_in_and_of_nothing_else(town: Town, measure: str) -> None:
    rests = CATALOGUE[measure].kind == "allocated" or measure == "clsv"
    said = " ".join(explain(some(measure, 1)[0], town.ana).sentences)
    assert ("40% is credited to them: an assumption, not a measurement." in said) == rests


def test_a_stated_incrementality_comes_with_its_interval_and_its_reason(town: Town) -> None:
    score = town.score("csv", "Cleo Marsh")
    known = {"share": 0.3, "low": 0.2, "high": 0.45, "origin": "experiment"}
    score.run.parameters |= {"incrementality": known}
    score.run.save()
    Incrementality.objects.create(**known, because="Words hidden from a tenth.", since=score.run.started_at)
    said = explain(score, town.ana).sentences
    assert "Of what leans on words, 30% (20%–45%, 80 % interval) is credited to them: as an experiment found." in said
    assert "The reason stated for it: Words hidden from a tenth." in said


def test_social_value_says_its_interval_and_the_band_of_rules(town: Town) -> None:
    said = " ".join(explain(town.score("csv", "Cleo Marsh"), town.ana).sentences)
    assert "The interval is that of 80%." in said
    assert "Other rules of sharing a sale out would say €" in said


def test_a_record_that_has_changed_since_the_run_is_said(town: Town) -> None:
    score = some("rating", 1)[0]
    score.basis |= {"reviews": 400}
    score.save()
    assert "it counted 400" in " ".join(explain(score, town.ana).sentences)


def test_what_helps_is_one_rule(town: Town) -> None:
    assert {*Reaction.HELPS, *Reaction.HELPS_NOT, Reaction.Kind.OTHER} == set(Reaction.Kind)
