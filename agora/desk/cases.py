"""What staff do with a case; every step is kept and audited."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from agora.accounts import audit
from agora.accounts.models import Account, Team
from agora.conversations.models import Post
from agora.core import clock
from agora.desk.models import Assignment, Case, CaseClosure, CaseNote


class CaseClosed(Exception):
    """The case is closed; reopen it first."""


@transaction.atomic
def assign(case: Case, *, to: Account | None, by: Account) -> Assignment:
    """Give a case to somebody, or to nobody."""
    _must_be_open(case)
    audit.record("assign case", by=by, subject=case, to=to.pk if to else None)
    return Assignment.objects.create(case=case, to=to, by=by)


@transaction.atomic
def move(case: Case, *, team: Team, by: Account, because: str) -> None:
    """Pass a case to another department, with the reason."""
    _must_be_open(case)
    audit.record("move case", by=by, subject=case, team=[case.team.slug, team.slug], because=because)
    case.team = team
    case.save(update_fields=["team"])
    note(case, by=by, body=_("Moved to %(team)s: %(because)s") % {"team": team.name, "because": because})


@transaction.atomic
def note(case: Case, *, by: Account, body: str) -> CaseNote:
    """Tell the others something about a case."""
    audit.record("note case", by=by, subject=case)
    return CaseNote.objects.create(case=case, by=by, body=body)


@transaction.atomic
def close(case: Case, *, by: Account, outcome: str, because: str = "") -> CaseClosure:
    """Close a case with its outcome and why."""
    closure, new = CaseClosure.objects.get_or_create(
        case=case, defaults={"by": by, "outcome": outcome, "because": because, "at": clock.now()}
    )
    if not new:
        raise CaseClosed(_("Somebody has closed this case already."))
    audit.record("close case", by=by, subject=case, outcome=outcome, because=because)
    return closure


@transaction.atomic
def reopen(case: Case, *, by: Account) -> None:
    """Take a closure back."""
    CaseClosure.objects.filter(case=case).delete()
    audit.record("reopen case", by=by, subject=case)


@transaction.atomic
def open_by_hand(post: Post, *, team: Team, reason: str, by: Account, due_hours: int = 24) -> Case:
    """Make a case of a post because an employee says so; the post's case if it has one."""
    due = clock.now() + timedelta(hours=due_hours)
    values = {"thread": post.thread, "reason": reason[:300], "team": team, "due_at": due}
    case, new = Case.objects.get_or_create(post=post, defaults=values)
    if new:
        audit.record("open case", by=by, subject=case, reason=reason)
    return case


def _must_be_open(case: Case) -> None:
    if CaseClosure.objects.filter(case=case).exists():
        raise CaseClosed(_("This case is closed; reopen it first."))
