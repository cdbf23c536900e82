"""Questions: what was asked, which answers were accepted, and who has the same question."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from pydantic import BaseModel, Field

from agora.api.fields import Id, IdInput, RequestBody
from agora.api.keys import viewer
from agora.api.paging import Cursor, Limit, PageOutput, paged
from agora.api.problems import FieldFault, Refused
from agora.api.replays import Key, once
from agora.api.routing import NounRouter
from agora.community import asking, questions
from agora.community.models import Question
from agora.conversations.models import Post
from agora.people.holding import identity_of

router = NounRouter("questions")


class QuestionOutput(BaseModel):
    """A question; `id` is that of its thread, `accepted` holds the ids of the posts that answered it."""

    id: int
    title: str
    url: str
    asked_by: int | None = Field(description="the id of an identity; null where nobody is known")
    asked_at: datetime
    answers: int = Field(description="posts beside the question itself, comments included")
    accepted: list[int]
    me_too: int = Field(description="how many others have the same question")


class NewAcceptance(RequestBody):
    """Which post answers the question."""

    post: IdInput


@router.reads("", PageOutput[QuestionOutput], title="List questions")
def list_questions(
    request: HttpRequest, *, cursor: Cursor = None, limit: Limit = 50, solved: bool | None = None
) -> PageOutput[QuestionOutput]:
    """Questions you may see in the order they came in; optionally those with an accepted answer, or those without."""
    rows = _questions(request)
    if solved is not None:
        rows = rows.exclude(accepted=None) if solved else rows.filter(accepted=None)
    items, following = paged(rows, _question_output, by="thread_id", cursor=cursor, limit=limit)
    return PageOutput[QuestionOutput](items=items, next=following)


@router.reads("/{id}", QuestionOutput, title="Get a question")
def get_question(request: HttpRequest, id: Id) -> QuestionOutput:
    """One question."""
    return _question_output(get_object_or_404(_questions(request), pk=id))


@router.does("/{id}/acceptance", QuestionOutput, title="Accept an answer")
def accept_answer(request: HttpRequest, id: Id, payload: NewAcceptance, key: Key = None) -> QuestionOutput:
    """Accept a post as an answer, as who asked or as staff who work cases; a question may have several."""
    return _judgement(request, id, payload, key, _accept)


@router.does("/{id}/acceptance/undo", QuestionOutput, title="Take an acceptance back")
def unaccept_answer(request: HttpRequest, id: Id, payload: NewAcceptance, key: Key = None) -> QuestionOutput:
    """Take the acceptance of a post back; where there is none, nothing changes."""
    return _judgement(request, id, payload, key, lambda _request, question, post: questions.unaccept(question, post))


@router.does("/{id}/me-too", QuestionOutput, title="Have the same question")
def join_question(request: HttpRequest, id: Id, key: Key = None) -> QuestionOutput:
    """Say that you have the same question; you are counted once."""
    question = get_object_or_404(_questions(request), pk=id)

    def work() -> QuestionOutput:
        try:
            asking.join(question, identity=identity_of(viewer(request)))
        except asking.OwnQuestion as problem:
            raise Refused(403, str(problem)) from problem
        return get_question(request, id)

    return once(request, key, QuestionOutput, work)


@router.does("/{id}/me-too/undo", QuestionOutput, title="No longer have the same question")
def leave_question(request: HttpRequest, id: Id, key: Key = None) -> QuestionOutput:
    """Take "me too" back; where there is none, nothing changes."""
    question = get_object_or_404(_questions(request), pk=id)

    def work() -> QuestionOutput:
        asking.leave(question, identity=identity_of(viewer(request)))
        return get_question(request, id)

    return once(request, key, QuestionOutput, work)


def _questions(request: HttpRequest) -> QuerySet[Question]:
    rows = Question.objects.visible_to(viewer(request)).select_related("thread").prefetch_related("accepted")
    counted: QuerySet[Question] = rows.annotate(others=Count("me_too", distinct=True))
    return counted


def _judgement(
    request: HttpRequest,
    id: int,
    payload: NewAcceptance,
    key: str | None,
    judge: Callable[[HttpRequest, Question, Post], object],
) -> QuestionOutput:
    question = get_object_or_404(_questions(request), pk=id)
    account = viewer(request)
    if not questions.may_accept(question.thread, account, identity_of(account)):
        raise Refused(403, "Who asked says which answer helped, and staff who work cases.")
    post = Post.objects.visible_to(account).filter(pk=payload.post).first()
    if post is None:
        fault = FieldFault(detail=f"There is no {payload.post} here, or it is not for you to see.", pointer="#/post")
        raise Refused(422, "1 value is not what it should be.", faults=[fault])

    def work() -> QuestionOutput:
        judge(request, question, post)
        return get_question(request, id)

    return once(request, key, QuestionOutput, work)


def _accept(request: HttpRequest, question: Question, post: Post) -> None:
    try:
        questions.accept(question, post, by=identity_of(viewer(request)))
    except questions.NotAnAnswer as problem:
        raise Refused(409, str(problem)) from problem


def _question_output(question: Question) -> QuestionOutput:
    thread = question.thread
    return QuestionOutput(
        id=thread.pk,
        title=thread.title,
        url=thread.url,
        asked_by=thread.opened_by_id,
        asked_at=thread.opened_at,
        answers=max(thread.post_count - 1, 0),
        accepted=[answer.post_id for answer in question.accepted.all()],
        me_too=getattr(question, "others", 0),
    )
