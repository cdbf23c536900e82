"""What waits behind the names of the rooms: new words in the inbox, and the open cases of one's own departments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Value
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from agora.accounts.models import Account
from agora.accounts.permissions import requires
from agora.conversations.models import Post, Thread
from agora.core import clock
from agora.desk.models import Case

# Nobody reads a larger number, and counting further would cost every page.
MOST = 99
COOKIE = "inbox_seen"
AT_FIRST = timedelta(days=1)
KEPT_SECONDS = 60 * 60 * 24 * 90


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many conversations have words this employee has not seen in the inbox, and how many open cases they share."""

    conversations: str = ""
    cases: str = ""


@require_safe
@requires("see console")
def page(request: HttpRequest) -> HttpResponse:
    """Give the counts to a page that is there already: no page waits for them."""
    return render(request, "console/conversations/waiting.html", {"waiting": read(request), "places": ("side", "top")})


def read(request: HttpRequest) -> Waiting:
    """Return what waits for who is signed in, in one query that reads at most a hundred rows of each."""
    viewer = request.user
    if not isinstance(viewer, Account) or not viewer.may("see console"):
        return Waiting()
    talk = _unseen(viewer, _last_visit(request)).order_by().annotate(room=Value("conversations"))
    cases: Any = Case.objects.visible_to(viewer)
    cases = cases.open().filter(team__in=viewer.teams.all()).order_by().annotate(room=Value("cases"))
    rows = talk.values_list("room", "pk")[: MOST + 1].union(cases.values_list("room", "pk")[: MOST + 1], all=True)
    rooms = [room for room, _pk in rows]
    return Waiting(_count_text(rooms.count("conversations")), _count_text(rooms.count("cases")))


def mark_seen(request: HttpRequest) -> None:
    """Take the whole inbox as opened now: what is in it is no longer new, on this page already."""
    request.COOKIES[COOKIE] = f"{request.user.pk}.{int(clock.now().timestamp() * 1000)}"


def remember(request: HttpRequest, response: HttpResponse) -> None:
    """Let this browser remember when the inbox was opened."""
    response.set_cookie(
        COOKIE,
        request.COOKIES[COOKIE],
        max_age=KEPT_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _last_visit(request: HttpRequest) -> datetime:
    # A number of this browser's own: whoever changes it changes their own badge.
    whose, _dot, milliseconds = request.COOKIES.get(COOKIE, "").partition(".")
    if (
        whose != str(request.user.pk)
        or not (milliseconds.isascii() and milliseconds.isdecimal())
        or len(milliseconds) > 13
    ):
        return clock.now() - AT_FIRST
    return datetime.fromtimestamp(int(milliseconds) / 1000, tz=UTC)


def _unseen(viewer: Account, since: datetime) -> Any:
    # Driven from the threads, whose index ends at the moment: what is older is never looked at.
    words = Post.objects.visible_to(viewer).by_others().filter(thread=OuterRef("pk"), said_at__gt=since).order_by()
    return Thread.objects.visible_to(viewer).filter(Exists(words), last_post_at__gt=since)


def _count_text(count: int) -> str:
    return f"{MOST}+" if count > MOST else str(count or "")
