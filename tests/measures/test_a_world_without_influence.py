"""A method that finds strong word of mouth in a world built with none is a defect.

People in this town have no spells of interest in common; those worlds are in tests/library/value/test_truth.py.
"""

from __future__ import annotations

import pytest

from agora.measures import scores
from agora.measures.matched import matched
from agora.measures.models import Incrementality, Score
from tests.measures.conftest import Town

pytestmark = pytest.mark.django_db


def test_nobody_is_said_to_have_moved_a_sale(quiet_town: Town) -> None:
    outcome = quiet_town.runs["value"].outcome
    assert not outcome["fitted"]["settled"]
    assert outcome["cannot_say"][0].startswith("Whether words moved sales cannot be said")
    assert outcome["totals"]["given"] < 0.01 * outcome["totals"]["margin"]


def test_every_interval_of_social_value_begins_at_nothing(quiet_town: Town) -> None:
    assert not Score.objects.current().filter(measure="csv", low__gt=0).exists()


def test_the_finding_claims_nothing(quiet_town: Town) -> None:
    said = scores.finding(quiet_town.ana)
    assert "cannot be said yet" in said or "So far no sale" in said


def test_no_incrementality_is_offered_and_none_is_stated(quiet_town: Town) -> None:
    found = matched(quiet_town.ana)
    assert found
    assert found.run == quiet_town.runs["incrementality"]
    assert found.offer is None
    assert found.run.outcome["cannot_say"]
    assert not Incrementality.objects.exists()
