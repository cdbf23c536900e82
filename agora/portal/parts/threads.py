"""Lists of threads, a page at a time, with what a row needs in the same few queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext, ngettext

from agora.accounts.models import Viewer
from agora.community.models import Question
from agora.conversations.models import Thread
from agora.core import pagination
from agora.pages.marks import Mark

ROWS_A_PAGE = 30


@dataclass(frozen=True, slots=True)
class ThreadList:
    """One page of a list of threads, and the cursor of the next."""

    rows: tuple[ListRow, ...]
    following: str | None


def threads_of(viewer: Viewer, kind: str) -> QuerySet[Thread]:
    """The threads of a kind a viewer may see, with what their rows show."""
    return Thread.objects.visible_to(viewer).filter(kind=kind).select_related("opened_by", "source")


def thread_list(threads: QuerySet[Thread], *, by: str, cursor: str | None, viewer: Viewer) -> ThreadList:
    """Read one page of threads. Raises pagination.BadCursor."""
    page = pagination.page(threads, by=by, cursor=cursor or None, limit=ROWS_A_PAGE)
    return ThreadList(thread_rows(page.rows, viewer=viewer, by_opening=by == "-opened_at"), page.following)


def thread_rows(threads: Sequence[Thread], *, viewer: Viewer, by_opening: bool = False) -> tuple[ListRow, ...]:
    """Return the rows of threads; solved questions are marked."""
    ids = [thread.pk for thread in threads if thread.kind == Thread.Kind.QUESTION]
    solved = solved_among(ids, viewer=viewer) if ids else set()
    return tuple(thread_row(thread, solved=thread.pk in solved, by_opening=by_opening) for thread in threads)


def solved_among(ids: Sequence[int], *, viewer: Viewer) -> set[int]:
    """Return which of the questions (ids of their threads) have an accepted answer."""
    return set(Question.objects.visible_to(viewer).answered().filter(pk__in=ids).values_list("pk", flat=True))


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row as components/row.html draws it."""

    title: str
    href: str
    excerpt: str = ""
    initials: str = ""
    tone: int = 0
    meta: tuple[str, ...] = ()
    badges: tuple[Mark, ...] = ()
    when: datetime | None = None
    end: tuple[str, ...] = ()


def answers(count: int) -> str:
    """Say how many answers a question has."""
    return ngettext("%(count)d answer", "%(count)d answers", count) % {"count": count}


def thread_row(thread: Thread, *, solved: bool = False, by_opening: bool = False) -> ListRow:
    """Return a thread's row; a question says how many answers it has and whether one was accepted."""
    author = thread.opened_by
    more = max(thread.post_count - 1, 0)
    replies = ngettext("%(count)d reply", "%(count)d replies", more) % {"count": more}
    question = thread.kind == Thread.Kind.QUESTION
    marks = (Mark(gettext("solved"), "good", "check"),) if solved else ()
    place = (thread.source.name,) if not thread.source.is_portal else ()
    by = (gettext("by %(name)s") % {"name": author},) if author else ()
    return ListRow(
        title=thread.title,
        href=thread.get_absolute_url(),
        meta=(*by, *place),
        badges=marks,
        when=thread.opened_at if by_opening else thread.last_post_at,
        end=(answers(more) if question else replies,),
    )


def takes_part(thread: Thread) -> bool:
    """Whether members may answer and vote here: in threads of our own portal, not in those heard elsewhere."""
    return thread.source.is_portal
