"""The world that everybody sees first: two thousand people, of whom the measures must have something to say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from agora.demo.bicycles import world
from agora.demo.loading import SEEDS
from tests.measures.conftest import Town, settled

pytestmark = [pytest.mark.django_db, pytest.mark.truth]


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[Town]:
    with django_db_blocker.unblock():
        yield from settled(world("demo", seed=SEEDS["demo"]))


def test_customers_have_a_lifetime_value_and_the_company_its_equity(demo: Town) -> None:
    said = demo.runs["lifetime"].outcome
    assert said["equity"]["low"] < said["equity"]["current"] < said["equity"]["high"]
    assert said["equity"]["balanced"]


def test_words_that_moved_sales_are_claimed_to_have_done_so(demo: Town) -> None:
    said = demo.runs["value"].outcome
    assert said["timing"]["claimable"]
    assert said["fitted"]["settled"]
