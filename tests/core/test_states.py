from __future__ import annotations

import pytest

from agora.core.models import Import
from agora.core.models.sources import source
from agora.core.states import IllegalStep, Stateful

pytestmark = pytest.mark.django_db


@pytest.fixture
def running() -> Import:
    return Import.begin(kind="orders", source=source("shop", kind="orders"), label="orders.csv")


def test_a_row_moves_along_its_graph(running: Import) -> None:
    running.finish({"orders": 3})
    running.refresh_from_db()
    assert (running.state, running.counts) == ("done", {"orders": 3})


def test_a_step_the_graph_does_not_know_is_refused(running: Import) -> None:
    running.finish({})
    with pytest.raises(IllegalStep, match="cannot go from 'done' to 'running'"):
        running.step("running")


def test_of_two_processes_that_finish_a_row_one_is_refused(running: Import) -> None:
    other = Import.objects.get(pk=running.pk)
    running.finish({})
    with pytest.raises(IllegalStep, match="is no longer 'running'"):
        other.finish({})


def test_a_graph_that_leads_nowhere_is_refused_when_it_is_declared() -> None:
    with pytest.raises(TypeError, match="undeclared states: lost"):
        type("Broken", (Stateful,), {"STEPS": {"new": frozenset({"lost"})}, "__module__": "agora.core.models"})
