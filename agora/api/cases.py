"""Cases: what somebody must act on, and the steps that staff take."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from pydantic import BaseModel

from agora.accounts.models import Account
from agora.accounts.permissions import accounts_that_may
from agora.api.fields import Id, IdInput, Note, RequestBody, Sentence, Slug, Words
from agora.api.keys import viewer
from agora.api.paging import Cursor, Limit, PageOutput, paged
from agora.api.problems import FieldFault, Refused
from agora.api.replays import Key, once
from agora.api.routing import NounRouter
from agora.channels.outbox import NotPermitted
from agora.desk import cases as steps
from agora.desk import replying
from agora.desk.models import Case, CaseNote

router = NounRouter("cases")
WORK = "work cases"


class CaseSummary(BaseModel):
    """A case: the post that opened it, why, whose it is and by when; `holder` is the account that has it now."""

    id: int
    thread: int
    post: int
    reason: str
    team: str
    holder: int | None
    opened_at: datetime
    due_at: datetime
    closed_at: datetime | None
    outcome: str | None


class CaseNoteOutput(BaseModel):
    """What staff told each other about a case."""

    by: int | None
    body: str
    at: datetime


class CaseOutput(CaseSummary):
    """A case with its notes and the ids of the posts that answered it."""

    because: str | None
    notes: list[CaseNoteOutput]
    replies: list[int]


class NewCaseNote(RequestBody):
    """What to tell the others."""

    body: Note


class NewAssignment(RequestBody):
    """To which account; null: to nobody."""

    to: IdInput | None


class NewClosure(RequestBody):
    """How the case ended, and why."""

    outcome: Literal["answered", "solved", "process", "nothing"]
    because: Sentence = ""


class NewReply(RequestBody):
    """What to answer, in Markdown."""

    body: Words


@router.reads("", PageOutput[CaseSummary], title="List cases", ability="see console")
def list_cases(
    request: HttpRequest,
    *,
    cursor: Cursor = None,
    limit: Limit = 50,
    state: Literal["open", "closed", "overdue", "all"] = "open",
    team: Slug | None = None,
) -> PageOutput[CaseSummary]:
    """Cases by when they are due; open ones unless you ask for others."""
    rows = _cases(request)
    by_state: dict[str, Any] = {"open": rows.open, "closed": rows.closed, "overdue": rows.overdue, "all": rows.all}
    rows = by_state[state]()
    if team:
        rows = rows.filter(team__slug=team)
    items, following = paged(rows, _row, by="due_at", cursor=cursor, limit=limit)
    return PageOutput[CaseSummary](items=items, next=following)


@router.reads("/{id}", CaseOutput, title="Get a case", ability="see console")
def get_case(request: HttpRequest, id: Id) -> CaseOutput:
    """One case with its notes and answers."""
    return _case_output(request, id)


@router.does("/{id}/notes", {201: CaseOutput}, title="Note on a case", ability=WORK)
def note_case(request: HttpRequest, id: Id, payload: NewCaseNote, key: Key = None) -> CaseOutput:
    """Tell the others something about a case; never shown outside."""
    return _step(request, id, key, lambda case, by: steps.note(case, by=by, body=payload.body))


@router.does("/{id}/assign", CaseOutput, title="Assign a case", ability=WORK)
def assign_case(request: HttpRequest, id: Id, payload: NewAssignment, key: Key = None) -> CaseOutput:
    """Give a case to somebody who works on cases, or to nobody."""
    return _step(request, id, key, lambda case, by: steps.assign(case, to=_worker(by, payload.to), by=by))


@router.does("/{id}/close", CaseOutput, title="Close a case", ability=WORK)
def close_case(request: HttpRequest, id: Id, payload: NewClosure, key: Key = None) -> CaseOutput:
    """Close a case with its outcome and why."""
    return _step(
        request, id, key, lambda case, by: steps.close(case, by=by, outcome=payload.outcome, because=payload.because)
    )


@router.does("/{id}/reopen", CaseOutput, title="Reopen a case", ability=WORK)
def reopen_case(request: HttpRequest, id: Id, key: Key = None) -> CaseOutput:
    """Take a closure back."""
    return _step(request, id, key, lambda case, by: steps.reopen(case, by=by))


@router.does("/{id}/replies", {201: CaseOutput}, title="Reply to a case", ability=WORK)
def reply_case(request: HttpRequest, id: Id, payload: NewReply, key: Key = None) -> CaseOutput:
    """Answer in public where the words were said, as the owner of the token."""
    return _step(request, id, key, lambda case, by: replying.reply(case, by=by, body=payload.body))


def _step(request: HttpRequest, id: int, key: str | None, step: Any) -> CaseOutput:
    by = viewer(request)
    case = get_object_or_404(Case.objects.visible_to(by), pk=id)

    def work() -> CaseOutput:
        try:
            step(case, by)
        except (steps.CaseClosed, NotPermitted) as problem:
            raise Refused(409, str(problem)) from problem
        return _case_output(request, id)

    return once(request, key, CaseOutput, work)


def _worker(by: Account, pk: int | None) -> Account | None:
    if pk is None:
        return None
    if worker := accounts_that_may(WORK, viewer=by).filter(pk=pk).first():
        return worker
    fault = FieldFault(detail=f"Account {pk} does not exist or does not work on cases.", pointer="#/to")
    raise Refused(422, "1 value is not what it should be.", faults=[fault])


def _cases(request: HttpRequest) -> Any:
    return Case.objects.visible_to(viewer(request)).with_holder().select_related("team", "closure")


def _row(case: Any) -> CaseSummary:
    closure = getattr(case, "closure", None)
    return CaseSummary(
        id=case.pk,
        thread=case.thread_id,
        post=case.post_id,
        reason=case.reason,
        team=case.team.slug,
        holder=case.holder,
        opened_at=case.opened_at,
        due_at=case.due_at,
        closed_at=closure.at if closure else None,
        outcome=closure.outcome if closure else None,
    )


def _case_output(request: HttpRequest, id: int) -> CaseOutput:
    case = get_object_or_404(_cases(request).prefetch_related("notes", "replies"), pk=id)
    closure = getattr(case, "closure", None)
    return CaseOutput(
        **_row(case).model_dump(),
        because=closure.because if closure else None,
        notes=[_note(note) for note in case.notes.all()],
        replies=[reply.post_id for reply in case.replies.all()],
    )


def _note(note: CaseNote) -> CaseNoteOutput:
    return CaseNoteOutput(by=note.by_id, body=note.body, at=note.at)
