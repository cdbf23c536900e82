"""What the first page answers: who needs somebody, what changed, whose word carried, what the customers are worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agora.accounts.models import Account
from agora.console.parts.cases import CaseRow, rows_of
from agora.console.parts.weights import amount, interval
from agora.console.today.changes import Change, changes
from agora.core import clock, jobs
from agora.core.models import Import
from agora.desk.models import Case
from agora.measures import scores
from agora.measures.models import Run
from agora.measures.scores import RankedSubject
from agora.pages.amounts import money
from agora.pages.faces import initials

CASES = 8
CARRIED = 5
POINTS = 12


@dataclass(frozen=True, slots=True)
class CarryingVoice:
    """Somebody whose word carried."""

    name: str
    initials: str
    tone: int
    href: str
    amount: str
    interval: str


@dataclass(frozen=True, slots=True)
class EquityCard:
    """What the customers are worth, and how it went from run to run (points of a sparkline)."""

    value: str
    low: str
    high: str
    moved: str
    points: str
    last: str
    cannot_say: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MachineProblem:
    """Something of the machinery that needs a look."""

    text: str
    href: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Today:
    """Everything the first page shows."""

    cases: list[CaseRow]
    waiting: int
    changes: list[Change]
    carried: list[CarryingVoice]
    finding: str
    equity: EquityCard | None
    problems: list[MachineProblem]
    in_money: bool

    @property
    def remarkable(self) -> list[Change]:
        """The changes that chance hardly explains."""
        return [change for change in self.changes if change.remarkable]

    @property
    def usual(self) -> list[Change]:
        """The other intents, the most frequent first."""
        rest = [change for change in self.changes if not change.remarkable]
        return sorted(rest, key=lambda change: (-change.now, -change.before))


def read(viewer: Account) -> Today:
    """Return the first page; money only for those who may see it."""
    open_cases = Case.objects.visible_to(viewer).open().with_holder()
    cases = open_cases.select_related("thread__source", "post__author", "team").order_by("due_at", "pk")
    may = viewer.may("see value")
    return Today(
        cases=rows_of(list(cases[:CASES]), viewer=viewer),
        waiting=Case.objects.visible_to(viewer).open().count(),
        changes=changes(clock.now(), viewer=viewer),
        carried=[
            _carrying_voice(ranked, in_money=may)
            for ranked in scores.top(viewer, "csv", limit=CARRIED)
            if round(ranked.score.value)
        ],
        finding=scores.finding(viewer) if may else "",
        equity=_equity(viewer) if may else None,
        problems=_problems(viewer),
        in_money=may,
    )


def _carrying_voice(ranked: RankedSubject, *, in_money: bool) -> CarryingVoice:
    href = reverse("console:score", args=[ranked.score.row.pk]) if in_money else ""
    if ranked.kind == "person":
        href = reverse("console:person", args=[ranked.id])
    return CarryingVoice(
        ranked.name,
        initials(ranked.name),
        ranked.id % 6,
        href,
        amount(ranked.score.row) if in_money else "",
        interval(ranked.score.row) if in_money else "",
    )


def _equity(viewer: Account) -> EquityCard | None:
    equity = scores.equity(viewer)
    if equity is None:
        return None
    runs = Run.objects.visible_to(viewer).filter(measure="lifetime", state="done", outcome__has_key="equity")
    values = [run.outcome["equity"]["current"] for run in runs.order_by("-started_at").only("outcome")[:POINTS]]
    points = sparkline(list(reversed(values)))
    return EquityCard(
        value=money(equity.current, whole=True, currency=equity.currency),
        low=money(equity.low, whole=True, currency=equity.currency),
        high=money(equity.high, whole=True, currency=equity.currency),
        moved=money(equity.moved_by_words, whole=True, currency=equity.currency),
        points=" ".join(points),
        last=points[-1] if points else "",
        cannot_say=equity.cannot_say,
    )


def sparkline(values: Sequence[float]) -> list[str]:
    """Return "x,y" in a box of 100 by 24 (y downwards) for each value; nothing for fewer than three."""
    if len(values) < 3:
        return []
    low, high = min(values), max(values)
    span = (high - low) or 1.0
    step = 100 / (len(values) - 1)
    return [f"{place * step:.1f},{21 - 18 * (value - low) / span:.1f}" for place, value in enumerate(values)]


def _problems(viewer: Account) -> list[MachineProblem]:
    problems = []
    recent = Import.objects.visible_to(viewer).filter(started_at__gte=clock.now() - timedelta(days=7))
    for failed in recent.filter(state="failed").select_related("source")[:3]:
        text = _("The import “%(label)s” into %(source)s failed: %(problem)s")
        sentence = text % {
            "label": failed.label,
            "source": failed.source,
            "problem": failed.problem or _("no reason was kept"),
        }
        problems.append(MachineProblem(sentence, reverse("console:import", args=[failed.pk]), _("See what came in")))
    if broken := jobs.failed():
        text = ngettext("%(count)d job failed for good.", "%(count)d jobs failed for good.", broken) % {"count": broken}
        problems.append(MachineProblem(text + " " + _("“agora doctor” names them.")))
    for run in Run.objects.visible_to(viewer).order_by("measure", "-started_at").distinct("measure"):
        if run.state == "failed":
            words = {"measure": run.measure, "problem": run.problem[:200]}
            problems.append(MachineProblem(_("The last run of “%(measure)s” failed: %(problem)s") % words))
    return problems
