"""A case from hand to hand: who has it, whose it is, when it is late, how it ends, and what of it is written down."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from agora.accounts.models import Account, AuditEntry, Team
from agora.community import asking
from agora.conversations.models import Post
from agora.desk import cases, replying
from agora.desk.cases import CaseClosed
from agora.desk.models import Case, CaseClosure, CaseReply
from agora.desk.timeline import cases as told_cases
from agora.people.holding import hold
from agora.people.models import Identity
from tests.api.conftest import Caller
from tests.cast import NOON, Cast
from tests.conversations.heard import hours_later
from tests.desk.posts import read_post

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def opened(cast: Cast, name: str = "1", *, due_hours: int = 24, reason: str = "Asks for help") -> Case:
    return cases.open_by_hand(
        read_post(name), team=cast.service, reason=reason, by=cast.ines, due_hours=due_hours
    )  # fmt: skip


def names(rows: Any) -> set[str]:
    return set(rows.values_list("post__origin_id", flat=True))


def test_a_case_opened_by_hand_is_one_a_post_and_the_first_hand_counts(cast: Cast) -> None:
    case = opened(cast, due_hours=3)
    again = cases.open_by_hand(case.post, team=cast.service, reason="Other", by=cast.max, due_hours=9)
    assert (again, again.reason, again.due_at) == (case, "Asks for help", hours_later(3))
    assert AuditEntry.objects.filter(action="open case").count() == 1
    assert (case.route, case.opened_at) == (None, NOON)


def test_a_long_reason_is_cut(cast: Cast) -> None:
    assert opened(cast, reason="x" * 400).reason == "x" * 300


# Hours of service, hours gone by, whether it is closed → what the case is.
CLOCK: list[tuple[int, int, bool, bool]] = [
    (4, 3, False, False),
    (4, 4, False, False),
    (4, 5, False, True),
    (4, 5, True, False),
    (24, 23, False, False),
    (24, 25, False, True),
    (24, 25, True, False),
    (0, 1, False, True),
]


@pytest.mark.parametrize(("hours", "gone", "closed", "overdue"), CLOCK)
def test_a_case_is_overdue_when_its_time_is_up_and_never_when_it_is_closed(
    cast: Cast, hours: int, gone: int, closed: bool, overdue: bool
) -> None:
    case = opened(cast, due_hours=hours)
    if closed:
        cases.close(case, by=cast.ines, outcome="solved")
    with time_machine.travel(NOON + timedelta(hours=gone), tick=False):
        assert Case.objects.overdue().exists() == overdue
        assert Case.objects.open().exists() != closed
        assert Case.objects.closed().exists() == closed
        listed = Caller(cast.root).get("cases", state="overdue").json()["items"]
        assert bool(listed) == overdue


def test_a_case_closed_late_and_opened_again_is_overdue_again(cast: Cast) -> None:
    case = opened(cast, due_hours=1)
    with time_machine.travel(hours_later(9), tick=False):
        cases.close(case, by=cast.ines, outcome="solved")
        assert not Case.objects.overdue().exists()
        cases.reopen(case, by=cast.max)
        assert Case.objects.overdue().get() == case


def test_open_closed_and_overdue_divide_the_cases(client: Client, cast: Cast) -> None:
    for name, due in (("late", 1), ("fresh", 48), ("done", 1)):
        opened(cast, name, due_hours=due)
    cases.close(Case.objects.get(post__origin_id="done"), by=cast.ines, outcome="nothing")
    with time_machine.travel(hours_later(5), tick=False):
        rows = {"open": {"late", "fresh"}, "overdue": {"late"}, "closed": {"done"}, "all": {"late", "fresh", "done"}}
        by_post = dict(Post.objects.values_list("pk", "origin_id"))
        for state, wanted in rows.items():
            items = Caller(cast.root).get("cases", state=state).json()["items"]
            assert {by_post[row["post"]] for row in items} == wanted, state


def test_cases_are_listed_by_when_they_are_due(cast: Cast) -> None:
    for name, due in (("b", 5), ("c", 9), ("a", 1)):
        opened(cast, name, due_hours=due)
    assert [one.post.origin_id for one in Case.objects.select_related("post")] == ["a", "b", "c"]
    items = Caller(cast.root).get("cases").json()["items"]
    assert [row["due_at"] for row in items] == sorted(row["due_at"] for row in items)


def test_the_newest_assignment_says_who_has_a_case_and_nobody_may(cast: Cast) -> None:
    case, other = opened(cast), opened(cast, "2")
    for to, name in ((cast.ines, "Ines"), (cast.max, "Max"), (None, None), (cast.root, "Root")):
        cases.assign(case, to=to, by=cast.max)
        row = Case.objects.with_holder().get(pk=case.pk)
        assert (row.holder, row.holder_name) == (to.pk if to else None, name)
    assert Case.objects.with_holder().get(pk=other.pk).holder is None
    assert [one.to for one in case.assignments.all()] == [cast.root, None, cast.max, cast.ines]


def test_moving_changes_the_team_and_tells_the_others_why(cast: Cast) -> None:
    case = opened(cast)
    workshop = Team.objects.create(slug="workshop", name="Workshop")
    cases.move(case, team=workshop, by=cast.ines, because="Needs tools.")
    assert Case.objects.get().team == workshop
    note = case.notes.get()
    assert (note.by, note.body) == (cast.ines, "Moved to Workshop: Needs tools.")
    moved = AuditEntry.objects.get(action="move case").detail
    assert moved == {"team": ["service", "workshop"], "because": "Needs tools."}
    assert Case.objects.get().due_at == hours_later(24)


STEPS: dict[str, Callable[[Case, Cast], Any]] = {
    "assign": lambda case, cast: cases.assign(case, to=cast.ines, by=cast.ines),
    "move": lambda case, cast: cases.move(case, team=cast.service, by=cast.ines, because="x"),
    "close": lambda case, cast: cases.close(case, by=cast.ines, outcome="nothing"),
}


@pytest.mark.parametrize("step", STEPS)
def test_a_closed_case_takes_no_step_and_leaves_no_trace_of_trying(cast: Cast, step: str) -> None:
    case = opened(cast)
    closure = cases.close(case, by=cast.max, outcome="solved", because="replaced")
    before = AuditEntry.objects.count()
    with pytest.raises(CaseClosed):
        STEPS[step](case, cast)
    assert CaseClosure.objects.get() == closure
    assert (closure.by, closure.outcome, closure.because, closure.at) == (cast.max, "solved", "replaced", NOON)
    assert (case.assignments.count(), case.notes.count(), AuditEntry.objects.count()) == (0, 0, before)


def test_a_note_on_a_closed_case_is_kept_and_every_note_in_order(cast: Cast) -> None:
    case = opened(cast)
    cases.close(case, by=cast.max, outcome="solved")
    for hour, body in ((2, "second"), (1, "first")):
        with time_machine.travel(hours_later(hour), tick=False):
            cases.note(case, by=cast.ines, body=body)
    assert [one.body for one in case.notes.all()] == ["first", "second"]


def test_a_case_is_answered_in_its_thread_to_the_post_that_opened_it_and_the_answer_is_kept_with_it(cast: Cast) -> None:
    question = asking.ask(author=cast.voice(cast.ada), title="Why do they squeal?", body="When wet.")
    opening = question.thread.posts.get()
    case = cases.open_by_hand(opening, team=cast.service, reason="x", by=cast.ines)
    reply = replying.reply(case, by=cast.ines, body="We will look.")
    assert (reply.post.thread, reply.post.reply_to, reply.post.author, reply.by) == (
        question.thread, opening, cast.voice(cast.ines), cast.ines,
    )  # fmt: skip
    assert CaseReply.objects.get().case == case
    assert AuditEntry.objects.get(action="reply to case").detail == {"post": reply.post.pk}
    assert Case.objects.open().get() == case


# Each step at the API → who may take it.
WORKERS = {"ada": 403, "ines": 201, "ana": 403, "max": 201, "root": 201}


@pytest.mark.parametrize(("who", "status"), WORKERS.items())
def test_who_works_cases(client: Client, cast: Cast, who: str, status: int) -> None:
    case = opened(cast)
    assert Caller(getattr(cast, who)).post(f"cases/{case.pk}/notes", {"body": "Hm."}).status_code == status
    assert case.notes.exists() == (status == 201)
    client.force_login(getattr(cast, who))
    for step, values in (("assignments", {"to": ""}), ("closure", {"outcome": "solved"}), ("reopening", {})):
        answer = client.post(f"/console/cases/{case.pk}/{step}/", values)
        assert answer.status_code == (302 if status == 201 else 403), step
    assert AuditEntry.objects.filter(action="reopen case").exists() == (status == 201)


def test_the_timeline_tells_the_cases_of_a_persons_words_newest_first_and_how_they_ended(cast: Cast) -> None:
    for hour, name in ((0, "1"), (2, "2"), (1, "3")):
        with time_machine.travel(hours_later(hour), tick=False):
            opened(cast, name, reason=f"Reason {name}")
    read_post("4", by="ben")
    cases.open_by_hand(Post.objects.get(origin_id="4"), team=cast.service, reason="Not hers", by=cast.ines)
    ada = hold(Identity.objects.get(origin_id="ada"), reason="influence", because="asks")
    cases.close(Case.objects.get(post__origin_id="3"), by=cast.ines, outcome="process")
    told = told_cases(ada, None, 5)
    assert [(one.at, one.lane, one.body) for one in told] == [
        (hours_later(2), "did", "Reason 2 → open"),
        (hours_later(1), "did", "Reason 3 → passed to whoever can change the process"),
        (NOON, "did", "Reason 1 → open"),
    ]
    assert told[0].title == f"Case #{Case.objects.get(post__origin_id='2').pk} for Customer service"
    assert told[0].url == Case.objects.get(post__origin_id="2").get_absolute_url()
    assert [one.at for one in told_cases(ada, hours_later(2), 1)] == [hours_later(1)]


class Histories(TestCase):
    @given(st.lists(st.sampled_from(["assign", "move", "close", "reopen", "note"]), max_size=12))
    @settings(max_examples=25, deadline=None, derandomize=True)
    def test_after_any_history_a_case_is_open_unless_it_was_closed_last_and_every_step_is_written(
        self, history: list[str]
    ) -> None:
        cast = Cast()
        case = cases.open_by_hand(read_post("1"), team=cast.service, reason="x", by=cast.ines)
        closed, steps = False, ["open case"]
        for step in history:
            if step in {"assign", "move", "close"} and closed:
                with pytest.raises(CaseClosed):
                    STEPS[step](case, cast)
                continue
            if step == "reopen":
                cases.reopen(case, by=cast.ines)
            elif step == "note":
                cases.note(case, by=cast.ines, body="Hm.")
            else:
                STEPS[step](case, cast)
            closed = step == "close" or (closed and step != "reopen")
            steps += [f"{step} case", "note case"] if step == "move" else [f"{step} case"]
        assert Case.objects.closed().exists() == closed
        assert list(AuditEntry.objects.order_by("pk").values_list("action", flat=True)) == steps


def test_giving_a_case_is_written_down_with_whom_it_was_given(cast: Cast) -> None:
    case = opened(cast)
    for to in (cast.max, None):
        cases.assign(case, to=to, by=cast.ines)
    rows = AuditEntry.objects.filter(action="assign case").order_by("pk").values_list("by__name", "subject", "detail")
    assert list(rows) == [
        ("Ines", f"case {case.pk}", {"to": cast.max.pk}),
        ("Ines", f"case {case.pk}", {"to": None}),
    ]


# Steps that cannot be taken to their end: what they give is in no table.
BROKEN: dict[str, Callable[[Case, Cast], Any]] = {
    "assign": lambda case, cast: cases.assign(case, to=Account(name="Nobody"), by=cast.ines),
    "move": lambda case, cast: cases.move(case, team=Team(slug="nowhere"), by=cast.ines, because="x"),
    "note": lambda case, cast: cases.note(case, by=cast.ines, body=None),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("step", BROKEN)
def test_a_step_that_fails_leaves_nothing_of_itself(cast: Cast, step: str) -> None:
    case = opened(cast)
    before = AuditEntry.objects.count()
    with pytest.raises((ValueError, IntegrityError)):
        BROKEN[step](case, cast)
    assert (AuditEntry.objects.count(), case.notes.count(), case.assignments.count()) == (before, 0, 0)
    assert Case.objects.get().team == cast.service
