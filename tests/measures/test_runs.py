"""A run is stored whole or not at all, one at a time, and a killed one leaves the last in its place."""

from __future__ import annotations

import numpy as np
import psycopg
import pytest
from django.db import connection

from agora.core.database import address
from agora.measures import running, storing
from agora.measures.models import Run, Score
from agora.measures.results import Result, ScoreBlock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def calculation(monkeypatch: pytest.MonkeyPatch) -> None:
    """Helpfulness gives every post a score that the test can tell."""

    def calculate(*, value: float = 0.5, fail: bool = False) -> Result:
        if fail:
            raise ValueError("the sums do not agree")
        ids = np.arange(1, 4)
        return Result(
            inputs={"posts": 3}, outcome={"cannot_say": []}, parameters={"level": 0.9},
            scores=[ScoreBlock("helpfulness", ids, np.full(3, value), of="post")],
        )  # fmt: skip

    monkeypatch.setitem(running.CALCULATIONS, "helpfulness", calculate)


def values() -> set[float]:
    return set(Score.objects.current().values_list("value", flat=True))


def test_a_run_keeps_inputs_parameters_outcome_and_code(calculation: None) -> None:
    run = running.run("helpfulness", value=0.25)
    run.refresh_from_db()
    assert (run.state, run.is_current) == ("done", True)
    assert run.inputs == {"posts": 3}
    assert run.parameters == {"level": 0.9, "value": 0.25}
    assert run.engine.startswith("numpy")
    assert run.code_version
    assert run.finished_at


def test_the_newest_run_is_the_one_pages_read() -> None:
    running.run("helpfulness", value=0.25)
    running.run("helpfulness", value=0.75)
    assert values() == {0.75}
    assert Run.objects.filter(is_current=True).count() == 1


def test_a_failed_run_says_why_and_leaves_the_last_in_place() -> None:
    running.run("helpfulness", value=0.25)
    with pytest.raises(ValueError, match="do not agree"):
        running.run("helpfulness", fail=True)
    assert Run.objects.get(state="failed").problem == "ValueError: the sums do not agree"
    assert values() == {0.25}


def test_a_killed_run_is_marked_failed_by_the_next_and_leaves_the_last_in_place() -> None:
    running.run("helpfulness", value=0.25)
    killed = Run.objects.create(measure="helpfulness", state="running", engine="", code_version="")
    assert values() == {0.25}
    running.run("helpfulness", value=0.75)
    killed.refresh_from_db()
    assert killed.state == "failed"
    assert "ended before" in killed.problem


def test_a_measure_is_calculated_by_one_process_at_a_time() -> None:
    key = running._LOCKS + list(running.CALCULATIONS).index("helpfulness")
    with psycopg.connect(address(connection.settings_dict)) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [key])
        with pytest.raises(running.AlreadyRunning):
            running.run("helpfulness")
        # The server notices a closed connection a little later; letting go by word is at once.
        other.execute("SELECT pg_advisory_unlock(%s)", [key])
    assert not Run.objects.exists()
    assert running.run("helpfulness").state == "done"


def test_old_runs_stay_as_a_record_without_their_scores() -> None:
    for _ in range(storing.KEPT_RUNS + 3):
        running.run("helpfulness")
    assert Run.objects.count() == storing.KEPT_RUNS + 3
    assert Score.objects.count() == 3 * (storing.KEPT_RUNS + 1)
