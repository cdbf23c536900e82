"""Lists of threads, a page at a time, with what a row needs in the same few queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from agora.accounts.models import Viewer
from agora.community.models import Question
from agora.conversations.models import Thread
from agora.core import pagination
from agora.portal.shown import Row, thread_row

ROWS_A_PAGE = 30


@dataclass(frozen=True, slots=True)
class Tab:
    """One view of a list, as components/tabs.html draws it."""

    label: str
    href: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of a list of threads, and the cursor of the next."""

    rows: tuple[Row, ...]
    following: str | None


def threads_of(viewer: Viewer, kind: str) -> QuerySet[Thread]:
    """The threads of a kind a viewer may see, with what their rows show."""
    return Thread.objects.visible_to(viewer).filter(kind=kind).select_related("opened_by", "source")


def listed(threads: QuerySet[Thread], *, by: str, cursor: str | None, viewer: Viewer) -> Listed:
    """Read one page of threads. Raises pagination.BadCursor."""
    page = pagination.page(threads, by=by, cursor=cursor or None, limit=ROWS_A_PAGE)
    return Listed(rows_of(page.rows, viewer=viewer, asked=by == "-opened_at"), page.following)


def rows_of(threads: Sequence[Thread], *, viewer: Viewer, asked: bool = False) -> tuple[Row, ...]:
    """Return the rows of threads; solved questions are marked."""
    ids = [thread.pk for thread in threads if thread.kind == Thread.Kind.QUESTION]
    solved = solved_among(ids, viewer=viewer) if ids else set()
    return tuple(thread_row(thread, solved=thread.pk in solved, asked=asked) for thread in threads)


def solved_among(ids: Sequence[int], *, viewer: Viewer) -> set[int]:
    """Return which of the questions (ids of their threads) have an accepted answer."""
    return set(Question.objects.visible_to(viewer).answered().filter(pk__in=ids).values_list("pk", flat=True))
