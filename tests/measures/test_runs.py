"""A run is stored whole or not at all, one at a time; a round of runs is shown together; a kill costs one step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import psycopg
import pytest
from django.db import connection
from procrastinate.jobs import Job
from procrastinate.testing import InMemoryConnector

from agora.core.database import address
from agora.core.jobs import app, drain
from agora.measures import jobs, running, storing
from agora.measures.models import Run, Score
from agora.measures.results import Result, ScoreBlock

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Panel:
    """What a calculation of the tests reads."""

    post: np.ndarray[Any, Any]


class Figures:
    """A calculation that gives every post a score the test can tell, and counts how often it was asked to."""

    def __init__(self) -> None:
        self.posts, self.asked, self.fails = 3, 0, False

    def parameters(self) -> dict[str, Any]:
        return {"level": 0.9, "value": 0.5}

    def read(self, reader: object) -> tuple[Panel]:
        return (Panel(np.arange(1, self.posts + 1)),)

    def calculate(self, panel: Panel, *, value: float, progress: Any, **others: Any) -> Result:
        self.asked += 1
        progress("weighing")
        if self.fails:
            raise ValueError("the sums do not agree")
        block = ScoreBlock(
            "helpfulness", panel.post, np.full(panel.post.size, value), of="post", basis={"votes": panel.post}
        )
        return Result(inputs={"posts": panel.post.size}, outcome={"cannot_say": []}, scores=[block])


@pytest.fixture(autouse=True)
def figures(monkeypatch: pytest.MonkeyPatch) -> dict[str, Figures]:
    """Every measure is calculated by Figures of its own."""
    made = {name: Figures() for name in running.CALCULATIONS}
    monkeypatch.setattr(running, "calculation", made.__getitem__)
    return made


def run(value: float = 0.5) -> Run:
    return running.measure("helpfulness", parameters={"helpfulness": {"value": value}})["helpfulness"]


def values() -> set[float]:
    return set(Score.objects.current().values_list("value", flat=True))


def test_a_run_keeps_inputs_parameters_outcome_engine_and_code() -> None:
    made = run(0.25)
    made.refresh_from_db()
    assert (made.state, made.is_current) == ("done", True)
    assert made.inputs["posts"] == 3
    assert made.inputs["digest"]
    assert made.parameters == {"level": 0.9, "value": 0.25}
    assert made.engine.startswith("numpy")
    assert made.code_version
    assert made.finished_at
    assert list(Score.objects.order_by("subject_id").values_list("basis", flat=True)) == [
        {"votes": n} for n in (1, 2, 3)
    ]


def test_the_newest_run_is_the_one_pages_read() -> None:
    run(0.25)
    run(0.75)
    assert values() == {0.75}
    assert Run.objects.filter(is_current=True).count() == 1


def test_what_has_not_changed_is_not_calculated_again(figures: dict[str, Figures]) -> None:
    first = run()
    assert run() == first
    assert figures["helpfulness"].asked == 1
    figures["helpfulness"].posts = 4
    assert run() != first
    assert run(0.75).parameters["value"] == 0.75
    assert figures["helpfulness"].asked == 3
    running.measure("helpfulness", parameters={"helpfulness": {"value": 0.75}}, fresh=True)
    assert figures["helpfulness"].asked == 4


def test_a_failed_run_says_why_and_leaves_the_last_in_place(figures: dict[str, Figures]) -> None:
    run(0.25)
    figures["helpfulness"].fails = True
    with pytest.raises(ValueError, match="do not agree"):
        run(0.5)
    assert Run.objects.get(state="failed").problem == "ValueError: the sums do not agree"
    assert values() == {0.25}


def test_a_round_is_shown_whole_and_goes_on_where_it_was_interrupted(figures: dict[str, Figures]) -> None:
    running.measure()
    for each in figures.values():
        each.posts = 5
    figures["value"].fails = True
    with pytest.raises(ValueError, match="do not agree"):
        running.measure()
    # Helpfulness and influence are done, but pages read the round before until all of it is.
    assert {run.inputs["posts"] for run in Run.objects.filter(is_current=True)} == {3}
    figures["value"].fails = False
    running.measure()
    assert {run.inputs["posts"] for run in Run.objects.filter(is_current=True)} == {5}
    assert [figures[name].asked for name in running.CALCULATIONS] == [2, 2, 2, 3, 2]


def test_a_killed_run_is_marked_failed_by_the_next_and_leaves_the_last_in_place() -> None:
    run(0.25)
    killed = Run.objects.create(measure="helpfulness", state="running", engine="", code_version="")
    assert values() == {0.25}
    run(0.75)
    killed.refresh_from_db()
    assert killed.state == "failed"
    assert "ended before" in killed.problem


def test_a_measure_is_calculated_by_one_process_at_a_time() -> None:
    key = running._FIRST_LOCK + running.CALCULATIONS.index("helpfulness")
    with psycopg.connect(address(connection.settings_dict)) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [key])
        with pytest.raises(running.MeasureRunning):
            run()
        # The server notices a closed connection a little later; letting go by word is at once.
        other.execute("SELECT pg_advisory_unlock(%s)", [key])
    assert not Run.objects.exists()
    assert run().state == "done"


def test_old_runs_stay_as_a_record_without_their_scores() -> None:
    for step in range(storing.KEPT_RUNS + 3):
        run(step / 10)
    assert Run.objects.count() == storing.KEPT_RUNS + 3
    assert Score.objects.count() == 3 * (storing.KEPT_RUNS + 1)


def test_each_step_is_told_with_its_measure() -> None:
    heard: list[tuple[str, int, int]] = []
    running.measure("helpfulness", progress=lambda step, done=0, total=0: heard.append((step, done, total)))
    assert heard == [
        ("helpfulness: reading", 0, 0), ("helpfulness: weighing", 0, 0), ("helpfulness: storing", 3, 3),
    ]  # fmt: skip


def test_what_a_score_rests_on_becomes_json_with_gaps_words_and_lists() -> None:
    columns = {
        "votes": np.array([1, 2]), "share": np.array([0.5, np.nan]), "sure": np.array([True, False]),
        "kind": ['a "review"', "answer"], "stars": [[1, 0], [0, 2]],
    }  # fmt: skip
    assert storing.objects(columns, 2).to_pylist() == [
        '{"votes":1,"share":0.5,"sure":true,"kind":"a \\"review\\"","stars":[1, 0]}',
        '{"votes":2,"share":null,"sure":false,"kind":"answer","stars":[0, 2]}',
    ]
    assert storing.objects({}, 2).to_pylist() == ["{}", "{}"]


def test_words_so_many_that_they_come_in_chunks_are_written_like_few() -> None:
    words = np.full(4000, "a" * 5000)  # 80 MB as numpy has them, which Arrow takes in pieces
    written = storing.objects({"said": words}, words.size)
    assert len(written) == words.size
    assert written[3999].as_py() == '{"said":"' + words[3999] + '"}'


def test_what_an_interrupted_round_has_finished_is_not_shown_by_another_measure(figures: dict[str, Figures]) -> None:
    running.measure()
    for each in figures.values():
        each.posts = 5
    figures["value"].fails = True
    with pytest.raises(ValueError, match="do not agree"):
        running.measure()
    running.measure("helpfulness")
    shown = {run.measure: run.inputs["posts"] for run in Run.objects.filter(is_current=True)}
    assert shown == {name: 5 if name == "helpfulness" else 3 for name in running.CALCULATIONS}


def test_every_night_all_measures_are_calculated_and_shown() -> None:
    assert ("41 2 * * *", "agora.measures.jobs.measure_all") in {
        (periodic.cron, periodic.task.name) for periodic in app.periodic_registry.periodic_tasks.values()
    }
    jobs.measure_all.defer(timestamp=0)
    drain()
    assert set(Run.objects.filter(is_current=True).values_list("measure", flat=True)) == set(running.CALCULATIONS)


def test_a_night_on_which_somebody_calculates_is_tried_again_until_the_morning() -> None:
    queue = InMemoryConnector()
    key = running._FIRST_LOCK + running.CALCULATIONS.index("helpfulness")
    with psycopg.connect(address(connection.settings_dict)) as other, app.replace_connector(queue) as night:
        other.execute("SELECT pg_advisory_lock(%s)", [key])
        night.tasks["agora.measures.jobs.measure_all"].defer(timestamp=0)
        night.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)
        other.execute("SELECT pg_advisory_unlock(%s)", [key])
    (job,) = (job for job in queue.jobs.values() if job["queue_name"] == "measures")
    assert (job["status"], job["attempts"]) == ("todo", 1)
    assert timedelta(minutes=25) < job["scheduled_at"] - datetime.now(UTC) < timedelta(minutes=35)
    assert not Run.objects.filter(is_current=True)


def test_a_night_that_fails_for_another_reason_is_not_tried_again() -> None:
    decided = jobs.TONIGHT.get_retry_decision
    job = Job(id=1, queue="measures", lock=None, queueing_lock=None, task_name="measure_all", attempts=1)
    assert decided(exception=ValueError("the sums do not agree"), job=job) is None
    assert decided(exception=running.MeasureRunning(), job=job)
    assert decided(exception=running.MeasureRunning(), job=job.evolve(attempts=8)) is None
