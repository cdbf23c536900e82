"""Cases: what somebody must act on, and the steps that staff take."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from pydantic import BaseModel

from agora.accounts.models import Account
from agora.accounts.permissions import ABILITIES
from agora.api.fields import Id, IdTold, Note, Said, Sentence, Slug, Told
from agora.api.keys import viewer
from agora.api.paging import Cursor, Limit, Page, paged
from agora.api.problems import Fault, Refused
from agora.api.replays import Key, once
from agora.api.routing import Noun
from agora.channels.outbox import NotPermitted
from agora.desk import cases as steps
from agora.desk import replying
from agora.desk.models import Case, CaseNote

router = Noun("cases")
WORK = "work cases"


class CaseRow(BaseModel):
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


class CaseNoteShown(BaseModel):
    """What staff told each other about a case."""

    by: int | None
    body: str
    at: datetime


class CaseShown(CaseRow):
    """A case with its notes and the ids of the posts that answered it."""

    because: str | None
    notes: list[CaseNoteShown]
    replies: list[int]


class NewCaseNote(Told):
    """What to tell the others."""

    body: Note


class NewAssignment(Told):
    """To which account; null: to nobody."""

    to: IdTold | None


class NewClosure(Told):
    """How the case ended, and why."""

    outcome: Literal["answered", "solved", "process", "nothing"]
    because: Sentence = ""


class NewReply(Told):
    """What to answer, in Markdown."""

    body: Said


@router.reads("", Page[CaseRow], title="List cases", ability="see console")
def list_cases(
    request: HttpRequest,
    *,
    cursor: Cursor = None,
    limit: Limit = 50,
    state: Literal["open", "closed", "overdue", "all"] = "open",
    team: Slug | None = None,
) -> Page[CaseRow]:
    """Cases by when they are due; open ones unless you ask for others."""
    rows = _cases(request)
    chosen: dict[str, Any] = {"open": rows.open, "closed": rows.closed, "overdue": rows.overdue, "all": rows.all}
    rows = chosen[state]()
    if team:
        rows = rows.filter(team__slug=team)
    items, following = paged(rows, _row, by="due_at", cursor=cursor, limit=limit)
    return Page[CaseRow](items=items, next=following)


@router.reads("/{id}", CaseShown, title="Get a case", ability="see console")
def get_case(request: HttpRequest, id: Id) -> CaseShown:
    """One case with its notes and answers."""
    return _shown(request, id)


@router.does("/{id}/notes", {201: CaseShown}, title="Note on a case", ability=WORK)
def note_case(request: HttpRequest, id: Id, told: NewCaseNote, key: Key = None) -> CaseShown:
    """Tell the others something about a case; never shown outside."""
    return _step(request, id, key, lambda case, by: steps.note(case, by=by, body=told.body))


@router.does("/{id}/assign", CaseShown, title="Assign a case", ability=WORK)
def assign_case(request: HttpRequest, id: Id, told: NewAssignment, key: Key = None) -> CaseShown:
    """Give a case to somebody who works on cases, or to nobody."""
    return _step(request, id, key, lambda case, by: steps.assign(case, to=_worker(by, told.to), by=by))


@router.does("/{id}/close", CaseShown, title="Close a case", ability=WORK)
def close_case(request: HttpRequest, id: Id, told: NewClosure, key: Key = None) -> CaseShown:
    """Close a case with its outcome and why."""
    return _step(
        request, id, key, lambda case, by: steps.close(case, by=by, outcome=told.outcome, because=told.because)
    )


@router.does("/{id}/reopen", CaseShown, title="Reopen a case", ability=WORK)
def reopen_case(request: HttpRequest, id: Id, key: Key = None) -> CaseShown:
    """Take a closure back."""
    return _step(request, id, key, lambda case, by: steps.reopen(case, by=by))


@router.does("/{id}/replies", {201: CaseShown}, title="Reply to a case", ability=WORK)
def reply_case(request: HttpRequest, id: Id, told: NewReply, key: Key = None) -> CaseShown:
    """Answer in public where the words were said, as the owner of the token."""
    return _step(request, id, key, lambda case, by: replying.reply(case, by=by, body=told.body))


def _step(request: HttpRequest, id: int, key: str | None, step: Any) -> CaseShown:
    by = viewer(request)
    case = get_object_or_404(Case.objects.visible_to(by), pk=id)

    def work() -> CaseShown:
        try:
            step(case, by)
        except (steps.CaseClosed, NotPermitted) as problem:
            raise Refused(409, str(problem)) from problem
        return _shown(request, id)

    return once(request, key, CaseShown, work)


def _worker(by: Account, pk: int | None) -> Account | None:
    if pk is None:
        return None
    workers = Account.objects.visible_to(by).filter(is_active=True, role__in=ABILITIES[WORK])
    if found := workers.filter(pk=pk).first():
        return found
    fault = Fault(detail=f"Account {pk} does not exist or does not work on cases.", pointer="#/to")
    raise Refused(422, "1 value is not what it should be.", faults=[fault])


def _cases(request: HttpRequest) -> Any:
    return Case.objects.visible_to(viewer(request)).with_holder().select_related("team", "closure")


def _row(case: Any) -> CaseRow:
    closure = getattr(case, "closure", None)
    return CaseRow(
        id=case.pk, thread=case.thread_id, post=case.post_id, reason=case.reason, team=case.team.slug,
        holder=case.holder, opened_at=case.opened_at, due_at=case.due_at,
        closed_at=closure.at if closure else None, outcome=closure.outcome if closure else None,
    )  # fmt: skip


def _shown(request: HttpRequest, id: int) -> CaseShown:
    case = get_object_or_404(_cases(request).prefetch_related("notes", "replies"), pk=id)
    closure = getattr(case, "closure", None)
    return CaseShown(
        **_row(case).model_dump(),
        because=closure.because if closure else None,
        notes=[_note(note) for note in case.notes.all()],
        replies=[reply.post_id for reply in case.replies.all()],
    )


def _note(note: CaseNote) -> CaseNoteShown:
    return CaseNoteShown(by=note.by_id, body=note.body, at=note.at)
